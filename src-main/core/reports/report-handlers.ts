import { AppError } from '@shared/errors';
import type { HandlersOf } from '../handler';
import { exportReport } from '../report-files/export-report';
import { reportFileName } from '../report-files/file-names';
import { exportBreakdown } from './export-breakdown';
import { exportSeries } from './export-series';
import { usageByGroup } from './usage-by-group';

export const reportHandlers: HandlersOf<'report'> = {
  'report.usageByGroup': async (input, call) => usageByGroup(input, call),
  'report.explain': async () => {
    throw new AppError('not_implemented', 'Costs cannot be explained yet');
  },
  'report.drill': async () => {
    throw new AppError('not_implemented', 'Numbers cannot be opened yet');
  },
  'report.exportBreakdown': async (input, call) => exportBreakdown(input, call),
  'report.exportSeries': async (input, call) => exportSeries(input, call),
  'report.fileName': async (input, { deps, context }) => ({
    file_name: reportFileName(deps.store, context.environment_id, input),
  }),
  'report.export': async ({ target, ...input }, call) => exportReport(call, input, target),
};
