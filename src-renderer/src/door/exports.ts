import type { PickedTarget } from '@shared/door';
import type { Job } from '@shared/entities/job';
import { toastDone, toastFailure } from '../components/toast';
import { pathParts } from '../format/file-path';
import { countText } from '../format/quantity';
import { api, type PageInput } from './api';
import { door } from './door';
import { noteJob } from './jobs';

/** A report as a file, wherever it will go. */
export type ReportFileQuestion = PageInput<'report.fileName'>;

/** Asks where a report is to go: a file, or a folder when it is split. Null when the person cancelled. */
export async function pickReportTarget(question: ReportFileQuestion): Promise<PickedTarget | null> {
  if (question.split && question.split !== 'none') return door.pickFolder('Choose a folder for the files');
  return door.pickSaveTarget((await api('report.fileName', question)).file_name);
}

/** Asks where to, writes the report there and says how it ended. Throws ApiError when it is refused. */
export async function exportReport(question: ReportFileQuestion): Promise<void> {
  const target = await pickReportTarget(question);
  if (!target) return;
  await followExport(() => api('report.export', { ...question, target_token: target.token }), target);
}

/** Asks where to, writes the customers with their plans there and says how it ended. Throws ApiError when it is refused. */
export async function exportCustomerPlans(question: PageInput<'customerPlan.export'>): Promise<void> {
  const target = await door.pickSaveTarget((await api('customerPlan.fileName', {})).file_name);
  if (!target) return;
  await followExport(() => api('customerPlan.export', { ...question, target_token: target.token }), target);
}

/** Starts an export, waits for its end, hands over what was written and says so. */
export async function followExport(start: () => Promise<Job>, target: PickedTarget | null): Promise<void> {
  const job = await endOf(start);
  if (job.state === 'failed') return toastFailure(new Error(`${job.title}: ${job.message ?? 'the export failed'}`));
  if (job.state === 'cancelled' || !job.export) return toastDone(`${job.title} was stopped. Nothing was written.`);
  const { path, rows, files } = job.export;
  if (target && path === null) await door.deliver(target.token);
  const what = files === 1 ? countText(rows, 'row', 'rows') : countText(files, 'file', 'files');
  const show = door.showExport;
  if (path === null || !show) return toastDone(`Saved ${what} as ${path ?? job.title}`);
  toastDone(`Saved ${what} as ${pathParts(path).name}`, {
    label: 'Show in folder',
    onAction: () => void show(job.id).catch(toastFailure),
  });
}

/** A short export may have ended before the call that started it is answered. */
async function endOf(start: () => Promise<Job>): Promise<Job> {
  const ended = new Map<string, Job>();
  let wake = () => {};
  const stop = door.onEvent((event) => {
    if (event.type !== 'job' || event.job.state === 'running') return;
    ended.set(event.job.id, event.job);
    wake();
  });
  try {
    const job = await start();
    noteJob(job);
    for (;;) {
      const end = ended.get(job.id);
      if (end) return end;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
  }
}
