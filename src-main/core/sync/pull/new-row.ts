import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { drawSequences } from '../../prices/price-sequence';
import { createdFields } from '../../store/write';
import type { RemoteRow } from '../remote/remote-rows';
import { columnsOf } from '../snapshots/snapshot-columns';
import type { Columns } from '../snapshots/write-row';
import { adoptMeter } from './adopt-meter';
import type { Page } from './page';
import { isLive } from './write-fields';

/** A row of the server as it is to be inserted here. */
interface NewRow {
  id: string;
  columns: readonly Columns[];
}

/** Puts a new row together. `root` is the local id of the first version, for a later version of a price. */
export function newRow(page: Page, row: RemoteRow, mine: Snapshot, root: string | null): NewRow {
  const { tx, entity } = page;
  const id = tx.newId(entity);
  const created_at = row.created_at ?? tx.now;
  const own = {
    ...(entity === 'price' && { entity_type: 'PLAN', parent_price_id: root, sequence: nextSequenceOf(page) }),
    ...(entity === 'feature' && { meter_id: row.meter ? adoptMeter(page, row.meter, 'without feature') : null }),
  };
  const base = { ...tx.base(), created_at, updated_at: row.updated_at ?? created_at };
  return { id, columns: [{ id }, columnsOf(entity, mine), own, base] };
}

interface Circumstances {
  /** The server has it as it is here. */
  inStep: boolean;
  /** The version of a price that it takes over from. */
  from: string | null;
}

/** Tells the page of a row that is new, and of what is to follow from it. */
export function noteNew(page: Page, id: string, row: RemoteRow, mine: Snapshot, { inStep, from }: Circumstances): void {
  const { entity, holders, effects, references } = page;
  effects.changes.push({ entity, kind: 'create', id, fields: () => createdFields(mine), inStep });
  page.mine.set(id, mine);
  if (entity === 'price') {
    references.price.set(row.remote_id, id);
    effects.newPrices.push({ id, from });
  }
  if (isLive(entity, mine) && mine.lookup_key !== '') holders.set(mine.lookup_key as string, id);
}

/** Sequence numbers are drawn for many new prices of a page at once. */
function nextSequenceOf({ tx, sequences }: Page): number {
  if (sequences.length === 0) sequences.push(...drawSequences(tx, sequencesAtOnce));
  return sequences.shift() as number;
}

const sequencesAtOnce = 100;
