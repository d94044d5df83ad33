import type Database from 'better-sqlite3';
import { type MeterUsageRule, metersByEventName, metersOf } from '../usage/meter-rules';
import { usageEnvironment } from '../usage/usage-environment';

/**
 * The newest day with counted usage of each of these customers, by their numbers among the events. Usage in buckets is
 * kept by no day: of each kind of event the newest ones are looked through.
 */
export function lastUsageDays(
  sqlite: Database.Database,
  environment_id: string,
  customers: readonly number[],
): Map<number, number> {
  const found = new Map<number, number>();
  if (customers.length === 0) return found;
  const meters = metersOf(sqlite, environment_id);
  findInDays(sqlite, meters, customers, found);
  const inBuckets = meters.filter((meter) => tablesOf(meter) === null);
  for (const [event_name, ofName] of metersByEventName(inBuckets)) {
    findInEvents(sqlite, { environment_id, event_name }, ofName, customers, found);
  }
  return found;
}

/** Where the days of a meter are, and who used it on each; null when it counts in buckets. */
function tablesOf({ additive, picks, uniqueOf }: MeterUsageRule): { days: string; users: string } | null {
  if (additive) return { days: 'usage_day_totals', users: 'usage_days' };
  if (picks) return { days: 'usage_day_picks', users: 'usage_day_picks' };
  return uniqueOf && { days: 'usage_day_uniques', users: 'usage_day_uniques' };
}

interface MeterDays {
  /** Its newest day before another one; null when there is none. */
  before(day: number): number | null;
  isUsed(day: number, customer: number): boolean;
}

/** Days are walked from the newest until every customer is found: those who use the product are on the first few. */
function findInDays(
  sqlite: Database.Database,
  meters: readonly MeterUsageRule[],
  customers: readonly number[],
  found: Map<number, number>,
): void {
  const open = new Set(customers);
  /** The newest day of each meter that has not been looked at. */
  const nextDay = new Map<MeterDays, number>();
  const step = (meter: MeterDays, before: number) => {
    const day = meter.before(before);
    if (day === null) nextDay.delete(meter);
    else nextDay.set(meter, day);
  };
  for (const meter of meters) {
    const tables = tablesOf(meter);
    if (tables) step(daysOf(sqlite, meter.number, tables), Number.MAX_SAFE_INTEGER);
  }
  while (open.size > 0 && nextDay.size > 0) {
    const day = Math.max(...nextDay.values());
    for (const [meter, at] of nextDay) {
      if (at !== day) continue;
      for (const customer of open) {
        if (!meter.isUsed(day, customer)) continue;
        found.set(customer, day);
        open.delete(customer);
      }
      step(meter, day);
    }
  }
}

function daysOf(sqlite: Database.Database, meter: number, { days, users }: { days: string; users: string }): MeterDays {
  const newest = sqlite
    .prepare<[number, number], number | null>(`select max(day) from ${days} where meter = ? and day < ?`)
    .pluck();
  const used = sqlite
    .prepare<[number, number, number], 1>(`select 1 from ${users} where meter = ? and day = ? and customer = ?`)
    .pluck();
  return {
    before: (day) => newest.get(meter, day) ?? null,
    isUsed: (day, customer) => used.get(meter, day, customer) !== undefined,
  };
}

/** So many events of a kind are looked through at most: no index leads to those of a customer. */
const newestEvents = 100_000;

const newestSql = `
  select customer, timestamp, properties, ingested_at from (
    select customer, timestamp, properties, ingested_at from events
    where event_name = (select number from event_names where environment_id = ? and name = ?) and timestamp >= ?
    order by timestamp desc limit ${newestEvents})
  where customer in (select value from json_each(?))`;

function findInEvents(
  sqlite: Database.Database,
  { environment_id, event_name }: { environment_id: string; event_name: string },
  meters: readonly MeterUsageRule[],
  customers: readonly number[],
  found: Map<number, number>,
): void {
  const { calendar } = usageEnvironment(sqlite, environment_id);
  // Nothing before the day after the one that is known of each can be newer.
  const known = customers.map((customer) => found.get(customer) ?? Number.NEGATIVE_INFINITY);
  const oldest = Math.min(...known);
  const since = Number.isFinite(oldest) ? calendar.dayStart(oldest + 1) : Number.MIN_SAFE_INTEGER;
  const open = new Set(customers);
  const events = sqlite
    .prepare<[string, string, number, string], [number, number, string, number]>(newestSql)
    .raw()
    .iterate(environment_id, event_name, since, JSON.stringify(customers));
  for (const [customer, timestamp, properties, ingested_at] of events) {
    if (!open.has(customer)) continue;
    const day = calendar.dayOf(timestamp);
    const isKnown = day <= (found.get(customer) ?? Number.NEGATIVE_INFINITY);
    const counts = (meter: MeterUsageRule) => meter.counts(ingested_at) && meter.quantityOf(properties) !== null;
    if (!isKnown && !meters.some(counts)) continue;
    if (!isKnown) found.set(customer, day);
    open.delete(customer);
    if (open.size === 0) break;
  }
}
