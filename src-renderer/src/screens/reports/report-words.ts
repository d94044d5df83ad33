import type { ReportFileKind, ReportSplit } from '@shared/entities/report-file';
import type { ReportRun, SavedRange, SavedReport } from '@shared/entities/saved-report';
import type { ReportRangeId } from '@shared/rules/report-range';
import { formatDays } from '../../format/date';
import { currentLocale } from '../../format/locale';
import { namesText } from '../analytics/hidden-series';

export const kindWords: Record<ReportFileKind, { label: string; description: string }> = {
  breakdown: { label: 'Usage breakdown', description: 'One row per customer and price: usage, cost, group, plan.' },
  series: { label: 'Time series', description: 'One row per window and group, as the chart shows them.' },
  usage_analytics: {
    label: 'Usage analytics',
    description: 'One row per customer, price and event source, in the columns of the usage_analytics export.',
  },
  events: { label: 'Raw events', description: 'Every event as it is stored. The file can be imported again.' },
};

export const splitWords: Record<ReportSplit, string> = {
  none: 'One file',
  customer: 'A folder with one file per customer',
  group: 'A folder with one file per group',
};

export const rangeWords: Record<ReportRangeId, string> = {
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  last_week: 'Last week',
  this_month: 'This month',
  last_month: 'Last month',
  all: 'All data',
};

/** "Last month", or two days. */
export const rangeText = (range: SavedRange): string =>
  range.preset === 'custom' ? formatDays(range) : rangeWords[range.preset];

// 2024-01-01 was a Monday.
export const weekdayName = (weekday: number, locale = currentLocale()): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday));

/** "Every day at 06:30", "Every Monday at 06:30", "Monthly on day 31 at 06:30". */
export function scheduleText(schedule: NonNullable<SavedReport['schedule']>, locale = currentLocale()): string {
  const { every, time, weekday, day } = schedule;
  if (every === 'day') return `Every day at ${time}`;
  if (every === 'week') return `Every ${weekdayName(weekday, locale)} at ${time}`;
  return `Monthly on day ${day} at ${time}`;
}

/** What a saved report is filtered by, in words: "customers, sources and region"; "" when it leaves nothing out. */
export function filterWords(question: SavedReport['question']): string {
  const { customer_ids, plan_ids, group_ids, feature_ids, sources, property_filters, currency } = question;
  const lists = { customers: customer_ids, plans: plan_ids, groups: group_ids, features: feature_ids, sources };
  const names = [...Object.entries(lists), ...Object.entries(property_filters)].flatMap(([name, values]) =>
    values.length > 0 ? [name] : [],
  );
  return namesText([...names, ...(currency === '' ? [] : ['currency'])], names.length + 1);
}

/** Where a run went that left no file in a folder, or why it went nowhere. */
export const placeText = ({ state, message }: Pick<ReportRun, 'state' | 'message'>): string =>
  message ?? (state === 'done' ? 'Download' : 'Nothing was written');
