import { toInstant } from '@shared/instant';
import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { clonePlan } from './clone-plan';
import { createPlan } from './create-plan';
import { loadPlan, planOf } from './plan-row';
import { searchPlans } from './search-plans';
import { archivePlan, updatePlan } from './update-plan';

export const planHandlers: HandlersOf<'plan'> = {
  'plan.create': (input, { deps, context }) =>
    write(deps, context, async (tx) => planOf(tx.db, await createPlan(tx, input), { now: tx.now, prices: 'none' })),
  'plan.get': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    const row = await loadPlan(db, context.environment_id, id);
    return planOf(db, row, { now: toInstant(deps.now()), prices: 'all' });
  },
  'plan.search': (input, { deps, context }) =>
    searchPlans(deps.store.db, context.environment_id, toInstant(deps.now()), input),
  'plan.update': (input, { deps, context }) =>
    write(deps, context, async (tx) => planOf(tx.db, await updatePlan(tx, input), { now: tx.now, prices: 'none' })),
  'plan.archive': ({ id }, { deps, context }) =>
    write(deps, context, async (tx) => planOf(tx.db, await archivePlan(tx, id), { now: tx.now, prices: 'none' })),
  'plan.clone': (input, { deps, context }) =>
    write(deps, context, async (tx) => planOf(tx.db, await clonePlan(tx, input), { now: tx.now, prices: 'all' })),
};
