import { groupLookupKey, numberedKey } from '@shared/rules/lookup-key';
import type { Kysely } from 'kysely';
import { findByLookupKey } from '../store/find-row';
import type { Schema } from '../store/schema';

/** The first lookup key for a name that no published group has: `group-tokens`, `group-tokens-2`, … "" for no name. */
export async function suggestGroupKey(
  db: Kysely<Schema>,
  environment_id: string,
  name: string,
): Promise<{ lookup_key: string }> {
  const key = groupLookupKey(name);
  if (key === '') return { lookup_key: '' };
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? key : numberedKey(key, n);
    const taken = await findByLookupKey(db, 'groups', environment_id, candidate);
    if (!taken) return { lookup_key: candidate };
  }
}
