import { snapshotName } from '@shared/rules/sync/synced-fields';
import { nextSequence } from '../../prices/price-sequence';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { retimeLineItems } from '../../subscriptions/sync-line-items';
import { catalogChanged } from '../../usage/catalog-version';
import { forgetPrice } from '../../usage/priced-spans';
import { withFreeKey } from '../local/taken-key';
import { endedThereSql, isEmptySql } from '../outbox/price-chains';
import { readSnapshots } from '../snapshots/read-snapshots';
import { removeRow, requireUnsent } from './remove-row';

interface Version {
  id: string;
  number: number;
  start_date: string;
  end_date: string | null;
  is_empty: 0 | 1;
}

/**
 * Takes back a price, or a version of one: the version before goes on as if nothing had ended it, on its subscriptions and
 * in what it earns. Versions that came after it are taken back with it, newest first, and so are unsent ones that it replaced
 * from the very moment on from which they were to run.
 */
export async function withdrawPrice(tx: Tx, id: string): Promise<string[]> {
  const versions = prepared(tx.sqlite, versionsSql).all(id) as Version[];
  const last = versions.findIndex((version) => version.id === id);
  // Terms that this one replaced before they could run do not come back.
  const isReplaced = (version: Version | undefined) =>
    version?.is_empty === 1 && version.start_date === versions[last]?.start_date;
  let at = last;
  while (isReplaced(versions[at - 1])) at -= 1;
  const going = versions.slice(at);
  const snapshots = await readSnapshots(
    tx.db,
    'price',
    going.map((version) => version.id),
  );
  const nameOf = (version: Version) => snapshotName('price', snapshots.get(version.id) ?? {});
  for (const version of going) requireUnsent(tx, 'price', version.id, nameOf(version));
  for (const version of going.toReversed()) {
    prepared(tx.sqlite, 'delete from line_items where price_id = ?').run(version.id);
    prepared(tx.sqlite, 'delete from usage_price_days where price = ?').run(version.number);
    forgetPrice(tx.sqlite, version.number);
    await removeRow(tx, 'price', version.id, nameOf(version));
  }
  catalogChanged(tx.sqlite);
  tx.changed('subscription');
  const before = versions[at - 1];
  if (before && before.end_date === versions[at]?.start_date) await goOn(tx, before);
  return going.map((version) => version.id);
}

/** A price that ended for the sake of a version that is gone goes on. */
async function goOn(tx: Tx, { id, end_date }: Version): Promise<void> {
  const { updated_at, updated_by } = tx.touch();
  const row = (await readSnapshots(tx.db, 'price', [id])).get(id) ?? {};
  await withFreeKey(tx, 'price', row, () =>
    prepared(tx.sqlite, goOnSql).run({ id, sequence: nextSequence(tx), updated_at, updated_by }),
  );
  await tx.record('price', id, 'update', { end_date: { from: end_date, to: null } });
  retimeLineItems(tx, [id]);
}

const goOnSql = `update prices set end_date = null, sequence = @sequence, updated_at = @updated_at,
  updated_by = @updated_by where id = @id`;
const versionsSql = `
  with root(id) as (select coalesce(parent_price_id, id) from prices where id = ?)
  select price.id, number, start_date, end_date, ${isEmptySql('true')} as is_empty from prices price, root
  where price.id = root.id or price.parent_price_id = root.id
  order by price.id <> root.id, start_date, end_date is null, end_date, ${endedThereSql('true')}, number`;
