/**
 * Worker thread entry: the core on a thread of its own, answering calls by their correlation id. The same file is started
 * by the writer for every export, to write that one report and end, for every check of usage, and beside a long write.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Reply, toErrorBody } from '@shared/errors';
import type { RawAnswer } from '@shared/v1/answer-request';
import type { App, createApp } from '../core/app';
import type { ExportThreadData } from '../core/report-files/export-thread';
import type { ScanThreadData } from '../core/reports/scan-thread';
import type { CheckpointThreadData } from '../core/store/checkpoint-thread';
import type { VerifyThreadData } from '../core/usage/verify-thread';
import { askedSecrets } from './asked-secrets';
import type { FromStoreThread, StoreThreadSettings, ToStoreThread } from './messages';
import { standBack } from './thread-priority';

const started = workerData as
  | StoreThreadSettings
  | ExportThreadData
  | VerifyThreadData
  | CheckpointThreadData
  | ScanThreadData;
const port = parentPort;
if (!port) throw new Error('store-thread runs as a worker thread only');

const post = (message: FromStoreThread) => port.postMessage(message);
const describe = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

const secrets = askedSecrets(post);
let app: App | null = null;
const running = new Set<Promise<void>>();

/** Opens the store; a refusal (newer database, damaged file) is told, not thrown. */
function open(make: typeof createApp, settings: StoreThreadSettings): void {
  try {
    app = make({
      file: settings.file,
      role: settings.role,
      worksAhead: settings.role === 'writer',
      onAsked: (fact) => post({ type: 'asked', fact }),
      importThread: new URL(settings.importThread),
      exportThread: new URL(import.meta.url),
      secrets,
      syncs: settings.syncs,
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

type Asked = Extract<ToStoreThread, { type: 'call' | 'answer' }>;

/** Loaded with the first request of the HTTP API: most windows never send one. */
let routes: Promise<typeof import('@shared/v1/answer-request') & typeof import('@shared/v1/routes')> | null = null;
const loadRoutes = async () => ({
  ...(await import('@shared/v1/answer-request')),
  ...(await import('@shared/v1/routes')),
});

async function callCore({ name, input, context }: Extract<Asked, { type: 'call' }>): Promise<Reply> {
  if (!app) throw new Error('called before open');
  return app.call(name, input, context);
}

async function answerOf(message: Extract<Asked, { type: 'answer' }>): Promise<RawAnswer> {
  if (!app) throw new Error('called before open');
  routes ??= loadRoutes();
  const { answerRequest, v1Routes } = await routes;
  const route = v1Routes[message.route];
  if (!route) throw new Error('there is no such route');
  return answerRequest(app.call, route, message.request, message.context);
}

const utf8 = new TextEncoder();

/** Posts an answer whose bytes change hands instead of being copied, ready to be written to a socket. */
function postAnswer(id: number, { body, ...rest }: RawAnswer): void {
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  const data: RawAnswer = { ...rest, body: bytes };
  const message: FromStoreThread = { type: 'reply', id, reply: { ok: true, data } };
  port?.postMessage(message, bytes ? [bytes.buffer] : []);
}

async function answer(message: Asked): Promise<void> {
  const { id } = message;
  try {
    if (message.type === 'call') post({ type: 'reply', id, reply: await callCore(message) });
    else postAnswer(id, await answerOf(message));
  } catch (thrown) {
    post({ type: 'log', line: `${message.type === 'call' ? message.name : 'request'}: ${describe(thrown)}` });
    post({ type: 'reply', id, reply: { ok: false, error: toErrorBody(thrown) } });
  }
}

/** Finishes what is running, closes the store (which checkpoints it) and lets the thread end. */
async function close(): Promise<void> {
  await Promise.all(running);
  await app?.close();
  port?.close();
}

function serve(make: typeof createApp, settings: StoreThreadSettings): void {
  port?.on('message', (message: ToStoreThread) => {
    if (message.type === 'open') open(make, settings);
    else if (message.type === 'close') void close();
    else if (message.type === 'secret') secrets.answered(message);
    else if (message.type === 'asked') app?.asked(message.fact);
    else {
      const call = answer(message).finally(() => running.delete(call));
      running.add(call);
    }
  });
}

// Each loads what it needs: a thread that writes one report does without most of the core.
if ('exportReport' in started) {
  const { runExportThread } = await import('../core/report-files/export-thread');
  runExportThread(started, (message) => port.postMessage(message));
} else if ('verifyUsageOf' in started) {
  const { runVerifyThread } = await import('../core/usage/verify-thread');
  runVerifyThread(started, (message) => port.postMessage(message));
} else if ('scanEvents' in started) {
  const { runScanThread } = await import('../core/reports/scan-thread');
  runScanThread(started);
} else if ('checkpoints' in started) {
  standBack('beside');
  const { runCheckpointThread } = await import('../core/store/checkpoint-thread');
  runCheckpointThread(started, port);
} else {
  if (started.role === 'writer') standBack('stores');
  const core = await import('../core/app');
  serve(core.createApp, started);
}
