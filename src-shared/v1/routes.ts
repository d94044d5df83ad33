import type { AnyRoute } from './route';
import { changeRoutes } from './routes/change-routes';
import { customerRoutes } from './routes/customer-routes';
import { eventRoutes } from './routes/event-routes';
import { featureRoutes } from './routes/feature-routes';
import { groupRoutes } from './routes/group-routes';
import { meterRoutes } from './routes/meter-routes';
import { priceRoutes } from './routes/price-routes';

/** Every endpoint of the v1 HTTP API. A fixed path stands before one with a parameter in its place. */
export const v1Routes: readonly AnyRoute[] = [
  ...groupRoutes,
  ...priceRoutes,
  ...featureRoutes,
  ...meterRoutes,
  ...eventRoutes,
  ...customerRoutes,
  ...changeRoutes,
];
