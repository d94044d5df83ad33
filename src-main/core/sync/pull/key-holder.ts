import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import type { RemoteRow } from '../remote/remote-rows';
import { type Applied, mineOf, type Page } from './page';
import { open } from './price-versions';
import { isLive } from './write-fields';

/** Who has the lookup key here that a row would take; undefined when it is free, or stays as it is. */
export function keyHolder(page: Page, id: string, before: Snapshot | null, after: Snapshot): string | undefined {
  const { entity, holders } = page;
  const key = after.lookup_key as string;
  if (key === '' || !isLive(entity, after)) return undefined;
  if (before && isLive(entity, before) && before.lookup_key === key) return undefined;
  const holder = holders.get(key);
  return holder === id ? undefined : holder;
}

/**
 * A row whose lookup key another row has here waits. When it is an edit of ours that took the key, that is a conflict;
 * else the other row has changed there too, and is asked for: of a group that was archived no list tells.
 */
export async function waitForKey(page: Page, holder: string, row: RemoteRow, theirs: Snapshot): Promise<Applied> {
  const { entity, map } = page;
  const key = theirs.lookup_key as string;
  const mine = await mineOf(page, holder);
  const link = map.byLocal(entity, holder);
  const isOurs = !link || link.base?.lookup_key !== key;
  if (isOurs) {
    open(page, { id: holder, kind: 'key_taken', field: 'lookup_key', mine: key, theirs, remote: row });
  }
  const name = mine ? snapshotName(entity, mine) : key;
  return {
    what: 'waits',
    remote_id: row.remote_id,
    local_id: null,
    name: snapshotName(entity, theirs),
    reason: `“${name}” has its lookup key ${key} here.`,
    holder,
    missing: isOurs ? null : { entity, remote_id: link.remote_id },
  };
}
