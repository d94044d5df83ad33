import type { Assignment } from '@shared/entities/customer-plan';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { endOfSubscription, termOfSubscription } from '../subscriptions/subscription-columns';

/** Subscriptions of a customer that were taken off a plan together, as the newest of those alike. */
const takenOffSql = `
  with alike as (
    select s.number, s.id, s.updated_at, ${termOfSubscription} as term from subscriptions s
    where s.customer_id = @customer_id and s.plan_id = @plan_id and s.status = 'archived'
      and s.start_date = @start_date and ${endOfSubscription} is @end_date)
  select id, term from alike where updated_at = (select max(updated_at) from alike) order by number`;

/** What a customer was on within these dates until it was taken off, with what it was charged in; empty when nothing. */
export const takenOff = (
  sqlite: Database.Database,
  customer_id: string,
  { plan_id, start_date, end_date }: Assignment,
): { id: string; term: string }[] =>
  prepared(sqlite, takenOffSql).all({ customer_id, plan_id, start_date, end_date }) as { id: string; term: string }[];
