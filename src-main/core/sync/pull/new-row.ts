import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { drawSequences } from '../../prices/price-sequence';
import { type BlockSql, blockWriter } from '../../store/block-writer';
import type { RemoteRow } from '../remote/remote-rows';
import { tableOf } from '../snapshots/read-snapshots';
import { snapshotColumns, snapshotValues } from '../snapshots/snapshot-columns';
import { adoptMeter } from './adopt-meter';
import type { Page } from './page';
import { isLive } from './write-fields';

/** Writes rows that are new here; all of them are there after `flush`. */
interface NewRows {
  /** Answers the row's id. `root` is the local id of the first version, for a later version of a price. */
  add(row: RemoteRow, mine: Snapshot, root: string | null): string;
  flush(): void;
}

export function newRows(page: Page): NewRows {
  const { tx, entity } = page;
  const { created_at: _created, updated_at: _updated, ...base } = tx.base();
  const block = blockWriter(tx.sqlite, newRowSql[entity], { ...base, entity_type: 'PLAN' });
  return {
    add(row, mine, root) {
      const id = tx.newId(entity);
      const created_at = row.created_at ?? tx.now;
      const values = snapshotValues(entity, mine, [id, created_at, row.updated_at ?? created_at]);
      if (entity === 'price') values.push(root, nextSequenceOf(page));
      if (entity === 'feature') values.push(row.meter ? adoptMeter(page, row.meter, 'without feature', mine) : null);
      block.add(values);
      return id;
    },
    flush: block.flush,
  };
}

const newRowSql = {
  group: insertInto('group'),
  feature: insertInto('feature', ['meter_id']),
  plan: insertInto('plan'),
  price: insertInto('price', ['parent_price_id', 'sequence'], ['entity_type']),
};

function insertInto(entity: SyncedEntity, own: readonly string[] = [], alike: readonly string[] = []): BlockSql {
  const names = ['id', 'created_at', 'updated_at', ...snapshotColumns(entity), ...own];
  const shared = ['environment_id', 'tenant_id', 'created_by', 'updated_by', ...alike];
  const insert = `insert into ${tableOf[entity]} (${[...names, ...shared].join(', ')})`;
  return { insert, columns: names.length, shared, oftenAlike: true, onConflict: '' };
}

/** Tells the page of a row that is new, and of what is to follow from it. `from`: the version of a price it takes over from. */
export function noteNew(page: Page, id: string, row: RemoteRow, mine: Snapshot, from: string | null): void {
  const { entity, holders, effects, references } = page;
  if (entity === 'price') {
    references.price.set(row.remote_id, id);
    effects.newPrices.push({ id, plan: mine.entity_id as string, from });
  }
  if (isLive(entity, mine) && mine.lookup_key !== '') holders.set(mine.lookup_key as string, id);
}

/** Sequence numbers are drawn for many new prices of a page at once. */
function nextSequenceOf({ tx, sequences }: Page): number {
  if (sequences.length === 0) sequences.push(...drawSequences(tx, sequencesAtOnce).reverse());
  return sequences.pop() as number;
}

const sequencesAtOnce = 128;
