import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { idMap } from '../remote/id-map';
import { type LineKey, type OutboxLine, openLines } from './outbox-line';
import type { OutboxAt } from './plan-requests';
import { isUnread, waitsFor } from './waits-for';

/**
 * The lines to be tried, in the order in which they are sent: new rows and edits with parents first, then new terms of
 * prices, then ends and archives with children first. Each stage begins once the one before it is over. The lanes of a
 * stage may be sent side by side; the lines of a lane are not. `only`: these rows.
 */
export function lanesInOrder(at: OutboxAt, now: string, only?: readonly LineKey[]): LineKey[][][] {
  const wanted = only && new Set(only.map(nameOf));
  const lines = openLines(at.sqlite, at.connection, now).filter((line) => !wanted || wanted.has(nameOf(line)));
  const stages = [...Map.groupBy(lines, rankOf)].sort(([a], [b]) => a - b);
  return stages.map(([, stage]) =>
    [...Map.groupBy(stage, laneOf).values()].map((lane) => lane.map(({ entity, id }) => ({ entity, id }))),
  );
}

/** Rows that are listed beside each other are made in the order in which they were made here. */
function laneOf({ entity, id, kind, fields }: OutboxLine): string {
  if (kind !== 'create') return id;
  return entity === 'price' ? String(fields.entity_id?.to) : '';
}

const nameOf = ({ entity, id }: LineKey) => `${entity} ${id}`;

const place = Object.fromEntries(syncedEntities.map((entity, index) => [entity, index])) as Record<
  SyncedEntity,
  number
>;

/** The place of a line in the order of sending, apart from when it was first noted. */
export function rankOf({ kind, entity }: Pick<OutboxLine, 'kind' | 'entity'>): number {
  const width = syncedEntities.length;
  if (kind === 'create' || kind === 'update') return place[entity];
  if (kind === 'version') return width;
  return 2 * width - place[entity];
}

/**
 * Whether a line may be sent now: nobody holds it back or has to release it first, no conflict or pause stands against it,
 * and all it refers to is there.
 */
export function isSendable(at: OutboxAt, line: OutboxLine, now: string): boolean {
  const { state, is_held, is_released, not_before, operation } = line;
  if (is_held || (state !== 'ready' && state !== 'uncertain')) return false;
  if (not_before !== null && not_before > now) return false;
  if (operation !== null) return true;
  if (at.connection.send === 'review' && !is_released) return false;
  if (isUnread(at, line)) return false;
  // A linked row without a base is for the merge to compare first.
  if (line.kind === 'create' && idMap(at.sqlite, at.connection.number).byLocal(line.entity, line.id)) return false;
  return waitsFor(at, line).length === 0;
}
