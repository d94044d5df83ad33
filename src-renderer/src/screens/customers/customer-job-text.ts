import type { Job } from '@shared/entities/job';
import { countText } from '../../format/quantity';
import { customerFileText } from './customer-file-text';
import { outcomeText } from './plan-outcome';
import { takenBackText } from './taken-back-text';

/** Jobs that change customers and their plans, whose end is told. */
export const isCustomerJob = ({ kind }: Job): boolean =>
  kind === 'customer_import' || kind === 'plan_change' || kind === 'plan_undo';

/** What a job did to customers and their plans, now that it has ended. */
export function customerJobText(job: Job): string {
  if (job.state !== 'done') return `${job.title}: ${job.message ?? 'failed'}`;
  if (job.taken_back) return takenBackText(job.taken_back);
  if (job.plan_changes) {
    const { outcome, left } = job.plan_changes;
    return left === 0
      ? outcomeText(outcome)
      : `${outcomeText(outcome)}; ${countText(left, 'customer', 'customers')} changed meanwhile and left alone`;
  }
  return job.customer_file ? `${job.title}: ${customerFileText(job.customer_file)}` : job.title;
}
