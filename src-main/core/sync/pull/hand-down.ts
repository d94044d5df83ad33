import { type Merge, mergeRow } from '@shared/rules/sync/merge-row';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { keyHolder } from './key-holder';
import { withOpenGroup } from './open-group';
import { mineOf, type Page } from './page';
import { detailsOf, open } from './price-versions';
import { writeFields } from './write-fields';

/** An unsent version made here, as it is once details that were edited there on the version before have reached it. */
interface Heir {
  id: string;
  mine: Snapshot;
  after: Snapshot;
  conflicts: Merge['conflicts'];
}

/** Details that were edited there on the version before are meant for the price as it goes on here, too. */
export async function heirOf(page: Page, id: string, base: Snapshot, theirs: Snapshot): Promise<Heir | null> {
  const mine = await mineOf(page, id);
  if (!mine || sameValue(detailsOf(base), detailsOf(theirs))) return null;
  const { merged, conflicts } = mergeRow('price', detailsOf(base), detailsOf(mine), detailsOf(theirs));
  return { id, mine, after: withOpenGroup(page, { ...mine, ...merged }), conflicts };
}

/** Hands them down; a key that another price has by now stays with that one. */
export async function handDown(page: Page, { id, mine, after, conflicts }: Heir): Promise<void> {
  const isTaken = keyHolder(page, id, mine, after) !== undefined;
  await writeFields(page, id, mine, isTaken ? { ...after, lookup_key: mine.lookup_key } : after, null);
  for (const conflict of conflicts) open(page, { id, kind: 'field', ...conflict });
}
