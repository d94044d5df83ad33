import type { Snapshot, SyncedEntity } from './synced-fields';

/**
 * What makes a row the kind of thing it is; none of it can ever change (wire contract 2 to 5). Two rows that differ in it
 * are not one row, whatever they are called: linked, they would stay different for good.
 */
export const kindFields = {
  group: ['entity_type'],
  feature: ['type'],
  plan: [],
  price: ['entity_id', 'meter_id', 'type', 'currency'],
} as const satisfies Record<SyncedEntity, readonly string[]>;

/** Whether two rows could be one by what they are; ids in both are local ones. */
export const isOfKind = (entity: SyncedEntity, mine: Snapshot, theirs: Snapshot): boolean =>
  kindFields[entity].every((field: string) => mine[field] === theirs[field]);
