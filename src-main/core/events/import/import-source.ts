import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FileFacts } from './file-facts';
import { FileRefused } from './file-refused';
import { type ImportFile, type ImportStep, readEvents } from './read-events';

/** Where an import gets its steps from. */
export interface ImportSource {
  /** The next step, or what the whole file held. Throws FileRefused. */
  next(): Promise<{ step: ImportStep } | { facts: FileFacts }>;
  /** Steps that `next` would answer at once. */
  ready(): number;
  close(): void;
}

/** To the reading thread: read one step more. */
export type ToImportThread = 'next';

/** From the reading thread, one per `next`. */
export type FromImportThread = { step: ImportStep } | { facts: FileFacts } | { refused: string } | { broken: string };

/** Steps that the reading thread may be ahead of the writer: it is twice as fast, and every one more takes 8 MB. */
const stepsAhead = 1;

/** Reads the file on this thread; other work goes on between the steps. */
export function sourceHere(file: ImportFile): ImportSource {
  const steps = readEvents(file);
  return {
    async next() {
      await setImmediate();
      const { done, value } = steps.next();
      return done ? { facts: value } : { step: value };
    },
    ready: () => 0,
    close() {
      steps.return({ first_timestamp: null, last_timestamp: null, external_customer_ids_count: 0, event_names: [] });
    },
  };
}

/** Reads the file on a thread of its own, a few steps ahead, so that reading and writing each have a processor. */
export function sourceOnThread(thread: URL, file: ImportFile): ImportSource {
  const worker = new Worker(thread, {
    workerData: file,
    name: 'import',
    execArgv: [],
    // Rows are short-lived: a small nursery is emptied early and often, at a third of the memory and no slower.
    resourceLimits: { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 512 },
  });
  const arrived: FromImportThread[] = [];
  let wake = () => {};
  const arrive = (message: FromImportThread) => {
    arrived.push(message);
    wake();
  };
  worker.on('message', arrive);
  worker.on('error', (error) => arrive({ broken: String(error) }));
  worker.on('exit', (code) => arrive({ broken: `the reading thread ended with ${code}` }));
  const ask = () => worker.postMessage('next' satisfies ToImportThread);
  for (let ahead = 0; ahead < stepsAhead; ahead += 1) ask();
  return {
    async next() {
      // Steps may be waiting already: without a pause no other call would be let in.
      await setImmediate();
      while (arrived.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const message = arrived.shift();
      if (!message || 'broken' in message) throw new Error(message?.broken ?? 'no message');
      if ('refused' in message) throw new FileRefused(message.refused);
      if ('step' in message) ask();
      return message;
    },
    ready: () => (arrived.findIndex((message) => !('step' in message)) === -1 ? arrived.length : 0),
    close: () => void worker.terminate(),
  };
}
