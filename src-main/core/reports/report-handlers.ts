import type { HandlersOf } from '../handler';
import { exportBreakdown } from './export-breakdown';
import { exportSeries } from './export-series';
import { usageByGroup } from './usage-by-group';

export const reportHandlers: HandlersOf<'report'> = {
  'report.usageByGroup': async (input, call) => usageByGroup(input, call),
  'report.exportBreakdown': async (input, call) => exportBreakdown(input, call),
  'report.exportSeries': async (input, call) => exportSeries(input, call),
};
