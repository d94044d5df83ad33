import { toInstant } from '@shared/instant';
import type { HandlersOf } from '../handler';
import { exportReport } from '../report-files/export-report';
import { customerPlansFileName } from '../report-files/file-names';
import { write } from '../store/write';
import { assignPlans } from './assign-plans';
import { checkChanges, outcomeOf } from './check-changes';
import { importCustomerFile, previewCustomerFile } from './import-customers';
import { listCustomerPlans } from './list-customer-plans';
import { storedWorld } from './plan-world';
import { usageTouched } from './usage-touched';

export const customerPlanHandlers: HandlersOf<'customerPlan'> = {
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
      ...usageTouched({ sqlite, environment_id, now }, changes),
    };
  },
  'customerPlan.assign': ({ changes }, { deps, context }) => write(deps, context, (tx) => assignPlans(tx, changes)),
  'customerPlan.previewFile': async ({ path }, { deps, context }) =>
    previewCustomerFile(
      { sqlite: deps.store.sqlite, environment_id: context.environment_id, now: toInstant(deps.now()) },
      path,
    ),
  'customerPlan.fileName': async (_input, call) => ({ file_name: customerPlansFileName(call) }),
  'customerPlan.export': async ({ target, ...input }, call) =>
    exportReport(call, { kind: 'customer_plans', split: 'none', with_filters: false, ...input }, target),
  'customerPlan.importFile': (input, { deps, context }) => write(deps, context, (tx) => importCustomerFile(tx, input)),
};
