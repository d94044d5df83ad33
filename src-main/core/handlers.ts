import { analyticsHandlers } from './analytics/analytics-handlers';
import { apiKeyHandlers } from './api-keys/api-key-handlers';
import { changeHandlers } from './changes/change-handlers';
import { customerPlanHandlers } from './customer-plans/customer-plan-handlers';
import { customerHandlers } from './customers/customer-handlers';
import { environmentHandlers } from './environments/environment-handlers';
import { eventHandlers } from './events/event-handlers';
import { featureHandlers } from './features/feature-handlers';
import { groupHandlers } from './groups/group-handlers';
import type { Handlers } from './handler';
import { jobHandlers } from './jobs/job-handlers';
import { meterHandlers } from './meters/meter-handlers';
import { planHandlers } from './plans/plan-handlers';
import { portalHandlers } from './portal/portal-handlers';
import { priceHandlers } from './prices/price-handlers';
import { reportHandlers } from './reports/report-handlers';
import { sampleHandlers } from './sample/sample-handlers';
import { savedReportHandlers } from './saved-reports/saved-report-handlers';
import { savedWhatIfHandlers } from './saved-what-ifs/saved-what-if-handlers';
import { subscriptionHandlers } from './subscriptions/subscription-handlers';
import { conflictHandlers } from './sync/conflicts/conflict-handlers';
import { connectionHandlers } from './sync/connections/connection-handlers';
import { syncHandlers } from './sync/engine/sync-handlers';
import { pendingHandlers } from './sync/outbox/pending-handlers';
import { remoteUsageHandlers } from './sync/usage/remote-usage-handlers';
import { usageHandlers } from './usage-statistics/usage-handlers';
import { whatIfHandlers } from './what-if/what-if-handlers';

/** Every procedure of the contract and who answers it. */
export const handlers: Handlers = {
  ...environmentHandlers,
  ...groupHandlers,
  ...priceHandlers,
  ...planHandlers,
  ...meterHandlers,
  ...featureHandlers,
  ...customerHandlers,
  ...customerPlanHandlers,
  ...connectionHandlers,
  ...syncHandlers,
  ...pendingHandlers,
  ...conflictHandlers,
  ...remoteUsageHandlers,
  ...subscriptionHandlers,
  ...portalHandlers,
  ...eventHandlers,
  ...jobHandlers,
  ...usageHandlers,
  ...analyticsHandlers,
  ...reportHandlers,
  ...savedReportHandlers,
  ...savedWhatIfHandlers,
  ...whatIfHandlers,
  ...apiKeyHandlers,
  ...changeHandlers,
  ...sampleHandlers,
};
