import type { ReportInput } from '@shared/entities/analytics';
import { AppError, invalid } from '@shared/errors';
import type { Calendar, WindowSizeName } from '@shared/rules/windows';
import type { ChargedPrice } from '../analytics/charged-prices';
import { eventFilter } from '../analytics/event-facts';
import { metersOfFeatures } from '../analytics/meters-of-features';
import { usageCatalog } from '../analytics/usage-catalog';
import type { Store } from '../store/open';
import { usageEnvironment } from '../usage/usage-environment';
import { customersBeside } from './asked-customers';
import type { FactFilter } from './event-filter';
import type { Question } from './question';

/** More windows than any chart can show or any report should hold. */
export const mostWindows = 2000;

/** What says which usage is asked for; the rest of a report's input shapes the answer. */
export type ReportFilters = Pick<
  ReportInput,
  | 'start_time'
  | 'end_time'
  | 'customer_ids'
  | 'plan_ids'
  | 'group_ids'
  | 'feature_ids'
  | 'sources'
  | 'property_filters'
  | 'currency'
>;

/**
 * What a report's filters ask of the usage. Days, weeks and months are those of the environment's zone. Refuses a range
 * that is empty or has too many windows; a `window_size` of null has none.
 */
export function questionOf(
  store: Store,
  input: ReportFilters & { window_size: WindowSizeName | null },
  environment_id: string,
): Question {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const from = Date.parse(input.start_time);
  const to = Date.parse(input.end_time);
  if (from >= to) throw invalid('The end must be after the start', 'end_time');
  const { meters, prices } = usageCatalog(store, environment_id);
  const isWantedMeter = metersOfFeatures(store, environment_id, input.feature_ids);
  const hasPriceFilter = input.plan_ids.length > 0 || input.group_ids.length > 0 || input.currency !== '';
  const hasEventFilter =
    input.sources.length > 0 || Object.values(input.property_filters).some((any) => any.length > 0);
  return {
    environment_id,
    calendar,
    from,
    to,
    windows: input.window_size === null ? [] : windowsOf(calendar, input.window_size, from, to),
    wholeDays: input.window_size === null || ['DAY', 'WEEK', 'MONTH'].includes(input.window_size),
    prices: prices.filter(priceFilter(input)).filter(({ meter }) => isWantedMeter(meter)),
    unchargedMeters: hasPriceFilter ? [] : [...meters.values()].filter(isWantedMeter),
    customers: input.customer_ids.length === 0 ? null : customerNumbers(store, environment_id, input.customer_ids),
    customerIds: customersBeside(store, environment_id, input.customer_ids),
    perLineItem: false,
    filter: hasEventFilter ? { passes: eventFilter(store, input), only: onlyFilter(input) } : null,
  };
}

/** The one source or property filter; null when there is none or another one besides. */
function onlyFilter({ sources, property_filters }: ReportFilters): FactFilter | null {
  const filters = [['source', sources] as const, ...Object.entries(property_filters).map(propertyFilter)];
  const [only, ...others] = filters.filter(([, values]) => values.length > 0);
  return only && others.length === 0 ? { name: only[0], values: new Set(only[1]) } : null;
}

const propertyFilter = ([name, values]: [string, string[]]) => [`properties.${name}`, values] as const;

const lengths: Readonly<Record<WindowSizeName, number>> = {
  MINUTE: 60_000,
  '15MIN': 900_000,
  '30MIN': 1_800_000,
  HOUR: 3_600_000,
  '3HOUR': 3 * 3_600_000,
  '6HOUR': 6 * 3_600_000,
  '12HOUR': 12 * 3_600_000,
  DAY: 86_400_000,
  WEEK: 7 * 86_400_000,
  MONTH: 30 * 86_400_000,
};

function windowsOf(calendar: Calendar, size: WindowSizeName, from: number, to: number): number[] {
  const refusal = () =>
    invalid(
      `This would be more than ${mostWindows.toLocaleString('en-US')} windows. Please choose a shorter range or longer windows`,
      'window_size',
      { most_windows: mostWindows },
    );
  // Clock changes shorten some windows, never that many: so that the work is bounded before it is done.
  if ((to - from) / lengths[size] > 2 * mostWindows) throw refusal();
  const windows = calendar.windowStarts(size, from, to);
  if (windows.length > mostWindows) throw refusal();
  return windows;
}

function priceFilter(
  input: Pick<ReportFilters, 'plan_ids' | 'group_ids' | 'currency'>,
): (price: ChargedPrice) => boolean {
  const isWantedPlan = inFilter(input.plan_ids);
  const isWantedGroup = inFilter(input.group_ids);
  const wantedCurrency = input.currency.toLowerCase();
  return ({ plan_id, group, currency }) =>
    (wantedCurrency === '' || currency === wantedCurrency) && isWantedPlan(plan_id) && isWantedGroup(group?.id ?? '');
}

/** An empty filter lets everything through. */
function inFilter(ids: readonly string[]): (id: string) => boolean {
  if (ids.length === 0) return () => true;
  const wanted = new Set(ids);
  return (id) => wanted.has(id);
}

// Each once, though somebody who was archived has the number of the next one: its events would be read twice.
const customerNumbersSql = `
  select distinct ec.number from customers c
  join event_customers ec on ec.environment_id = c.environment_id and ec.external_id = c.external_id
  where c.environment_id = ? and c.id in (select value from json_each(?))`;

const customerNumbers = ({ sqlite }: Store, environment_id: string, ids: readonly string[]) =>
  sqlite.prepare(customerNumbersSql).pluck().all(environment_id, JSON.stringify(ids)) as number[];

/**
 * The same question about the period just before: as many days when the range is of whole days, else as many
 * milliseconds. Without windows it is about totals; with them each is moved by as much, so that they go together.
 */
export function previousOf(question: Question, { windows }: { windows: boolean }): Question {
  const { calendar, from, to } = question;
  const first = calendar.dayOf(from);
  const end = calendar.dayOf(to);
  const isWholeDays = calendar.dayStart(first) === from && calendar.dayStart(end) === to;
  const start = isWholeDays ? calendar.dayStart(first - (end - first)) : from - (to - from);
  const moved = (at: number) => {
    if (!isWholeDays) return at - (to - from);
    const day = calendar.dayOf(at);
    const before = day - (end - first);
    // A day of another length ends where the next one begins.
    return Math.min(calendar.dayStart(before) + (at - calendar.dayStart(day)), calendar.dayStart(before + 1));
  };
  return {
    ...question,
    from: start,
    to: from,
    windows: windows ? question.windows.map(moved) : [start],
    // Moved by milliseconds, windows may begin in the middle of a day.
    wholeDays: !windows || (question.wholeDays && isWholeDays),
    unchargedMeters: [],
  };
}

/** More values than any table can show or any account should be kept for. */
export const mostParts = 50_000;

/** Refuses to keep more parts apart than memory should hold. */
export function refuseTooManyParts(count: number, name: string): void {
  if (count <= mostParts) return;
  const message = `"${name}" has more than ${mostParts.toLocaleString('en-US')} different values here. Please choose a shorter range or something else to group by`;
  throw new AppError('validation_error', message, { field: 'group_by', details: { most_values: mostParts } });
}
