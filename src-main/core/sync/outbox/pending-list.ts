import type { Parsed } from '@shared/contract';
import type { PendingPage } from '@shared/entities/pending';
import { type PendingKind, type PendingState, pendingKinds, pendingStates } from '@shared/entities/sync';
import { foldText } from '@shared/rules/fold-text';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import { rankOf } from './next-line';
import { pendingChanges } from './pending-change';
import type { OutboxAt } from './plan-requests';
import { referenceNames, sidesOf } from './reference-names';

/** As much of a line as finding and ordering takes. */
export interface LineHead {
  number: number;
  entity: SyncedEntity;
  id: string;
  kind: PendingKind;
  state: PendingState;
  is_held: 0 | 1;
  is_released: 0 | 1;
  has_operation: 0 | 1;
  search_text: string;
}

/** All lines of a connection, in the order in which they are sent. */
export function lineHeads(sqlite: Database.Database, connection: number): LineHead[] {
  const heads = prepared(sqlite, headsSql).all({ connection }) as LineHead[];
  return heads.sort((a, b) => rankOf(a) - rankOf(b) || a.number - b.number);
}

const headsSql = `
  select o.number, o.entity, o.local_id as id, o.kind, o.state, o.is_held, o.is_released,
    o.operation is not null as has_operation,
    coalesce(case o.entity
      when 'group' then (select search_text from groups where id = o.local_id)
      when 'feature' then (select search_text from features where id = o.local_id)
      when 'plan' then (select search_text from plans where id = o.local_id)
      else (select search_text from prices where id = o.local_id) end, '') as search_text
  from outbox o where o.connection = @connection`;

/** One page of what the server lacks, and how much there is of every sort. */
export async function listPending(at: OutboxAt, asked: Parsed<'pending.list'>): Promise<PendingPage> {
  const heads = lineHeads(at.sqlite, at.connection.number);
  const found = heads.filter(isAsked(asked));
  const { limit, offset } = asked;
  const items = await pendingChanges(at, found.slice(offset, offset + limit));
  const sides = items.flatMap(({ fields }) =>
    sidesOf(Object.fromEntries(fields.map(({ field, from, to }) => [field, { from, to }]))),
  );
  return {
    items,
    pagination: { total: found.length, limit, offset: offset + limit },
    counts: countsOf(heads, at.connection.send === 'review'),
    names: referenceNames(at.db, sides),
  };
}

function isAsked({ search, entities, kinds, states, is_held, is_released }: Parsed<'pending.list'>) {
  const term = foldText(search.trim());
  const among = <T>(wanted: readonly T[], value: T) => wanted.length === 0 || wanted.includes(value);
  return (head: LineHead): boolean =>
    among(entities, head.entity) &&
    among(kinds, head.kind) &&
    among(states, head.state) &&
    (is_held === undefined || is_held === (head.is_held === 1)) &&
    (is_released === undefined || is_released === (head.is_released === 1)) &&
    head.search_text.includes(term);
}

export function countsOf(heads: readonly LineHead[], isReviewed: boolean): PendingPage['counts'] {
  const count = (is: (head: LineHead) => boolean) => heads.filter(is).length;
  return {
    total: heads.length,
    held: count(({ is_held }) => is_held === 1),
    to_send: count((head) => head.state === 'ready' && !head.is_held && (!isReviewed || head.is_released === 1)),
    to_review: isReviewed ? count((head) => head.state === 'ready' && !head.is_held && !head.is_released) : 0,
    entities: tally(syncedEntities, heads, ({ entity }) => entity),
    kinds: tally(pendingKinds, heads, ({ kind }) => kind),
    states: tally(pendingStates, heads, ({ state }) => state),
  };
}

function tally<T extends string>(
  names: readonly T[],
  heads: readonly LineHead[],
  nameOf: (head: LineHead) => T,
): Record<T, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;
  for (const head of heads) counts[nameOf(head)] += 1;
  return counts;
}
