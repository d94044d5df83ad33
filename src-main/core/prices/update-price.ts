import type { Price, PriceUpdate } from '@shared/entities/price';
import { checkPriceUpdate, checkSuccession, editedInPlace, isCritical, successorOf } from '@shared/rules/price-update';
import { searchText } from '../list/quick-search';
import { changedFields, type Tx } from '../store/write';
import { moveLineItems } from '../subscriptions/sync-line-items';
import { insertPrice } from './create-price';
import { requireGroup } from './price-group';
import { refuseTakenPriceKey } from './price-key';
import { loadPrice, type PriceRow, priceOf } from './price-row';
import { nextSequence } from './price-sequence';

/**
 * Edits a price (wire contract 3.8): in place, or, when a critical field is given, by ending it and starting a successor
 * from the effective moment. Answers the price as it is then, which may be another row. Saving what is already there
 * changes nothing.
 */
export async function updatePrice(tx: Tx, update: PriceUpdate): Promise<PriceRow> {
  checkPriceUpdate(update);
  const row = await loadPrice(tx.db, tx.context.environment_id, update.id);
  return isCritical(update) ? succeed(tx, row, update) : editInPlace(tx, row, update);
}

async function editInPlace(tx: Tx, row: PriceRow, update: PriceUpdate): Promise<PriceRow> {
  const edited = editedInPlace(priceOf(row), update);
  const fields = changedFields(priceOf(row), edited);
  if (fields.group_id && edited.group_id) await requireGroup(tx, edited.group_id);
  if (Object.keys(fields).length === 0) return row;
  if (fields.lookup_key && !row.end_date) await refuseTakenPriceKey(tx, edited.lookup_key, row.id);
  const after = await tx.db
    .updateTable('prices')
    .set({
      ...edited,
      metadata: JSON.stringify(edited.metadata),
      search_text: searchText(edited.display_name, edited.lookup_key),
      ...tx.touch(),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('price', row.id, 'update', fields);
  return after;
}

/** The critical path: both rows, the line items on them and the usage they earn from, in one transaction. */
async function succeed(tx: Tx, row: PriceRow, update: PriceUpdate): Promise<PriceRow> {
  const at = update.effective_from ?? tx.now;
  const price: Price = priceOf(row);
  checkSuccession(price, update, at);
  const { group_id } = editedInPlace(price, update);
  if (group_id !== price.group_id && group_id) await requireGroup(tx, group_id);
  const ended = { end_date: at, group_id };
  await tx.db
    .updateTable('prices')
    .set({ ...ended, sequence: nextSequence(tx), ...tx.touch() })
    .where('id', '=', row.id)
    .execute();
  const successor = await insertPrice(tx, successorOf(price, update, at), {
    parent_price_id: row.parent_price_id ?? row.id,
  });
  await tx.record('price', row.id, 'version', {
    ...changedFields(price, ended),
    successor_id: { from: null, to: successor.id },
  });
  await moveLineItems(tx, row, successor, at);
  return successor;
}
