import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { Running } from './supposed-charge';

/** Dates of a subscription as they are stored. */
interface Dated {
  start_date: string;
  end_date: string | null;
}

/** A span of instants; without an end it goes on for ever. */
export const spanOf = ({ start_date, end_date }: Dated) => ({
  from: Date.parse(start_date),
  to: end_date === null ? Number.POSITIVE_INFINITY : Date.parse(end_date),
});

const columns = `
  select s.id, s.customer_id, ec.number as customer, s.plan_id, s.currency, s.billing_period, s.start_date, s.end_date
  from subscriptions s
  join customers c on c.id = s.customer_id
  join event_customers ec on ec.environment_id = c.environment_id and ec.external_id = c.external_id`;

/** The ones that take a new price of their plan, as when it is created: whatever became of their customer. */
const liveSql = `
  ${columns} where s.environment_id = ? and s.plan_id in (select value from json_each(?)) and s.status = 'published'
    and s.subscription_status <> 'cancelled'`;
const namedSql = `${columns} where s.environment_id = ? and s.id in (select value from json_each(?))`;

type Row = Omit<Running, 'from' | 'to'> & Dated;

const running = ({ start_date, end_date, ...row }: Row): Running => ({ ...row, ...spanOf({ start_date, end_date }) });

/** The subscriptions to plans that a new charge of theirs would reach. */
export const liveSubscriptions = (store: Store, environment_id: string, plans: readonly string[]): Running[] =>
  read(store, liveSql, environment_id, plans);

/** Subscriptions by id, those whose customers have ever sent an event or may. */
export const subscriptionsOf = (store: Store, environment_id: string, ids: readonly string[]): Running[] =>
  read(store, namedSql, environment_id, ids);

function read({ sqlite }: Store, sql: string, environment_id: string, some: readonly string[]): Running[] {
  if (some.length === 0) return [];
  return (prepared(sqlite, sql).all(environment_id, JSON.stringify(some)) as Row[]).map(running);
}
