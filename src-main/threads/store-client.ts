import { Worker } from 'node:worker_threads';
import type { CallContext, DoorEvent } from '@shared/door';
import { AppError, type Reply, toErrorBody } from '@shared/errors';
import type { RawAnswer } from '@shared/v1/answer-request';
import type { RawRequest } from '@shared/v1/raw-request';
import type { Secrets } from '../core/secrets';
import type { AskedFact } from '../core/usage/asked-facts';
import type { FromStoreThread, SecretAsk, StoreThreadSettings, ToStoreThread } from './messages';
import { giveOthersRoom, giveWriterRoom, storeThreadMemory } from './store-thread-memory.mjs';

/** How long a closing thread may finish its work before it is ended. */
const closeLimitMs = 10_000;

export interface StoreThreadOptions {
  threadFile: URL;
  settings: StoreThreadSettings;
  onEvent(event: DoorEvent): void;
  /** The thread ended without being asked to. Its unanswered calls are refused already. */
  onDeath(reason: string): void;
  log(line: string): void;
  /** A report told usage apart by something, which this thread does not keep ready itself. */
  onAsked?(fact: AskedFact): void;
  /** Where the thread's secrets are kept. */
  secrets: Secrets;
}

/** One store thread as the main thread sees it. */
export interface StoreThread {
  /** Opens the store on the thread; rejects with the AppError that says why it cannot. Safe to call again. */
  open(): Promise<void>;
  /** Whether calls are answered at once, or as soon as a thread that died is started again. */
  isOpen(): boolean;
  call(name: string, input: unknown, context: CallContext): Promise<Reply>;
  /** Answers a request of the HTTP API, whose route is told by its place in the table. */
  answer(route: number, request: RawRequest, context: CallContext): Promise<Reply<RawAnswer>>;
  /** Tells the thread what a report on another one told usage apart by. */
  asked(fact: AskedFact): void;
  /** Lets running calls finish, then closes the store and ends the thread. */
  close(): Promise<void>;
}

const unavailable = (message: string): Reply<never> => ({ ok: false, error: { code: 'service_unavailable', message } });
const stoppedText = 'The data store stopped before it could answer. Nothing was half-saved; please try again.';
const stopped = unavailable(stoppedText);
const tooMuch = unavailable(
  'This needed more memory than Pricebook gives to one question. Please ask for fewer days, or choose fewer customers or features.',
);
/** The answer of a thread that ended to calls that waited behind another one: nothing of them had begun. */
export const unbegun = unavailable(stoppedText);

/** Starts a store thread: its code loads at once, the file stays closed until `open`. */
export function startStoreThread(options: StoreThreadOptions): StoreThread {
  const { settings, log } = options;
  if (settings.role === 'writer') giveWriterRoom();
  const worker = new Worker(options.threadFile, {
    workerData: settings,
    name: `store-${settings.role}`,
    // A thread must not see the flags of the program (`--inspect`, `--import` of a test runner).
    execArgv: [],
    resourceLimits: storeThreadMemory,
  });
  if (settings.role === 'writer') worker.once('online', giveOthersRoom);
  const waiting = new Map<number, (reply: Reply) => void>();
  const opening = Promise.withResolvers<void>();
  opening.promise.catch(() => undefined);
  let lastId = 0;
  let state: 'new' | 'opening' | 'open' | 'closing' | 'ended' = 'new';
  let crash = '';
  let isOutOfMemory = false;

  const send = (message: ToStoreThread) => worker.postMessage(message);

  /** Never logged: neither what is asked nor what is answered. */
  async function answerSecret(id: number, ask: SecretAsk): Promise<void> {
    const { secrets } = options;
    try {
      if (ask.do === 'set') await secrets.set(ask.name, ask.value);
      if (ask.do === 'delete') await secrets.delete(ask.name);
      const value = ask.do === 'get' ? await secrets.get(ask.name) : null;
      send({ type: 'secret', id, value, error: null });
    } catch (thrown) {
      send({ type: 'secret', id, value: null, error: toErrorBody(thrown) });
    }
  }

  worker.on('message', (message: FromStoreThread) => {
    if (message.type === 'reply') {
      waiting.get(message.id)?.(message.reply);
      waiting.delete(message.id);
    } else if (message.type === 'event') options.onEvent(message.event);
    else if (message.type === 'log') log(`[store ${settings.role}] ${message.line}`);
    else if (message.type === 'asked') options.onAsked?.(message.fact);
    else if (message.type === 'ask_secret') void answerSecret(message.id, message.ask);
    else if (message.type === 'opened') {
      if (state === 'opening') state = 'open';
      opening.resolve();
    } else {
      const { code, message: sentence, field, details } = message.error;
      opening.reject(new AppError(code, sentence, { ...(field && { field }), ...(details && { details }) }));
    }
  });
  worker.on('error', (error) => {
    crash = error instanceof Error ? error.message : String(error);
    isOutOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  });
  const exit = Promise.withResolvers<void>();
  worker.on('exit', (code) => {
    const wasAsked = state === 'closing';
    state = 'ended';
    opening.reject(new AppError('service_unavailable', 'The data store could not be started.'));
    // Calls are worked on one after another, in the order in which they came.
    const [atWork, ...others] = waiting.values();
    atWork?.(isOutOfMemory ? tooMuch : stopped);
    for (const answer of others) answer(unbegun);
    waiting.clear();
    exit.resolve();
    if (!wasAsked) options.onDeath(crash || `exit code ${code}`);
  });

  /** Sends a message that is answered by its id. */
  function ask(messageOf: (id: number) => ToStoreThread): Promise<Reply> {
    if (state === 'closing' || state === 'ended') return Promise.resolve(stopped);
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      try {
        send(messageOf(id));
      } catch {
        waiting.delete(id);
        resolve({
          ok: false,
          error: { code: 'validation_error', message: 'The input of this call is not plain data' },
        });
      }
    });
  }

  return {
    open() {
      if (state === 'new') {
        state = 'opening';
        send({ type: 'open' });
      }
      return opening.promise;
    },
    isOpen: () => state === 'open',
    call: (name, input, context) => ask((id) => ({ type: 'call', id, name, input, context })),
    answer: (route, request, context) =>
      ask((id) => ({ type: 'answer', id, route, request, context })) as Promise<Reply<RawAnswer>>,
    asked(fact) {
      if (state === 'open') send({ type: 'asked', fact });
    },
    async close() {
      if (state === 'ended') return;
      state = 'closing';
      send({ type: 'close' });
      const limit = setTimeout(() => {
        log(`[store ${settings.role}] did not close in ${closeLimitMs} ms and was ended`);
        void worker.terminate();
      }, closeLimitMs);
      await exit.promise;
      clearTimeout(limit);
    },
  };
}
