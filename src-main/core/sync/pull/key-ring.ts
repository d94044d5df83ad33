import type { RemoteRow } from '../remote/remote-rows';
import { mineOf, type Page } from './page';
import { writeFields } from './write-fields';

/**
 * Rows of which each was given a lookup key there that the next one still has here, such as two that swapped theirs: none
 * of them can go first. One of them is without a key until its turn comes. Answers whether there were such rows.
 */
export async function openRing(page: Page, waiting: readonly RemoteRow[]): Promise<boolean> {
  const first = memberOfRing(page, waiting);
  const link = first === undefined ? undefined : page.map.byLocal(page.entity, first);
  const mine = first === undefined ? undefined : await mineOf(page, first);
  if (!link || !mine) return false;
  const base = { ...link.base, lookup_key: '' };
  page.map.put(page.entity, { ...link, base });
  page.links.set(link.remote_id, { ...link, base });
  await writeFields(page, link.local_id, mine, { ...mine, lookup_key: '' }, link.remote_updated_at);
  return true;
}

function memberOfRing({ links, holders }: Page, waiting: readonly RemoteRow[]): string | undefined {
  const rows = new Map(waiting.flatMap((row) => [[links.get(row.remote_id)?.local_id ?? '', row] as const]));
  /** Who has the key that a row was given, and was given another one itself. */
  const after = (id: string): string | undefined => {
    const key = rows.get(id)?.snapshot.lookup_key as string;
    const holder = holders.get(key);
    const there = holder === undefined ? undefined : rows.get(holder);
    // A key that the row got here is for the person to decide on.
    return there && links.get(there.remote_id)?.base?.lookup_key === key ? holder : undefined;
  };
  for (const first of rows.keys()) {
    let at = after(first);
    for (let step = 1; step < rows.size && at !== undefined && at !== first; step += 1) at = after(at);
    if (at === first) return first;
  }
  return undefined;
}
