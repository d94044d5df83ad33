import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { IdMap } from './id-map';
import type { RemoteRow } from './remote-rows';

const references = { entity_id: 'plan', meter_id: 'meter', group_id: 'group' } as const;

/** A server's row with local ids, as the rules compare it; `unknown` are its references to rows that are not here. */
export function localSnapshot(
  map: IdMap,
  entity: SyncedEntity,
  { snapshot }: Pick<RemoteRow, 'snapshot'>,
): { snapshot: Snapshot; unknown: string[] } {
  if (entity !== 'price') return { snapshot, unknown: [] };
  const local: Record<string, unknown> = { ...snapshot };
  const unknown: string[] = [];
  for (const [field, referred] of Object.entries(references)) {
    const remote_id = snapshot[field];
    if (!remote_id) continue;
    const id = map.localId(referred, String(remote_id));
    local[field] = id ?? `there:${remote_id}`;
    if (id === undefined) unknown.push(field);
  }
  return { snapshot: local, unknown };
}
