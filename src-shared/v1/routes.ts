import type { AnyRoute } from './route';
import { changeRoutes } from './routes/change-routes';
import { eventRoutes } from './routes/event-routes';
import { groupRoutes } from './routes/group-routes';

/** Every endpoint of the v1 HTTP API. A fixed path stands before one with a parameter in its place. */
export const v1Routes: readonly AnyRoute[] = [...groupRoutes, ...eventRoutes, ...changeRoutes];
