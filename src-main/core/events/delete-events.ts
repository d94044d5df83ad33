import type { Call } from '../deps';
import { write } from '../store/write';
import { returnStore, takeStore } from './kept-store';

/**
 * Deletes events by their ids, with all they added to usage; answers how many there were. Ids that no event has change
 * nothing.
 */
export async function deleteEvents({ deps, context }: Call, ids: readonly string[]): Promise<number> {
  const { environment_id } = context;
  const store = takeStore(deps.store.sqlite, environment_id);
  const deleted = await write(deps, context, async (tx) => {
    const count = store.remove(new Set(ids), Date.parse(tx.now));
    if (count > 0) tx.changed('event');
    return count;
  });
  // Only now: what it remembers is true once it is committed.
  returnStore(deps.store.sqlite, environment_id, store);
  return deleted;
}
