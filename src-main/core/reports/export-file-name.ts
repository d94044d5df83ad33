import type { ReportInput } from '@shared/entities/analytics';
import { Temporal } from 'temporal-polyfill';
import type { Store } from '../store/open';

/** `usage-by-group_sandbox_2026-03-01_2026-03-31.csv`: the environment and the first and last day, if they differ. */
export function exportFileName(
  { sqlite }: Store,
  environment_id: string,
  what: 'usage-by-group' | 'usage-series' | 'usage-analytics' | 'usage-events' | 'what-if' | 'customer-plans',
  { start_time, end_time }: Pick<ReportInput, 'start_time' | 'end_time'>,
): string {
  const { name, timezone } = sqlite
    .prepare('select name, timezone from environments where id = ?')
    .get(environment_id) as { name: string; timezone: string };
  const day = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate();
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const days = new Set([String(day(Date.parse(start_time))), String(day(Date.parse(end_time) - 1))]);
  return `${[what, slug, ...days].join('_')}.csv`;
}
