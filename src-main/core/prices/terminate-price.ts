import { invalid } from '@shared/errors';
import type { Tx } from '../store/write';
import { endLineItems } from '../subscriptions/sync-line-items';
import { loadPrice, type PriceRow } from './price-row';
import { nextSequence } from './price-sequence';

/** Ends a price at a moment, now by default (wire contract 3.9); it stays readable and keeps its group. */
export async function terminatePrice(
  tx: Tx,
  { id, end_date }: { id: string; end_date?: string | null | undefined },
): Promise<PriceRow> {
  const row = await loadPrice(tx.db, tx.context.environment_id, id);
  const at = end_date ?? tx.now;
  if (row.end_date) {
    throw invalid('Cannot terminate a price that has already been terminated', 'id', { end_date: row.end_date });
  }
  if (at < row.start_date) {
    throw invalid("The termination date must be on or after the price's start date", 'end_date', {
      start_date: row.start_date,
    });
  }
  const after = await tx.db
    .updateTable('prices')
    .set({ end_date: at, sequence: nextSequence(tx), ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('price', id, 'terminate', { end_date: { from: null, to: at } });
  await endLineItems(tx, id, at);
  return after;
}
