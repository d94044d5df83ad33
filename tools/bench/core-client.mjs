/** The built core on a thread of its own, as the app runs it, and calls to it by message. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { giveOthersRoom, giveWriterRoom, storeThreadMemory } from '../../src-main/threads/store-thread-memory.mjs';

const built = new URL('../../out/main/', import.meta.url);

/**
 * Opens a profile folder, made when missing. Calls are about its Sandbox.
 * @param {string} profile
 * @param {'writer' | 'reader'} [role]
 */
export async function openCore(profile, role = 'writer') {
  mkdirSync(profile, { recursive: true });
  if (role === 'writer') giveWriterRoom();
  const worker = new Worker(new URL('store-thread.js', built), {
    workerData: {
      role,
      file: join(profile, 'pricebook.db'),
      importThread: new URL('import-thread.js', built).href,
    },
    execArgv: [],
    resourceLimits: storeThreadMemory,
  });
  if (role === 'writer') worker.once('online', giveOthersRoom);
  /** @type {Map<number, (reply: { ok: boolean, data: any, error: any }) => void>} */
  const waiting = new Map();
  const opened = Promise.withResolvers();
  /** @type {((job: any) => void) | null} */
  let onJob = null;
  worker.on('error', opened.reject);
  worker.on('message', (message) => {
    if (message.type === 'opened') opened.resolve(undefined);
    else if (message.type === 'refused') opened.reject(new Error(message.error.message));
    else if (message.type === 'reply') {
      waiting.get(message.id)?.(message.reply);
      waiting.delete(message.id);
    } else if (message.type === 'log') console.error(message.line);
    else if (message.event?.type === 'job' && message.event.job.state !== 'running') onJob?.(message.event.job);
  });

  let lastId = 0;
  let environment_id = '';
  /**
   * Calls a procedure and answers its data; throws when it is refused.
   * @param {string} name
   * @param {unknown} input
   * @returns {Promise<any>}
   */
  async function call(name, input) {
    lastId += 1;
    const id = lastId;
    const reply = await new Promise((done) => {
      waiting.set(id, done);
      worker.postMessage({ type: 'call', id, name, input, context: { environment_id } });
    });
    if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.error)}`);
    return reply.data;
  }

  worker.postMessage({ type: 'open' });
  await opened.promise;
  environment_id = (await call('environment.list', {})).items[0].id;

  return {
    call,
    /**
     * Imports a usage file and waits for its end. Throws when any row was refused.
     * @param {string} path
     */
    async importFile(path) {
      const ended = new Promise((done) => {
        onJob = done;
      });
      await call('event.import', { path, name: 'usage.csv' });
      const job = /** @type {any} */ (await ended);
      if (job.state !== 'done' || job.import.rows_failed > 0) throw new Error(`import ${job.state}: ${job.message}`);
      return job.import.rows_accepted;
    },
    /**
     * Writes a report to a file and waits for its end; answers the job.
     * @param {object} input of `report.export`
     */
    async exportFile(input) {
      const ended = new Promise((done) => {
        onJob = done;
      });
      await call('report.export', input);
      const job = /** @type {any} */ (await ended);
      if (job.state !== 'done') throw new Error(`export ${job.state}: ${job.message}`);
      return job;
    },
    async close() {
      const exited = new Promise((done) => worker.once('exit', done));
      worker.postMessage({ type: 'close' });
      await exited;
    },
  };
}
