import type { Job } from '@shared/entities/job';
import { AppError } from '@shared/errors';
import type { Call } from '../deps';
import { write } from '../store/write';
import { type CustomerWork, startCustomerWork, stopped, workSteps } from './customer-work';
import type { DoneLog } from './done-log';
import { keepLog, takeLog } from './kept-logs';
import { takeBackCustomers } from './take-back';

/** Customers that stay as they are and are named; the others are only counted. */
const named = 5;

/**
 * Starts taking back what a job did to customers and their plans, and answers the job to follow, whose `taken_back` tells
 * it; each customer is taken back whole, or stays as it is where it was changed since. Cancelling leaves the rest to be
 * taken back another time. Throws invalid_operation where nothing is left to be taken back.
 */
export function startTakingBack(call: Call, id: string): Job {
  const kept = takeLog(call.deps, call.context.environment_id, id);
  if (!kept) {
    throw new AppError('invalid_operation', 'This cannot be taken back any more', { field: 'id' });
  }
  const { job: done, log } = kept;
  return startCustomerWork(
    call,
    { kind: 'plan_undo', title: `Undo: ${done.snapshot().title}` },
    (work) => takeBack(work, log).finally(() => keepLog(call.deps, kept)),
    'Taking back stopped unexpectedly. What is as before by now stays so; the rest can be taken back again.',
  );
}

async function takeBack(work: CustomerWork, log: DoneLog): Promise<void> {
  const { call, job } = work;
  const taken_back = { customers: 0, archived: 0, left: 0, left_first: [] as string[] };
  const steps = workSteps(work, [0, 100], log.count());
  try {
    for (;;) {
      const { customers, forget } = log.last(steps.rows());
      if (customers.length === 0) break;
      await steps.run(customers.length, async () => {
        const { back, left, archived } = await write(call.deps, call.context, (tx) => takeBackCustomers(tx, customers));
        forget();
        taken_back.customers += back.length;
        taken_back.archived += archived;
        taken_back.left += left.length;
        taken_back.left_first.push(...left.slice(0, named - taken_back.left_first.length));
      });
    }
    job.finish('done', { done: 100, taken_back });
  } catch (error) {
    if (error !== stopped) throw error;
    const message = `Stopped. ${taken_back.customers} customers are as before; the others can still be taken back.`;
    job.finish('cancelled', { message, taken_back });
  } finally {
    await steps.end();
  }
}
