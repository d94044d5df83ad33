/** Worker thread entry: reads a usage file step by step, one step per request, while the store's thread writes. */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf } from '../core/events/event-batch';
import { FileRefused } from '../core/events/import/file-refused';
import type { FromImportThread } from '../core/events/import/import-source';
import { type ImportFile, readEvents } from '../core/events/import/read-events';
import { standBack } from './thread-priority';

const port = parentPort;
if (!port) throw new Error('import-thread runs as a worker thread only');

standBack('beside');

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
