import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Job } from '@shared/entities/job';
import type { SaveTarget, WrittenReport } from '@shared/entities/report-file';
import { invalid } from '@shared/errors';
import type { Call, Deps } from '../deps';
import { type RunningJob, startJob } from '../jobs/jobs';
import type { Store } from '../store/open';
import { type ExportThreadData, type FromExportThread, messagesOf, problemOf } from './export-thread';
import type { FileInput } from './file-input';
import { fileNameOf, pathOfReport } from './file-names';
import { newNotes, removeNoted } from './made-places';
import { planFile } from './plan-file';
import { type WriteReport, writeReport } from './write-report';

/**
 * What a part of a report is made of lives until its rows are written: in a smaller nursery it is moved about instead,
 * which takes a quarter of the time of an export.
 */
const exportThreadMemory = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 1024 };

/** How often a running export looks whether it was cancelled. */
const lookEveryMs = 50;

/** Where files are being written: no two at one place, whatever is there already. */
const busyPaths = new Set<string>();

/** Exports that must be ended before their store is closed. */
const running = new WeakMap<Store, Set<Promise<void>>>();
const closing = new WeakSet<Store>();

/**
 * Starts writing a report and answers the job to follow. It is written beside its place and moved there when it is
 * whole: cancelled or failed it leaves nothing behind. Refuses a question that cannot be answered before a job begins.
 * `onEnd` is told how the job ended. In a folder it gets the name of what it holds, or begins with `name`.
 */
export function exportReport(
  call: Call,
  input: FileInput,
  target: SaveTarget,
  { name, onEnd = async () => {} }: { name?: string; onEnd?: (job: Job) => Promise<void> } = {},
): Job {
  const { deps, context } = call;
  const { environment_id } = context;
  if (input.split !== 'none' && target.kind === 'file') throw invalid('Please choose a folder', 'target_token');
  planFile(input, call);
  const fileName = fileNameOf(call, input, name);
  const path = pathOfReport(target, fileName, busyPaths);
  if (busyPaths.has(path))
    throw invalid('Another export is writing that file. Please wait for it, or choose another', 'target_token');
  const job = startJob(deps, {
    kind: 'report_export',
    environment_id,
    title: target.is_temporary ? fileName : basename(path),
    total: null,
    unit: 'steps',
    import: null,
  });
  // A download is one file: there is nothing beside it.
  const with_filters = input.with_filters && !target.is_temporary;
  const notes = newNotes(deps.store.file);
  const request: WriteReport = { environment_id, input: { ...input, with_filters } as FileInput, path, notes };
  const shownPath = target.is_temporary ? null : path;
  const run = deps.exportThread ? runOnThread : runHere;
  busyPaths.add(path);
  const ended = run(call, job, request, shownPath)
    .catch((error: unknown) => endWith(deps, job, request, problemOf(error), shownPath))
    .finally(() => busyPaths.delete(path))
    .then(() => onEnd(job.snapshot()))
    .catch((error: unknown) => deps.log('error', 'the end of an export was not noted', { error: String(error) }));
  keep(deps.store, ended);
  return job.snapshot();
}

function keep(store: Store, ended: Promise<void>) {
  const known = running.get(store) ?? new Set();
  running.set(store, known.add(ended));
  void ended.finally(() => known.delete(ended));
}

/** Whether exports end now because the program does. */
export const isStopping = (store: Store): boolean => closing.has(store);

/** Ends every running export of a store; nothing of them is left behind. */
export async function stopExports(store: Store): Promise<void> {
  closing.add(store);
  await Promise.all(running.get(store) ?? []);
}

async function runOnThread(call: Call, job: RunningJob, request: WriteReport, shownPath: string | null): Promise<void> {
  const { deps } = call;
  if (!deps.exportThread) throw new Error('there is no thread to export on');
  const worker = new Worker(deps.exportThread, {
    workerData: { file: deps.store.file, exportReport: request } satisfies ExportThreadData,
    name: 'export',
    execArgv: [],
    resourceLimits: exportThreadMemory,
  });
  let last: FromExportThread | null = null;
  let isRunning = true;
  const ended = messagesOf(worker, (message) => {
    last ??= 'progress' in message ? null : message;
    if ('progress' in message) job.update({ done: message.progress.done, total: message.progress.total });
  }).then(() => {
    isRunning = false;
  });
  while (isRunning && !job.isCancelled() && !closing.has(deps.store)) {
    await Promise.race([ended, setTimeout(lookEveryMs)]);
  }
  await worker.terminate();
  await ended;
  const isCancelled = last === null && (job.isCancelled() || closing.has(deps.store));
  endWith(deps, job, request, isCancelled ? null : (last ?? { broken: 'the thread ended' }), shownPath);
}

/** On this thread, as one step of its queue: for stores in memory, which no other thread can see. */
async function runHere(call: Call, job: RunningJob, request: WriteReport, shownPath: string | null): Promise<void> {
  await call.deps.enqueue(async () => {
    const steps = writeReport(request, call);
    for (;;) {
      const { done, value } = steps.next();
      job.update({ done: value.done, total: value.total });
      if (done) {
        endWith(call.deps, job, request, { written: value }, shownPath);
        return;
      }
    }
  });
}

/** Ends the job as its work ended; null when it was stopped. */
function endWith(
  deps: Deps,
  job: RunningJob,
  { notes }: WriteReport,
  end: FromExportThread | null,
  shownPath: string | null,
): void {
  if (end && 'written' in end) {
    const { rows, files, total } = end.written;
    const written: WrittenReport = { rows, files, path: shownPath };
    job.finish('done', { done: total, total, export: written });
    return;
  }
  cleanUp(deps, notes);
  if (end === null) job.finish('cancelled', { message: 'Stopped. Nothing was written.' });
  else if ('refused' in end) job.finish('failed', { message: end.refused.message });
  else {
    deps.log('error', 'an export failed', { error: 'broken' in end ? end.broken : 'no end' });
    job.finish('failed', { message: 'The export stopped unexpectedly. Nothing was written; please try again.' });
  }
}

/** What keeps a report from being written, such as a drive that went away, keeps it from being cleaned up, too. */
function cleanUp(deps: Deps, notes: string | null): void {
  try {
    if (notes !== null) removeNoted(notes);
  } catch (error) {
    deps.log('error', 'what an export left behind was not deleted', { error: String(error) });
  }
}
