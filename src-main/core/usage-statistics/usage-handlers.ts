import type { HandlersOf } from '../handler';
import { storeSize } from '../store/store-size';
import { startRebuild } from '../usage/start-rebuild';
import { startVerify } from '../usage/start-verify';
import { usageByMeter } from './usage-by-meter';
import { usageOfEvents } from './usage-of-events';

export const usageHandlers: HandlersOf<'usage'> = {
  'usage.statistics': usageOfEvents,
  'usage.byMeter': usageByMeter,
  'usage.verify': async (_input, call) => startVerify(call),
  'usage.rebuild': async (_input, call) => startRebuild(call),
  'usage.storeSize': async (_input, { deps }) => ({ bytes: storeSize(deps.store) }),
};
