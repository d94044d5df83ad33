import type { Assignment } from '@shared/entities/customer-plan';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { recordedFields, type Tx } from '../store/write';
import type { SubscriptionRow } from '../subscriptions/line-item';

/** What decides when a subscription runs. */
export type Dates = Pick<SubscriptionRow, 'start_date' | 'end_date' | 'subscription_status' | 'cancelled_at'>;

export const datesOf = ({ start_date, end_date, subscription_status, cancelled_at }: Dates): Dates => ({
  start_date,
  end_date,
  subscription_status,
  cancelled_at,
});

/**
 * What the dates of a subscription were before the edit that made them what they are, where it ran from and until as
 * wanted then; null when no edit did. It may have been cancelled, which its start and end alone do not tell.
 */
export function formerDates({ sqlite }: Pick<Tx, 'sqlite'>, row: SubscriptionRow, wanted: Assignment): Dates | null {
  for (const then of datesBefore(sqlite, row)) {
    if (then.start_date === wanted.start_date && endOf(then) === wanted.end_date) return then;
  }
  return null;
}

/** Whether an edit made the dates of a subscription what they are from others, or where those are null none did. */
export function wasMadeFrom(sqlite: Database.Database, subscription_id: string, was: Assignment | null): boolean {
  const row = prepared(sqlite, 'select * from subscriptions where id = ?').get(subscription_id) as SubscriptionRow;
  if (was?.plan_id === row.plan_id) return formerDates({ sqlite }, row, was) !== null;
  return datesBefore(sqlite, row).next().done === true;
}

/** What the dates of a subscription were before each edit that made them what they are, the last one first. */
function* datesBefore(sqlite: Database.Database, row: SubscriptionRow): Generator<Dates> {
  const now = datesOf(row);
  const records = prepared(
    sqlite,
    "select fields from changes where entity_id = ? and kind = 'update' order by seq desc",
  ).pluck();
  for (const record of records.all(row.id) as string[]) {
    const fields = Object.entries(recordedFields(record)).filter(([field]) => field in now);
    if (fields.length === 0 || fields.some(([field, { to }]) => now[field as keyof Dates] !== to)) continue;
    yield { ...now, ...Object.fromEntries(fields.map(([field, { from }]) => [field, from])) };
  }
}

/** As endOfSubscription says it in SQL. */
function endOf({ end_date, subscription_status, cancelled_at }: Dates): string | null {
  const ends = [end_date, subscription_status === 'cancelled' ? cancelled_at : null].filter((end) => end !== null);
  return ends.toSorted()[0] ?? null;
}
