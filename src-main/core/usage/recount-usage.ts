import { Big } from '@shared/big';
import type { Aggregation, MeterFilter } from '@shared/entities/meter';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type Database from 'better-sqlite3';
import { Temporal } from 'temporal-polyfill';
import { readPack } from '../events/place-packs';
import { keyOfEventId, keysOfHead } from '../store/event-id-key';

/** A difference between a roll-up and what the raw events say, as texts that tell a row; null where there is no row. */
export interface UsageDifference {
  table:
    | 'event_places'
    | 'usage_days'
    | 'usage_day_totals'
    | 'usage_price_days'
    | 'usage_day_picks'
    | 'usage_day_uniques';
  key: string;
  kept: string | null;
  counted: string | null;
}

interface Pick {
  events: number;
  scaled: bigint;
  event: string;
}

interface Total {
  events: number;
  scaled: bigint;
}

interface RawRow {
  event_id: string;
  /** Of its event name. */
  number: number;
  environment: number;
  ingested_at: number;
  event_name: string;
  customer: number;
  external_id: string;
  timestamp: number;
  properties: string;
}

interface LineItemRow {
  price: number;
  meter: number;
  external_id: string;
  start_date: string;
  end_date: string | null;
  subscription_end: string | null;
  subscription_status: string;
  cancelled_at: string | null;
}

const additive = ['COUNT', 'SUM', 'AVG', 'SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM'];

/**
 * Counts all usage of an environment again from its raw events, event by event and in the plainest way, and answers
 * where the roll-ups differ from it. It shares no code with what keeps the roll-ups, so that it can vouch for them.
 */
export function recountUsage(sqlite: Database.Database, environment_id: string): UsageDifference[] {
  const counted = countPlainly(sqlite, environment_id);
  const kept = readKept(sqlite, environment_id);
  const differences: UsageDifference[] = [];
  for (const id of new Set([...counted.keys(), ...kept.keys()])) {
    const [, table, key = ''] = /^(\S+) (.*)$/s.exec(id) ?? [];
    const mine = kept.get(id) ?? null;
    const right = counted.get(id) ?? null;
    if (mine !== right) {
      differences.push({ table: table as UsageDifference['table'], key, kept: mine, counted: right });
    }
  }
  return differences;
}

function countPlainly(sqlite: Database.Database, environment_id: string): Map<string, string> {
  const zone = sqlite.prepare('select timezone from environments where id = ?').pluck().get(environment_id) as string;
  const meters = (
    sqlite
      .prepare('select number, event_name, aggregation, filters, archived_at from meters where environment_id = ?')
      .all(environment_id) as {
      number: number;
      event_name: string;
      aggregation: string;
      filters: string;
      archived_at: number | null;
    }[]
  ).map((meter) => ({
    ...meter,
    aggregation: JSON.parse(meter.aggregation) as Aggregation,
    filters: JSON.parse(meter.filters) as MeterFilter[],
  }));
  const lineItems = sqlite
    .prepare(`
      select p.number as price, m.number as meter, c.external_id, li.start_date, li.end_date,
        s.end_date as subscription_end, s.subscription_status, s.cancelled_at
      from line_items li, subscriptions s, customers c, prices p, meters m
      where s.id = li.subscription_id and c.id = li.customer_id and p.id = li.price_id and m.id = li.meter_id
        and li.environment_id = ? and p.type = 'USAGE' and li.status = 'published'
    `)
    .all(environment_id) as LineItemRow[];
  const totals = new Map<string, Total>();
  const picks = new Map<string, Pick>();
  const uniques = new Map<string, number>();
  const places = new Map<string, number>();
  const add = (id: string, scaled: bigint) => {
    const total = totals.get(id) ?? { events: 0, scaled: 0n };
    totals.set(id, { events: total.events + 1, scaled: total.scaled + scaled });
  };
  const events = sqlite
    .prepare(`
      select e.event_id, n.number, n.name as event_name, e.environment, e.customer, c.external_id, e.timestamp, e.properties, e.ingested_at
      from events e, event_names n, event_customers c
      where n.number = e.event_name and c.number = e.customer and n.environment_id = ?
      order by e.timestamp, e.event_id
    `)
    .all(environment_id) as RawRow[];
  const epoch = Temporal.PlainDate.from('1970-01-01');
  for (const event of events) {
    const place = `event_places ${keyOfEventId(event.environment, event.event_id)}/${event.number}/${event.timestamp}`;
    places.set(place, (places.get(place) ?? 0) + 1);
    const date = Temporal.Instant.fromEpochMilliseconds(event.timestamp).toZonedDateTimeISO(zone).toPlainDate();
    const day = epoch.until(date, { largestUnit: 'day' }).days;
    const properties = JSON.parse(event.properties, numbersAsWritten) as Record<string, unknown>;
    for (const meter of meters) {
      if (meter.event_name !== event.event_name || meter.aggregation.bucket_size !== null) continue;
      if (meter.archived_at !== null && event.ingested_at >= meter.archived_at) continue;
      const passes = meter.filters.every(
        ({ key, values }) => properties[key] != null && values.includes(String(properties[key])),
      );
      if (!passes) continue;
      const { type, field } = meter.aggregation;
      const key = `${meter.number}/${day}/${event.customer}`;
      if (type === 'COUNT_UNIQUE') {
        const id = `usage_day_uniques ${key} ${plainUnique(field === null ? undefined : properties[field])}`;
        uniques.set(id, (uniques.get(id) ?? 0) + 1);
        continue;
      }
      const scaled = plainQuantity(meter.aggregation, properties);
      if (!additive.includes(type)) {
        const id = `usage_day_picks ${key}`;
        const pick = picks.get(id) ?? { events: 0, scaled: -1n, event: '' };
        pick.events += 1;
        // In order of time: of equals the later is taken.
        const taken = type === 'LATEST' || scaled >= pick.scaled;
        picks.set(id, taken ? { ...pick, scaled, event: `${event.timestamp}/${event.event_id}` } : pick);
        continue;
      }
      add(`usage_days ${meter.number}/${day}/${event.customer}`, scaled);
      add(`usage_day_totals ${meter.number}/${day}`, scaled);
      for (const item of lineItems) {
        if (item.meter === meter.number && item.external_id === event.external_id && charges(item, event.timestamp)) {
          add(`usage_price_days ${item.price}/${day}`, scaled);
        }
      }
    }
  }
  return new Map([
    ...[...totals].map(([id, total]): [string, string] => [id, `${total.events}/${total.scaled}`]),
    ...[...picks].map(([id, pick]): [string, string] => [id, `${pick.events}/${pick.scaled}/${pick.event}`]),
    ...[...uniques, ...places].map(([id, count]): [string, string] => [id, String(count)]),
  ]);
}

/** A value that is counted once, as a text that no other value has. */
function plainUnique(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** A number that a float would change stays the text it is. */
function numbersAsWritten(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && String(value) !== source ? source : value;
}

function charges(item: LineItemRow, timestamp: number): boolean {
  if (!['active', 'trialing', 'paused', 'cancelled'].includes(item.subscription_status)) return false;
  const ends = [item.end_date, item.subscription_end];
  if (item.subscription_status === 'cancelled') ends.push(item.cancelled_at);
  return timestamp >= Date.parse(item.start_date) && ends.every((end) => end === null || timestamp < Date.parse(end));
}

/** The quantity by schoolbook arithmetic on digits. */
function plainQuantity({ type, field, multiplier }: Aggregation, properties: Record<string, unknown>): bigint {
  if (type === 'COUNT') return 10n ** 15n;
  const value = field === null ? undefined : properties[field];
  if (typeof value !== 'number' && typeof value !== 'string') return 0n;
  const [digits, decimals] = digitsOf(String(value));
  const [factor, factorDecimals] = type === 'SUM_WITH_MULTIPLIER' ? digitsOf(multiplier ?? '0') : [1n, 0];
  const product = digits * factor;
  if (product <= 0n) return 0n;
  const shift = 15 - decimals - factorDecimals;
  if (shift >= 0) return product * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return product / divisor + ((product % divisor) * 2n >= divisor ? 1n : 0n);
}

function digitsOf(text: string): [bigint, number] {
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(text)) return [0n, 0];
  const [whole = '', fraction = ''] = new Big(text.trim().replace(/^\+/, '')).toFixed().split('.');
  return [BigInt(whole + fraction), fraction.length];
}

/** How many events stand at each place, by any of the ways in which places are kept. */
function keptPlaces(sqlite: Database.Database, environment_id: string): Map<string, string> {
  const ours = new Set(
    sqlite.prepare('select number from event_names where environment_id = ?').pluck().all(environment_id),
  );
  const single = sqlite
    .prepare(`
      select key, event_name, timestamp, events from event_places_new
      union all select key, event_name, timestamp, events from event_places`)
    .raw()
    .all() as [number, number, number, number][];
  const heads = sqlite.prepare('select head from event_place_packs').pluck().all() as number[];
  const packed = heads.flatMap((head) => {
    const { count, suffixes, event_names, timestamps } = readPack(sqlite, head);
    return Array.from({ length: count }, (_, at): [number, number, number, number] => [
      head * keysOfHead + (suffixes[at] ?? 0),
      event_names[at] ?? 0,
      timestamps[at] ?? 0,
      1,
    ]);
  });
  const counts = new Map<string, number>();
  for (const [key, event_name, timestamp, events] of [...single, ...packed]) {
    const place = `event_places ${key}/${event_name}/${timestamp}`;
    if (ours.has(event_name)) counts.set(place, (counts.get(place) ?? 0) + events);
  }
  return new Map([...counts].map(([place, count]) => [place, String(count)]));
}

function readKept(sqlite: Database.Database, environment_id: string): Map<string, string> {
  const meters = 'meter in (select number from meters where environment_id = ?)';
  const prices = 'price in (select number from prices where environment_id = ?)';
  const tables = [
    ['usage_days', "meter || '/' || day || '/' || customer", meters],
    ['usage_day_totals', "meter || '/' || day", meters],
    ['usage_price_days', "price || '/' || day", prices],
  ] as const;
  const taken = sqlite
    .prepare(`
      select 'usage_day_picks ' || meter || '/' || day || '/' || customer as id, event_count, units, nanos, femtos,
        timestamp || '/' || event_id as event
      from usage_day_picks where ${meters}
    `)
    .safeIntegers()
    .all(environment_id) as {
    id: string;
    event_count: bigint;
    units: bigint;
    nanos: bigint;
    femtos: bigint;
    event: string;
  }[];
  const values = sqlite
    .prepare(`
      select 'usage_day_uniques ' || meter || '/' || day || '/' || customer as id, form, value, event_count
      from usage_day_uniques where ${meters}
    `)
    .all(environment_id) as { id: string; form: number; value: string; event_count: number }[];
  const places = keptPlaces(sqlite, environment_id);
  return new Map([
    ...places,
    ...taken.map(({ id, event_count, units, nanos, femtos, event }): [string, string] => [
      id,
      `${event_count}/${joinQuantity(units, nanos, femtos)}/${event}`,
    ]),
    ...values.map(({ id, form, value, event_count }): [string, string] => [
      `${id} ${form === 0 ? 'none' : form === 1 ? JSON.stringify(value) : value}`,
      String(event_count),
    ]),
    ...tables.flatMap(([table, key, where]) => {
      const rows = sqlite
        .prepare(`select ${key} as key, event_count, units, nanos, femtos from ${table} where ${where}`)
        .safeIntegers()
        .all(environment_id) as { key: string; event_count: bigint; units: bigint; nanos: bigint; femtos: bigint }[];
      return rows.map(({ key: id, event_count, units, nanos, femtos }): [string, string] => [
        `${table} ${id}`,
        `${event_count}/${joinQuantity(units, nanos, femtos)}`,
      ]);
    }),
  ]);
}
