import type { Change } from '@shared/entities/change';
import { fieldRule } from '@shared/rules/sync/synced-fields';
import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema';
import { changedFields } from '../store/write';
import { readSnapshots } from '../sync/snapshots/read-snapshots';

/** A price and the version that goes on from it, by the number of the change that made it. */
export interface Succession {
  seq: number;
  before: string;
  after: string;
}

/** What new versions of prices changed: their terms, and from when on. What is edited in place is told by edits of its own. */
export async function termsOfVersions(
  db: Kysely<Schema>,
  successions: readonly Succession[],
): Promise<Map<number, Change['fields']>> {
  const ids = successions.flatMap(({ before, after }) => [before, after]);
  const rows = await readSnapshots(db, 'price', ids);
  const termsOf = (id: string) =>
    Object.fromEntries(Object.entries(rows.get(id) ?? {}).filter(([field]) => isTerm(field)));
  return new Map(successions.map(({ seq, before, after }) => [seq, changedFields(termsOf(before), termsOf(after))]));
}

const isTerm = (field: string): boolean => field !== 'end_date' && fieldRule('price', field)?.travels !== 'in_place';
