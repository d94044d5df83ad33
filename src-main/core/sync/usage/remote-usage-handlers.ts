import type { HandlersOf } from '../../handler';
import { startComparison } from './compare-usage';
import { pushState, startEventPush } from './push-events';

export const remoteUsageHandlers: HandlersOf<'remoteUsage' | 'eventPush'> = {
  'remoteUsage.compare': startComparison,
  'eventPush.get': async (_input, call) => pushState(call),
  'eventPush.start': (_input, call) => startEventPush(call),
};
