import type { Snapshot } from '@shared/rules/sync/synced-fields';
import type { SyncedRow } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import type { Page } from './page';

/** Links a row with one of the server and keeps what both have as the base of the next merge. */
export function saveLink(
  page: Page,
  local_id: string,
  row: RemoteRow,
  base: Snapshot | null,
  { inStep = false } = {},
): SyncedRow {
  const { map, entity, links, effects } = page;
  const link = { local_id, remote_id: row.remote_id, base, etag: row.etag, remote_updated_at: row.updated_at };
  map.put(entity, link);
  links.set(row.remote_id, link);
  if (!inStep) effects.rebased.push({ entity, id: local_id });
  return link;
}
