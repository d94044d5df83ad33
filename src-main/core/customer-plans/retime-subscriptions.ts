import type { Assignment } from '@shared/entities/customer-plan';
import { type ChangedRow, changedFields, type Tx } from '../store/write';
import type { SubscriptionRow } from '../subscriptions/line-item';
import { type Dates, datesOf, formerDates } from './former-dates';
import { addMissingLineItems, type FormerTime } from './missing-line-items';

export interface Retimed {
  subscription_id: string;
  from: Assignment;
  to: Assignment;
}

/**
 * Gives subscriptions another start and end, and their line items the part of it in which their prices run: one that is
 * left with none becomes empty rather than going, so that it is back when the dates are. A cancelled one that gets a later
 * end runs again up to it; with `restores` one is cancelled again that was before. The usage that is priced by them is
 * left to follow.
 */
export async function retimeSubscriptions(tx: Tx, retimed: readonly Retimed[], restores: boolean): Promise<void> {
  if (retimed.length === 0) return;
  const { sqlite } = tx;
  const { updated_at, updated_by } = tx.touch();
  const find = sqlite.prepare<[string], SubscriptionRow>('select * from subscriptions where id = ?');
  const retime = sqlite.prepare(`
    update subscriptions set start_date = @start_date, end_date = @end_date, cancelled_at = @cancelled_at,
      subscription_status = @subscription_status, updated_at = @updated_at, updated_by = @updated_by
    where id = @id`);
  const had = new Map<string, FormerTime>();
  const changed: ChangedRow[] = [];
  for (const { subscription_id: id, from, to } of retimed) {
    const row = find.get(id);
    if (!row) continue;
    const dates = (restores ? formerDates(tx, row, to) : null) ?? datesFor(row, from, to);
    retime.run({ id, ...dates, updated_at, updated_by });
    had.set(id, from);
    changed.push({ id, fields: changedFields(datesOf(row), { ...dates }) });
  }
  await retimeLinesOf(tx, had);
  await tx.recordMany('subscription', 'update', changed);
}

/** The dates with which a subscription that ran from and until then does so now. What was cancelled earlier stays so. */
function datesFor(row: SubscriptionRow, from: Assignment, { start_date, end_date }: Assignment): Dates {
  const { subscription_status, cancelled_at } = row;
  if (subscription_status !== 'cancelled') return { start_date, end_date, subscription_status, cancelled_at };
  if (end_date === from.end_date) return { ...datesOf(row), start_date };
  if (end_date !== null && (from.end_date === null || end_date < from.end_date)) {
    return { start_date, end_date: row.end_date && end_date, subscription_status, cancelled_at: end_date };
  }
  return { start_date, end_date, subscription_status: 'active', cancelled_at: null };
}

/**
 * Gives the line items of subscriptions, by id, the time in which both they and their prices run, and those they lack. One
 * that began later than both stays so: it was left out of the time before that.
 */
export async function retimeLinesOf(tx: Tx, had: ReadonlyMap<string, FormerTime>): Promise<void> {
  const { updated_at, updated_by } = tx.touch();
  const moved = [...had].map(([id, former]) => ({ id, start_date: former?.start_date ?? null }));
  tx.sqlite
    .prepare(`
      update line_items set start_date = wanted.start_date,
        end_date = iif(wanted.end_date is null, null, max(wanted.end_date, wanted.start_date)),
        updated_at = ?, updated_by = ?
      from (
        select li.number, nullif(min(coalesce(s.end_date, '~'), coalesce(p.end_date, '~')), '~') as end_date,
          max(s.start_date, p.start_date, iif(
            li.start_date > max(coalesce(moved.value ->> 'start_date', s.start_date), p.start_date), li.start_date, ''
          )) as start_date
        from json_each(?) moved
        join subscriptions s on s.id = moved.value ->> 'id'
        join line_items li on li.subscription_id = s.id and li.status = 'published'
        join prices p on p.id = li.price_id
      ) wanted
      where line_items.number = wanted.number`)
    .run(updated_at, updated_by, JSON.stringify(moved));
  await addMissingLineItems(tx, had);
}
