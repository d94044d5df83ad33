import type { ReportInput } from '@shared/entities/analytics';
import { AppError, invalid } from '@shared/errors';
import type { ChargedPrice } from '../analytics/charged-prices';
import { usageCatalog } from '../analytics/usage-catalog';
import type { Store } from '../store/open';
import { usageEnvironment } from '../usage/usage-environment';
import type { Question } from './ledger';

/** More windows than any chart can show or any report should hold. */
const mostWindows = 2000;

/**
 * What a report's filters ask of the usage. Days, weeks and months are those of the environment's zone. Refuses a range
 * that is empty or has too many windows.
 */
export function questionOf(store: Store, input: ReportInput, environment_id: string): Question {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const from = Date.parse(input.start_time);
  const to = Date.parse(input.end_time);
  if (from >= to) throw invalid('The end must be after the start', 'end_time');
  // Local hours are never shorter than half an hour, so that this bounds the work before it is done.
  const shortest = input.window_size === 'HOUR' ? 3_600_000 : 82_800_000;
  if ((to - from) / shortest > mostWindows) {
    throw invalid('Please choose a shorter range or longer windows', 'window_size', { most_windows: mostWindows });
  }
  if (input.group_by !== 'group' || input.sources.length > 0 || Object.keys(input.property_filters).length > 0) {
    throw new AppError('not_implemented', 'Reports are by group so far', { field: 'group_by' });
  }
  const { meters, prices } = usageCatalog(store, environment_id);
  const isWantedMeter = inFilter(input.feature_ids);
  const hasPriceFilter = input.plan_ids.length > 0 || input.group_ids.length > 0;
  return {
    environment_id,
    calendar,
    from,
    to,
    windows: calendar.windowStarts(input.window_size, from, to),
    wholeDays: input.window_size !== 'HOUR',
    prices: prices.filter(priceFilter(input)),
    unchargedMeters: hasPriceFilter ? [] : [...meters.values()].filter((meter) => isWantedMeter(meter.feature_id)),
    customers: input.customer_ids.length === 0 ? null : customerNumbers(store, environment_id, input.customer_ids),
    perLineItem: input.count_customers,
  };
}

function priceFilter(input: ReportInput): (price: ChargedPrice) => boolean {
  const isWantedPlan = inFilter(input.plan_ids);
  const isWantedGroup = inFilter(input.group_ids);
  const isWantedFeature = inFilter(input.feature_ids);
  return ({ plan_id, group, meter }) =>
    isWantedPlan(plan_id) && isWantedGroup(group?.id ?? '') && isWantedFeature(meter.feature_id);
}

/** An empty filter lets everything through. */
function inFilter(ids: readonly string[]): (id: string) => boolean {
  if (ids.length === 0) return () => true;
  const wanted = new Set(ids);
  return (id) => wanted.has(id);
}

const customerNumbersSql = `
  select ec.number from customers c
  join event_customers ec on ec.environment_id = c.environment_id and ec.external_id = c.external_id
  where c.environment_id = ? and c.id in (select value from json_each(?))`;

const customerNumbers = ({ sqlite }: Store, environment_id: string, ids: readonly string[]) =>
  sqlite.prepare(customerNumbersSql).pluck().all(environment_id, JSON.stringify(ids)) as number[];

/**
 * The same question about the period just before: as many days when the range is of whole days, else as many
 * milliseconds. Totals only.
 */
export function previousOf(question: Question): Question {
  const { calendar, from, to } = question;
  const first = calendar.dayOf(from);
  const end = calendar.dayOf(to);
  const isWholeDays = calendar.dayStart(first) === from && calendar.dayStart(end) === to;
  const start = isWholeDays ? calendar.dayStart(first - (end - first)) : from - (to - from);
  return { ...question, from: start, to: from, windows: [start], wholeDays: true, unchargedMeters: [] };
}
