import type { HandlersOf } from '../handler';
import { customerUsage } from './customer-usage';

export const analyticsHandlers: HandlersOf<'analytics'> = {
  'analytics.usage': customerUsage,
};
