import type { ReportInput } from '@shared/entities/analytics';
import type { Call } from '../deps';
import { type Cell, csvText } from './csv';
import { exportFileName } from './export-file-name';
import { usageByGroup } from './usage-by-group';

const columns = ['window_start', 'window_end', 'price_group_name', 'price_group_id', 'currency', 'usage', 'cost'];

/**
 * The chart as a CSV: one row per window and group, the empty windows too. Usage stays blank where a group's features
 * are measured in different units.
 */
export function exportSeries(input: ReportInput, call: Call) {
  // Nothing is folded, so that groups and series go together.
  const all = {
    previous: 'none',
    most_entries: Number.MAX_SAFE_INTEGER,
    most_series: Number.MAX_SAFE_INTEGER,
  } as const;
  const report = usageByGroup({ ...input, ...all }, call);
  const ends = [...report.windows.slice(1), report.end_time];
  const rows = report.windows.flatMap((start, window) =>
    report.series.map((series, index): Cell[] => [
      start < report.start_time ? report.start_time : start,
      ends[window] ?? report.end_time,
      series.name,
      series.group_id ?? '',
      series.currency,
      report.groups[index]?.total_usage === null ? '' : { number: series.usage[window] ?? '0' },
      { number: series.cost[window] ?? '0' },
    ]),
  );
  const file_name = exportFileName(call.deps.store, call.context.environment_id, 'usage-series', input);
  return { file_name, csv: csvText(columns, rows), row_count: rows.length };
}
