import { priceUpdate } from '@shared/entities/price';
import { mergeRow } from '@shared/rules/sync/merge-row';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { updatePrice } from '../../prices/update-price';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { detailsInput, parseInput } from '../local/edit-row';
import { newPrice } from '../local/new-price';
import { requireSnapshot } from '../local/set-fields';
import { termsInput } from '../local/terms-input';
import { readSnapshots } from '../snapshots/read-snapshots';

const details = ['display_name', 'lookup_key', 'description', 'metadata', 'group_id'] as const;
const detailsOf = (row: Snapshot): Snapshot => Object.fromEntries(details.map((field) => [field, row[field]]));

/** The versions of a price from this one on, in order. */
export async function versionsFrom(tx: Tx, id: string): Promise<Snapshot[]> {
  const ids = prepared(tx.sqlite, laterSql).pluck().all(id) as string[];
  const snapshots = await readSnapshots(tx.db, 'price', ids);
  return ids.map((one) => snapshots.get(one)).filter((row) => row !== undefined);
}

const laterSql = `
  with this as (select coalesce(parent_price_id, id) as root, start_date, number from prices where id = ?)
  select price.id from prices price, this
  where (price.parent_price_id = root or price.id = root)
    and (price.start_date > this.start_date or (price.start_date = this.start_date and price.number >= this.number))
  order by price.start_date, price.number`;

/** Puts a version on another: what was changed of `from` for it is changed of the other. Answers the id it has now. */
export async function follow(tx: Tx, on: string, mine: Snapshot, from: Snapshot | null): Promise<string> {
  const theirs = await requireSnapshot(tx, 'price', on);
  const { merged } = mergeRow('price', from && detailsOf(from), detailsOf(mine), detailsOf(theirs));
  const changed = Object.fromEntries(
    details.filter((field) => !sameValue(merged[field], theirs[field])).map((field) => [field, merged[field]]),
  );
  const start = [String(mine.start_date), String(theirs.start_date)].sort().at(-1);
  const { id } = await updatePrice(
    tx,
    parseInput(priceUpdate, { id: on, ...detailsInput(changed), ...termsInput(mine), effective_from: start }),
  );
  return id;
}

/** New terms for a price that is over: a price of their own in its place, from the moment it ended, with all their versions. */
export async function goOnAnew(
  tx: Tx,
  versions: readonly Snapshot[],
  { end, continues }: { end: string; continues: string | undefined },
): Promise<void> {
  const [first, ...later] = versions;
  if (!first) return;
  const start_date = String(first.start_date) > end ? String(first.start_date) : end;
  const end_date = later.length > 0 ? null : first.end_date;
  // It would have been over before it could begin.
  if (end_date && String(end_date) <= start_date) return;
  let on = await newPrice(tx, { ...first, start_date, end_date }, { continues });
  let from = first;
  for (const version of later) {
    on = await follow(tx, on, version, from);
    from = version;
  }
}
