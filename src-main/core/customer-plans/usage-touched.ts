import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import type Database from 'better-sqlite3';
import { usageEnvironment } from '../usage/usage-environment';

/** Days of usage by one customer of what a plan measures: from `first` up to, not including, `end`. */
interface Span {
  external_id: string;
  plan_id: string;
  first: number;
  end: number;
}

/** From so many customers with the same days on, one walk over these days is cheaper than looking each one up. */
const manyCustomers = 200;

/** How many customers have usage, counted already, that changes of their plans price, and that they no longer price. */
export function usageTouched(
  sqlite: Database.Database,
  environment_id: string,
  changes: readonly PlanChange[],
): { customers_gaining: number; customers_losing: number } {
  const { calendar } = usageEnvironment(sqlite, environment_id);
  const dayOf = (instant: string) => calendar.dayOf(Date.parse(instant));
  const spansOf = (plus: Assignment | null, minus: Assignment | null, external_id: string): Span[] =>
    plus === null
      ? []
      : without(plus, minus).map(({ start_date, end_date }) => ({
          external_id,
          plan_id: plus.plan_id,
          first: dayOf(start_date),
          end:
            end_date === null ? Number.MAX_SAFE_INTEGER : dayOf(new Date(Date.parse(end_date) - 1).toISOString()) + 1,
        }));
  return {
    customers_gaining: withUsage(
      sqlite,
      environment_id,
      changes.flatMap(({ external_customer_id, from, to }) => spansOf(to, from, external_customer_id)),
    ),
    customers_losing: withUsage(
      sqlite,
      environment_id,
      changes.flatMap(({ external_customer_id, from, to }) => spansOf(from, to, external_customer_id)),
    ),
  };
}

/** The parts of one assignment in which the other does not charge for the same plan. */
function without(one: Assignment, other: Assignment | null): Pick<Assignment, 'start_date' | 'end_date'>[] {
  if (other?.plan_id !== one.plan_id) return [one];
  const parts: Pick<Assignment, 'start_date' | 'end_date'>[] = [];
  const end = one.end_date;
  if (one.start_date < other.start_date) {
    const until = end !== null && end < other.start_date ? end : other.start_date;
    parts.push({ start_date: one.start_date, end_date: until });
  }
  if (other.end_date !== null && (end === null || end > other.end_date)) {
    const from = one.start_date > other.end_date ? one.start_date : other.end_date;
    parts.push({ start_date: from, end_date: end });
  }
  return parts;
}

/** How many customers used something within one of their spans. */
function withUsage(sqlite: Database.Database, environment_id: string, spans: readonly Span[]): number {
  const found = new Set<string>();
  const number = sqlite
    .prepare<[string, string], number>(
      'select number from event_customers where environment_id = ? and external_id = ?',
    )
    .pluck();
  const metersOf = sqlite
    .prepare<[string], number>(`
      select distinct m.number from prices p join meters m on m.id = p.meter_id
      where p.entity_id = ? and p.type = 'USAGE' and p.status = 'published'`)
    .pluck();
  const walk = sqlite
    .prepare<[string, number, number], number>(`
      select distinct customer from usage_days
      where meter in (select value from json_each(?)) and day >= ? and day < ?`)
    .pluck();
  const probe = sqlite
    .prepare<{ meters: string; first: number; end: number; customer: number }, number>(`
      select 1 from json_each(@meters) m
      cross join usage_day_totals t on t.meter = m.value and t.day >= @first and t.day < @end
      cross join usage_days u on u.meter = t.meter and u.day = t.day and u.customer = @customer limit 1`)
    .pluck();
  for (const alike of Map.groupBy(spans, ({ plan_id, first, end }) => `${plan_id} ${first} ${end}`).values()) {
    const { plan_id = '', first = 0, end = 0 } = alike[0] ?? {};
    const meters = JSON.stringify(metersOf.all(plan_id));
    const users = alike.length > manyCustomers ? new Set(walk.all(meters, first, end)) : null;
    for (const { external_id } of alike) {
      if (found.has(external_id)) continue;
      const customer = number.get(environment_id, external_id);
      if (customer === undefined) continue;
      const isUsed = users ? users.has(customer) : probe.get({ meters, first, end, customer }) === 1;
      if (isUsed) found.add(external_id);
    }
  }
  return found.size;
}
