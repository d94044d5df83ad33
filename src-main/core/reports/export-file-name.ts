import type { ReportInput } from '@shared/entities/analytics';
import { Temporal } from 'temporal-polyfill';
import type { Store } from '../store/open';

/** `usage-by-group_sandbox_2026-03-01_2026-03-31.csv`: the environment and the first and last day of the range. */
export function exportFileName(
  { sqlite }: Store,
  environment_id: string,
  what: 'usage-by-group' | 'usage-series' | 'usage-analytics' | 'usage-events' | 'what-if',
  { start_time, end_time }: Pick<ReportInput, 'start_time' | 'end_time'>,
): string {
  const { name, timezone } = sqlite
    .prepare('select name, timezone from environments where id = ?')
    .get(environment_id) as { name: string; timezone: string };
  const day = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate();
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${what}_${slug}_${day(Date.parse(start_time))}_${day(Date.parse(end_time) - 1)}.csv`;
}
