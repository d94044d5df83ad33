import type { PlanChange } from '@shared/entities/customer-plan';
import type { Job } from '@shared/entities/job';
import type { PlanOutcome } from '@shared/entities/plan-outcome';
import { AppError } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { type Tx, write } from '../store/write';
import { assignPlans } from './assign-plans';
import { checkChanges } from './check-changes';
import { type CustomerWork, type Stretch, startCustomerWork, stopped, workSteps } from './customer-work';
import { createdBy, type DoneCustomer, doneLog } from './done-log';
import { keepLog } from './kept-logs';
import { storedWorld } from './plan-world';

interface WantedChanges {
  changes: readonly PlanChange[];
  /** See assignPlans. */
  take_back: boolean;
}

/**
 * Starts changes of very many customers' plans and answers the job to follow: all are checked first, and any problem
 * ends it with nothing changed. They are made in durable steps, between which other calls run, all of a customer in one;
 * cancelling keeps what was made. A customer that somebody else changed meanwhile is left as it is, and counted. What was
 * made can be taken back.
 */
export const startPlanChanges = (call: Call, wanted: WantedChanges): Job =>
  startCustomerWork(
    call,
    { kind: 'plan_change', title: 'Plans of customers' },
    (work) => changePlans(work, wanted),
    'The change stopped unexpectedly. What was made until then stays; look at the customers again.',
  );

type Customer = readonly PlanChange[];

async function changePlans(work: CustomerWork, { changes, take_back }: WantedChanges): Promise<void> {
  const { call, job } = work;
  const customers = [...Map.groupBy(changes, (change) => change.external_customer_id).values()];
  await eachPart(work, customers, [0, 10], async (part) => refuseWrong(call, part, take_back));
  const outcome: PlanOutcome = { put: 0, changed: 0, taken_off: 0, unchanged: 0, customers_created: 0 };
  const log = doneLog();
  let made = 0;
  let left = 0;
  let failure: unknown = null;
  try {
    await eachPart(work, customers, [10, 100], async (part) => {
      const done = await write(call.deps, call.context, (tx) => makeChanges(tx, part, take_back));
      log.add(done.customers);
      made += done.customers.length;
      left += part.length - done.customers.length;
      for (const name of Object.keys(outcome) as (keyof PlanOutcome)[]) outcome[name] += done.outcome?.[name] ?? 0;
    });
  } catch (error) {
    failure = error;
  }
  keepLog(call.deps, { job, log });
  const plan_changes = { outcome, left };
  const kept = `${made} of ${customers.length} customers are changed and stay so.`;
  if (failure === null) job.finish('done', { done: 100, plan_changes });
  else if (failure === stopped) job.finish('cancelled', { message: `Stopped. ${kept}`, plan_changes });
  else if (failure instanceof AppError) job.finish('failed', { message: `${failure.message}. ${kept}`, plan_changes });
  else throw failure;
}

/** Runs a step of the store for some customers after the other. Throws `stopped`. */
async function eachPart(
  work: CustomerWork,
  customers: readonly Customer[],
  stretch: Stretch,
  run: (part: Customer[]) => Promise<void>,
): Promise<void> {
  const steps = workSteps(work, stretch, customers.length);
  try {
    for (let from = 0; from < customers.length; ) {
      const part = customers.slice(from, from + steps.rows());
      from += part.length;
      await steps.run(part.length, () => run(part));
    }
  } finally {
    await steps.end();
  }
}

function refuseWrong({ deps, context: { environment_id } }: Call, part: readonly Customer[], restores: boolean): void {
  const changes = part.flat();
  const world = storedWorld(deps.store.sqlite, environment_id, toInstant(deps.now()));
  const [first] = checkChanges(changes, world, { restores });
  if (!first) return;
  const message = `${changes[first.index]?.external_customer_id}: ${first.message.replace(/\.$/, '')}`;
  throw new AppError('validation_error', `${message}. Nothing was changed.`);
}

async function makeChanges(
  tx: Tx,
  part: readonly Customer[],
  restores: boolean,
): Promise<{ customers: DoneCustomer[]; outcome: PlanOutcome | null }> {
  const world = storedWorld(tx.sqlite, tx.context.environment_id, tx.now);
  const right = part.filter((changes) => checkChanges(changes, world, { restores }).length === 0);
  if (right.length === 0) return { customers: [], outcome: null };
  const isNew = right.map(([change]) => world.assignments(change?.external_customer_id ?? '') === null);
  const outcome = await assignPlans(tx, right.flat(), { restores });
  return {
    outcome,
    customers: right.map((changes, index): DoneCustomer => {
      const external_id = changes[0]?.external_customer_id ?? '';
      return { external_id, changes, created: isNew[index] ? createdBy(tx, external_id) : null, updated: null };
    }),
  };
}
