import { alreadyExists } from '@shared/errors';
import { findByLookupKey } from '../store/find-row';
import type { Tx } from '../store/write';

/** Refuses a lookup key that another published plan has (wire contract 4.1; its text says name, the check is on the key). */
export async function refuseTakenPlanKey(tx: Tx, lookup_key: string, exceptId = ''): Promise<void> {
  const other = await findByLookupKey(tx.db, 'plans', tx.context.environment_id, lookup_key);
  if (!other || other.id === exceptId) return;
  throw alreadyExists('Plan with this name already exists', 'lookup_key', {
    lookup_key,
    plan_id: other.id,
    plan_name: other.name,
  });
}

/** The same for a clone, in its own words (wire contract 4.7). */
export async function refuseTakenCloneKey(tx: Tx, lookup_key: string): Promise<void> {
  if (!(await findByLookupKey(tx.db, 'plans', tx.context.environment_id, lookup_key))) return;
  throw alreadyExists('Please choose a different lookup_key for the cloned plan', 'lookup_key', { lookup_key });
}
