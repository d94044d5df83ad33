import type { Job } from '@shared/entities/job';
import { toastDone, toastFailure, toastProblem } from '../../components/toast';
import { api } from '../../door/api';
import { noteJob } from '../../door/jobs';
import { customerJobText } from './customer-job-text';

/** Starts taking back what a job did to customers; its end is told as that of every job. */
export const takeBackJob = (id: string): void => void api('customerPlan.takeBack', { id }).then(noteJob, toastFailure);

/** Says how a job on customers ended, with a way back where there is one. */
export function tellCustomerJob(job: Job): void {
  const undo = { label: 'Undo', onAction: () => takeBackJob(job.id) };
  const text = customerJobText(job);
  if (job.state !== 'failed') toastDone(text, job.can_undo ? undo : undefined);
  else if (job.can_undo) toastProblem(text, undo);
  else toastFailure(new Error(text));
}
