/** Worker thread entry: the core on a thread of its own, answering calls by their correlation id. */
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorBody } from '@shared/errors';
import { type App, createApp } from '../core/app';
import type { FromStoreThread, StoreThreadSettings, ToStoreThread } from './messages';

const settings = workerData as StoreThreadSettings;
const port = parentPort;
if (!port) throw new Error('store-thread runs as a worker thread only');

const post = (message: FromStoreThread) => port.postMessage(message);
const describe = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

let app: App | null = null;
const running = new Set<Promise<void>>();

/** Opens the store; a refusal (newer database, damaged file) is told, not thrown. */
function open(): void {
  try {
    app = createApp({
      file: settings.file,
      role: settings.role,
      importThread: new URL(settings.importThread),
      log: (level, message, details) =>
        post({ type: 'log', line: `${level}: ${message}${details ? ` ${JSON.stringify(details)}` : ''}` }),
      onEvent: (event) => post({ type: 'event', event }),
    });
    post({ type: 'opened' });
  } catch (thrown) {
    const error = toErrorBody(thrown);
    if (error.code === 'internal_error') post({ type: 'log', line: `cannot open the store: ${describe(thrown)}` });
    post({ type: 'refused', error });
  }
}

async function answer(message: Extract<ToStoreThread, { type: 'call' }>): Promise<void> {
  const { id, name, input, context } = message;
  try {
    if (!app) throw new Error('called before open');
    post({ type: 'reply', id, reply: await app.call(name, input, context) });
  } catch (thrown) {
    post({ type: 'log', line: `${name}: ${describe(thrown)}` });
    post({ type: 'reply', id, reply: { ok: false, error: toErrorBody(thrown) } });
  }
}

/** Finishes what is running, closes the store (which checkpoints it) and lets the thread end. */
async function close(): Promise<void> {
  await Promise.all(running);
  await app?.close();
  port?.close();
}

port.on('message', (message: ToStoreThread) => {
  if (message.type === 'open') open();
  else if (message.type === 'close') void close();
  else {
    const call = answer(message).finally(() => running.delete(call));
    running.add(call);
  }
});
