import type { AnyRoute } from './route';
import { capabilityRoutes } from './routes/capability-routes';
import { changeRoutes } from './routes/change-routes';
import { customerRoutes } from './routes/customer-routes';
import { eventRoutes } from './routes/event-routes';
import { featureRoutes } from './routes/feature-routes';
import { groupRoutes } from './routes/group-routes';
import { meterRoutes } from './routes/meter-routes';
import { planRoutes } from './routes/plan-routes';
import { portalRoutes } from './routes/portal-routes';
import { priceRoutes } from './routes/price-routes';
import { subscriptionRoutes } from './routes/subscription-routes';

/** Every endpoint of the v1 HTTP API. A fixed path stands before one with a parameter in its place. */
export const v1Routes: readonly AnyRoute[] = [
  ...groupRoutes,
  ...priceRoutes,
  ...planRoutes,
  ...featureRoutes,
  ...meterRoutes,
  ...eventRoutes,
  ...customerRoutes,
  ...subscriptionRoutes,
  ...portalRoutes,
  ...changeRoutes,
  ...capabilityRoutes,
];
