import type { HandlersOf } from '../handler';
import { usageByMeter } from './usage-by-meter';
import { usageOfEvents } from './usage-of-events';

export const usageHandlers: HandlersOf<'usage'> = {
  'usage.statistics': usageOfEvents,
  'usage.byMeter': usageByMeter,
};
