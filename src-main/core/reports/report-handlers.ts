import type { HandlersOf } from '../handler';
import { drill } from '../report-drill/drill';
import { uncharged } from '../report-drill/uncharged';
import { explain } from '../report-explain/explain';
import { exportReport } from '../report-files/export-report';
import { reportFileName } from '../report-files/file-names';
import { usageByGroup } from './usage-by-group';

export const reportHandlers: HandlersOf<'report'> = {
  'report.usageByGroup': async (input, call) => usageByGroup(input, call),
  'report.explain': explain,
  'report.drill': async (input, call) => drill(input, call),
  'report.uncharged': async (input, call) => uncharged(input, call),
  'report.fileName': async (input, { deps, context }) => ({
    file_name: reportFileName(deps.store, context.environment_id, input),
  }),
  'report.export': async ({ target, ...input }, call) => exportReport(call, input, target),
};
