import { toInstant } from '@shared/instant';
import type { HandlersOf } from '../handler';
import { exportReport } from '../report-files/export-report';
import { customerPlansFileName } from '../report-files/file-names';
import { write } from '../store/write';
import { assignPlans } from './assign-plans';
import { checkChanges, outcomeOf } from './check-changes';
import { startCustomerFileCheck, startCustomerFileImport } from './customer-file-job';
import { listCustomerPlans } from './list-customer-plans';
import { startPlanChanges } from './plan-change-job';
import { storedWorld } from './plan-world';
import { plansNow } from './plans-now';
import { previewMany } from './preview-many';
import { startTakingBack } from './take-back-job';
import { usageTouched } from './usage-touched';

export const customerPlanHandlers: HandlersOf<'customerPlan'> = {
  'customerPlan.now': async ({ customer_ids }, { deps, context }) => ({
    items: plansNow(deps.store.sqlite, context.environment_id, customer_ids, toInstant(deps.now())),
  }),
  'customerPlan.list': async (input, { deps, context }) =>
    listCustomerPlans(deps.store.sqlite, context.environment_id, input),
  'customerPlan.preview': async ({ changes }, { deps, context }) => {
    const { sqlite } = deps.store;
    const { environment_id } = context;
    const now = toInstant(deps.now());
    const world = storedWorld(sqlite, environment_id, now);
    return {
      problems: checkChanges(changes, world),
      outcome: outcomeOf(changes, world),
      ...usageTouched({ sqlite, environment_id, now, world }, changes),
    };
  },
  'customerPlan.previewMany': async (input, call) => previewMany(input, call),
  'customerPlan.assign': ({ changes, take_back }, { deps, context }) =>
    write(deps, context, (tx) => assignPlans(tx, changes, { restores: take_back })),
  'customerPlan.startChanges': async (input, call) => startPlanChanges(call, input),
  'customerPlan.takeBack': async ({ id }, call) => startTakingBack(call, id),
  'customerPlan.checkFile': async (file, call) => startCustomerFileCheck(call, file),
  'customerPlan.fileName': async (_input, call) => ({ file_name: customerPlansFileName(call) }),
  'customerPlan.export': async ({ target, ...input }, call) =>
    exportReport(call, { kind: 'customer_plans', split: 'none', with_filters: false, ...input }, target),
  'customerPlan.importFile': async (file, call) => startCustomerFileImport(call, file),
};
