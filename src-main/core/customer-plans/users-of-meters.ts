import type { Aggregation, MeterFilter } from '@shared/entities/meter';
import { isAdditive } from '@shared/rules/event-quantity';
import type { Calendar } from '@shared/rules/windows';
import type Database from 'better-sqlite3';
import { countedQuantity } from '../analytics/meter-measure';

/** A meter by its number, on the days from `first` up to, not including, `end`. */
interface Asked {
  meter: number;
  first: number;
  end: number;
}

/** From so many customers on, one walk over the days is cheaper than looking each one up. */
const manyCustomers = 200;

interface Meter {
  aggregation: Aggregation;
  filters: MeterFilter[];
  archived_at: number | null;
  event_name: number | null;
}

/** Finds out which of some customers (by external id) used a meter on some days, however its usage is kept. */
export function usersOf(sqlite: Database.Database, environment_id: string, calendar: Calendar) {
  const number = sqlite
    .prepare<[string, string], number>(
      'select number from event_customers where environment_id = ? and external_id = ?',
    )
    .pluck();
  const numbers = new Map<string, number | undefined>();
  const numberOf = (external_id: string) => {
    if (!numbers.has(external_id)) numbers.set(external_id, number.get(environment_id, external_id));
    return numbers.get(external_id);
  };
  const meterOf = meterFinder(sqlite);
  return (asked: Asked, external_ids: readonly string[]): string[] => {
    const meter = meterOf(asked.meter);
    const isUser = meter ? testOf(sqlite, calendar, asked, meter, external_ids.length) : () => false;
    return external_ids.filter((external_id) => {
      const customer = numberOf(external_id);
      return customer !== undefined && isUser(customer);
    });
  };
}

function meterFinder(sqlite: Database.Database): (number: number) => Meter | null {
  const find = sqlite.prepare<
    [number],
    Record<'aggregation' | 'filters', string> & Omit<Meter, 'aggregation' | 'filters'>
  >(`
    select m.aggregation, m.filters, m.archived_at, n.number as event_name from meters m
    left join event_names n on n.environment_id = m.environment_id and n.name = m.event_name where m.number = ?`);
  const known = new Map<number, Meter | null>();
  return (number) => {
    let meter = known.get(number);
    if (meter === undefined) {
      const row = find.get(number);
      meter = row ? { ...row, aggregation: JSON.parse(row.aggregation), filters: JSON.parse(row.filters) } : null;
      known.set(number, meter);
    }
    return meter;
  };
}

/** Whether a customer (its number) is one of the users. */
function testOf(
  sqlite: Database.Database,
  calendar: Calendar,
  asked: Asked,
  meter: Meter,
  count: number,
): (customer: number) => boolean {
  const { aggregation } = meter;
  if (aggregation.bucket_size !== null) return among(usersInEvents(sqlite, calendar, asked, meter));
  if (isAdditive(aggregation)) {
    if (count > manyCustomers) return among(usersInDays(sqlite, 'usage_days', asked));
    const probe = sqlite
      .prepare<Asked & { customer: number }, number>(`
        select 1 from usage_day_totals t
        cross join usage_days u on u.meter = t.meter and u.day = t.day and u.customer = @customer
        where t.meter = @meter and t.day >= @first and t.day < @end limit 1`)
      .pluck();
    return (customer) => probe.get({ ...asked, customer }) === 1;
  }
  return among(
    usersInDays(sqlite, aggregation.type === 'COUNT_UNIQUE' ? 'usage_day_uniques' : 'usage_day_picks', asked),
  );
}

const among = (users: ReadonlySet<number>) => (customer: number) => users.has(customer);

type Table = 'usage_days' | 'usage_day_picks' | 'usage_day_uniques';

const usersInDays = (sqlite: Database.Database, table: Table, { meter, first, end }: Asked) =>
  new Set(
    sqlite
      .prepare<[number, number, number], number>(
        `select distinct customer from ${table} where meter = ? and day >= ? and day < ?`,
      )
      .pluck()
      .all(meter, first, end),
  );

/** Epoch milliseconds beyond all events. */
const endOfTime = 8_640_000_000_000_000;

/** What is counted in buckets is kept by no day: its events are read. */
function usersInEvents(
  sqlite: Database.Database,
  calendar: Calendar,
  { first, end }: Asked,
  meter: Meter,
): ReadonlySet<number> {
  const users = new Set<number>();
  if (meter.event_name === null) return users;
  const counts = countedQuantity(meter);
  const events = sqlite
    .prepare<[number, number, number], [number, string, number]>(
      'select customer, properties, ingested_at from events where event_name = ? and timestamp >= ? and timestamp < ?',
    )
    .raw()
    .iterate(
      meter.event_name,
      calendar.dayStart(first),
      end === Number.MAX_SAFE_INTEGER ? endOfTime : calendar.dayStart(end),
    );
  for (const [customer, properties, ingested_at] of events) {
    if (!users.has(customer) && counts(properties, ingested_at) !== null) users.add(customer);
  }
  return users;
}
