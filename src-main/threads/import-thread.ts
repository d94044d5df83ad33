/** Worker thread entry: reads a usage file step by step, one step per request, while the store's thread writes. */
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf } from '../core/events/event-batch';
import { FileRefused } from '../core/events/import/file-refused';
import type { FromImportThread } from '../core/events/import/import-source';
import { type ImportFile, readEvents } from '../core/events/import/read-events';

const port = parentPort;
if (!port) throw new Error('import-thread runs as a worker thread only');

// The thread that stores, and the window, come first. Only on Linux is a priority that of a thread alone.
const { PRIORITY_BELOW_NORMAL } = constants.priority;
if (process.platform === 'linux' && getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL);

const steps = readEvents(workerData as ImportFile);
let ended = false;

function next(): FromImportThread {
  try {
    const { done, value } = steps.next();
    if (!done) return { step: value };
    return { facts: value };
  } catch (error) {
    if (error instanceof FileRefused) return { refused: error.message };
    return { broken: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.on('message', () => {
  if (ended) return;
  const message = next();
  ended = !('step' in message);
  port.postMessage(message, 'step' in message ? buffersOf(message.step.batch) : []);
});
