import type { PendingKind } from '../../entities/sync';
import { differences } from './merge-row';
import type { Snapshot, SyncedEntity } from './synced-fields';

type Differences = ReturnType<typeof differences>;

/** What is to be known of a row to tell what the server lacks of it. */
export interface RowToSend {
  entity: SyncedEntity;
  /** The last state both sides had; null when the server does not have the row. */
  base: Snapshot | null;
  mine: Snapshot;
  /** Of a price that the server does not have: the version it follows, else null. */
  predecessor: Snapshot | null;
  /** Whether the server has that one. */
  is_predecessor_synced: boolean;
  /** A newer version that is still to be sent follows where this price ends: it carries the end along. */
  has_successor: boolean;
  /** Of a price that the server does not have: its plan was made and archived here before the server heard of it. */
  is_plan_cancelled: boolean;
  /** Of a price that the server does not have: other terms run from the very moment on from which these were to. */
  is_replaced: boolean;
  /** The moment this is asked, as an instant. */
  now: string;
}

export interface Pending {
  kind: PendingKind;
  fields: Differences;
}

/**
 * What a row needs to be sent, or null when the server has all of it. A row that was made and archived here before the
 * server heard of it cancels out, with the prices of a plan, and so do terms that were replaced before they could run and an
 * edit that was taken back: nothing is left to differ.
 */
export function pendingOf(row: RowToSend): Pending | null {
  const { entity, base, mine, predecessor, has_successor, now } = row;
  if (base === null) {
    const isOver = entity === 'price' && mine.end_date !== null && String(mine.end_date) <= now && !has_successor;
    if (mine.status === 'archived' || row.is_plan_cancelled || row.is_replaced) return null;
    // A synced version before it still has to learn that it ended.
    if (isOver && !row.is_predecessor_synced) return null;
    if (predecessor) return { kind: 'version', fields: versionFields(predecessor, mine) };
    return { kind: 'create', fields: differences(null, mine) };
  }
  const fields = differences(base, mine);
  if (has_successor) delete fields.end_date;
  const names = Object.keys(fields);
  if (names.length === 0) return null;
  if (fields.status) return { kind: 'archive', fields };
  if (fields.end_date) return { kind: 'end', fields };
  return { kind: 'update', fields };
}

/** From the terms before to the terms after; a version starts where the one before ends. */
function versionFields(predecessor: Snapshot, mine: Snapshot): Differences {
  const { end_date: _end, ...fields } = differences(predecessor, mine);
  return fields;
}
