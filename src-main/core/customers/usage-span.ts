import type { OutputOf } from '@shared/contract';
import { toInstant } from '@shared/instant';
import type Database from 'better-sqlite3';
import { usageEnvironment } from '../usage/usage-environment';
import type { CustomerRow } from './customer-row';

/**
 * When the usage that a customer is charged for begins and ends: the starts of its first and its last day, or the
 * moments of events where days are not rolled up. Null while there is none.
 */
export function usageSpan(
  sqlite: Database.Database,
  { environment_id, external_id }: CustomerRow,
): OutputOf<'customer.usageSpan'> {
  const customer = sqlite
    .prepare('select number from event_customers where environment_id = ? and external_id = ? and is_awaited = 0')
    .pluck()
    .get(environment_id, external_id);
  const meters = sqlite
    .prepare('select distinct meter from charge_windows where customer = ?')
    .pluck()
    .all(customer ?? null) as number[];
  const days = meters.flatMap((meter) => endsOf(dayEnds(sqlite, { meter, customer })));
  if (days.length > 0) {
    const { calendar } = usageEnvironment(sqlite, environment_id);
    return spanOf(days.map((day) => calendar.dayStart(day)));
  }
  return spanOf(meters.flatMap((meter) => endsOf(momentEnds(sqlite, { meter, customer }))));
}

interface Ends {
  first: number | null;
  last: number | null;
}

const endsOf = ({ first, last }: Ends) => [first, last].filter((end) => end !== null);

const spanOf = (ends: readonly number[]) =>
  ends.length === 0
    ? { first: null, last: null }
    : { first: toInstant(Math.min(...ends)), last: toInstant(Math.max(...ends)) };

/** Walks the days of the meter, then looks for the customer's by its key: never the whole of usage_days. */
function dayEnds(sqlite: Database.Database, key: object): Ends {
  const day = (order: 'asc' | 'desc') => `
    select t.day from usage_day_totals t where t.meter = @meter
      and exists (select 1 from usage_days u where u.meter = t.meter and u.day = t.day and u.customer = @customer)
    order by t.day ${order} limit 1`;
  return sqlite.prepare(`select (${day('asc')}) as first, (${day('desc')}) as last`).get(key) as Ends;
}

/** The same for a meter whose days are not rolled up: only asked when no other meter knows. */
function momentEnds(sqlite: Database.Database, key: object): Ends {
  const moment = (order: 'asc' | 'desc') => `
    select e.timestamp from meters m
    join event_names n on n.environment_id = m.environment_id and n.name = m.event_name
    join events e on e.event_name = n.number
    where m.number = @meter and e.customer = @customer order by e.timestamp ${order} limit 1`;
  return sqlite.prepare(`select (${moment('asc')}) as first, (${moment('desc')}) as last`).get(key) as Ends;
}
