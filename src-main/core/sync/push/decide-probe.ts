import type { ConflictKind } from '@shared/entities/sync';
import type { AppErrorBody } from '@shared/errors';
import { sameValue } from '@shared/rules/sync/same-value';
import { fieldRule, type Snapshot, type SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Operation } from '../outbox/operation';
import { isInPlace } from '../outbox/plan-steps';
import type { RemoteRow } from '../remote/remote-rows';
import { isSameUnmarked } from '../remote/same-row';

/** A row of the server as a probe compares it: with local ids, and whether it is linked to another row here. */
export interface SeenRow {
  row: RemoteRow;
  snapshot: Snapshot;
  is_linked: boolean;
}

/** What was read after a write of unknown fate, or one that was declined. */
export interface Facts {
  /** The row the request was about, of a version the one before it; null when it was not found. */
  row: SeenRow | null;
  /** Rows that carry the mark of the operation. */
  marked: SeenRow[];
  /** Of a create: rows without any mark among which it may be, if somebody edited it meanwhile. */
  unmarked: SeenRow[];
  /** Who has the lookup key that was sent; `other` is a row that this product has no place for. */
  holder: SeenRow | { other: string } | null;
  /** Of a version: the rows that start where the one before it ended. */
  successors: SeenRow[];
}

export interface Probe {
  entity: SyncedEntity;
  operation: Operation;
  facts: Facts;
  /** The last state both sides had of the row, of a version that of the one before it, and when it was so there. */
  base: Snapshot | null;
  base_updated_at: string | null;
  /** The server's refusal, when the write was declined. */
  refused: AppErrorBody | null;
  /** Whether an earlier read, some time ago, did not find it either. */
  is_second_look: boolean;
}

export interface ProbeConflict {
  kind: ConflictKind;
  field: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  remote: RemoteRow | null;
}

export type ProbeDecision =
  /** It was done, or somebody did the same: the row there is ours. Null: it is gone, as we wanted. */
  | { do: 'settle'; row: RemoteRow | null }
  /** It was not done. */
  | { do: 'send_again' }
  /** What was read cannot be trusted yet. */
  | { do: 'wait'; is_missing: boolean }
  | { do: 'pull_first' }
  | { do: 'failed'; error: AppErrorBody }
  /** `keeps_operation`: should its mark turn up later, it was ours after all. */
  | { do: 'conflict'; conflict: ProbeConflict; keeps_operation: boolean };

/** What became of a write, by what is there (architecture C.7). Depends on nothing but its arguments. */
export function decideProbe(probe: Probe): ProbeDecision {
  switch (probe.operation.kind) {
    case 'create':
      return ofCreate(probe);
    case 'version':
      return ofVersion(probe);
    case 'update':
      return ofUpdate(probe);
    case 'end':
    case 'archive':
      return ofEnd(probe);
    case 'meter':
      // An equal meter is looked for before each try: making it once more is never blind.
      return { do: 'send_again' };
  }
}

const notDone = ({ refused }: Probe): ProbeDecision =>
  refused ? { do: 'failed', error: refused } : { do: 'send_again' };

function ofCreate(probe: Probe): ProbeDecision {
  const { entity, operation, facts, refused, is_second_look } = probe;
  const { intent } = operation;
  const marked = facts.marked.find(({ is_linked, row }) => !is_linked && row.parent_id === null);
  if (marked) return { do: 'settle', row: marked.row };
  const { holder } = facts;
  if (holder && 'other' in holder) return keyTaken(intent, holder.other, null);
  if (holder && !holder.is_linked && isSameNew(entity, operation, holder)) return { do: 'settle', row: holder.row };
  if (holder?.is_linked) {
    const message = `Another row still has the lookup key “${String(intent.lookup_key)}” on the server.`;
    return { do: 'failed', error: { code: 'already_exists', message, field: 'lookup_key' } };
  }
  if (holder) return keyTaken(intent, holder.snapshot, holder.row);
  const isTaken = refused?.code === 'already_exists';
  if (refused && !isTaken) return { do: 'failed', error: refused };
  if (isTaken) return is_second_look ? { do: 'failed', error: refused } : { do: 'wait', is_missing: true };
  const mayBeThere = facts.unmarked.some(({ row: { created_at }, snapshot }) =>
    mayBeMade(entity, operation, { created_at, snapshot }),
  );
  // Its key guards a second try unless the row was given another one meanwhile.
  if (hasKey(entity, intent) && !mayBeThere) return { do: 'send_again' };
  const own = facts.unmarked.find((one) => !one.is_linked && isSameUnmarked(entity, intent, one.snapshot));
  if (own) return { do: 'settle', row: own.row };
  if (!is_second_look) return { do: 'wait', is_missing: true };
  if (operation.is_marked && !mayBeThere) return { do: 'send_again' };
  const conflict = { kind: 'unknown_fate', field: '', base: null, mine: intent, theirs: null, remote: null } as const;
  return { do: 'conflict', conflict, keeps_operation: true };
}

/** Prices that end and rows without a key are nowhere unique. */
export const hasKey = (entity: SyncedEntity, intent: Snapshot): boolean =>
  Boolean(intent.lookup_key) && (entity !== 'price' || intent.end_date === null);

const keyTaken = (intent: Snapshot, theirs: unknown, remote: RemoteRow | null): ProbeDecision => ({
  do: 'conflict',
  conflict: { kind: 'key_taken', field: 'lookup_key', base: null, mine: intent.lookup_key, theirs, remote },
  keeps_operation: false,
});

/** Whether a row is what we would have made; what the server fills in where nothing was given does not count. */
function isSameNew(
  entity: SyncedEntity,
  { intent, is_marked }: Operation,
  { row, snapshot: theirs }: SeenRow,
): boolean {
  if (is_marked && row.mark === null) return isSameUnmarked(entity, intent, theirs);
  const compared = entity === 'group' ? ['name', 'entity_type', 'lookup_key'] : Object.keys(intent);
  return compared.every((field) => sameValue(intent[field], theirs[field]) || (intent[field] === '' && isText(field)));
}

const isText = (field: string) => field === 'display_name' || field === 'description';

/** How far the clocks of two machines may be apart. */
const clocksApartMs = 24 * 3600 * 1000;

/**
 * Whether a row may be the one that was made, with its mark gone or never there, and details edited: a price with the same
 * terms, any other row of that name. Only a person can tell; a row from long before the request is none.
 */
export function mayBeMade(
  entity: SyncedEntity,
  { intent, started_at }: Pick<Operation, 'intent' | 'started_at'>,
  { created_at, snapshot }: { created_at: string | null; snapshot: Snapshot },
): boolean {
  if (created_at !== null && Date.parse(created_at) < Date.parse(started_at) - clocksApartMs) return false;
  if (entity !== 'price') return sameValue(intent.name, snapshot.name);
  return Object.keys(intent).every(
    (field) => field === 'end_date' || isInPlace(field) || sameValue(intent[field], snapshot[field]),
  );
}

function ofVersion(probe: Probe): ProbeDecision {
  const { operation, facts, base, base_updated_at, refused } = probe;
  const { row, marked, successors } = facts;
  const ours = marked.find((one) => !one.is_linked && one.row.parent_id !== null);
  if (ours) return { do: 'settle', row: ours.row };
  if (!row) return missing(probe);
  if (row.snapshot.end_date === null) {
    if (isStale(row.row, base_updated_at)) return { do: 'wait', is_missing: false };
    // The details that travel along would overwrite what others changed of them.
    const travels = (field: string) => operation.sent.includes(field) && isInPlace(field);
    const isMoved = !refused && !isUnchanged(base, row.snapshot, travels);
    return isMoved ? { do: 'pull_first' } : notDone(probe);
  }
  const equal = successors.find((one) => !one.is_linked && hasTermsOf(operation, one));
  if (equal) return { do: 'settle', row: equal.row };
  const { intent } = operation;
  const [theirs] = successors;
  const conflict: ProbeConflict = theirs
    ? {
        kind: 'versioned_there',
        field: '',
        base: probe.base,
        mine: intent,
        theirs: theirs.snapshot,
        remote: theirs.row,
      }
    : { kind: 'gone_there', field: '', base: probe.base, mine: intent, theirs: row.snapshot, remote: row.row };
  return { do: 'conflict', conflict, keeps_operation: true };
}

const hasTermsOf = ({ intent, sent, is_marked }: Operation, { row, snapshot }: SeenRow): boolean =>
  sent.every(
    (field) => (field === 'metadata' && is_marked && row.mark === null) || sameValue(intent[field], snapshot[field]),
  );

function ofUpdate(probe: Probe): ProbeDecision {
  const { entity, operation, facts, base, base_updated_at, refused } = probe;
  const { row, holder } = facts;
  if (!row) return missing(probe);
  if (isStale(row.row, base_updated_at)) return { do: 'wait', is_missing: false };
  if (operation.sent.every((field) => sameValue(operation.intent[field], row.snapshot[field]))) {
    return { do: 'settle', row: row.row };
  }
  if (!isUnchanged(base, row.snapshot)) {
    // An end that a conflict keeps apart does not explain a refusal, and reading it once more would not either.
    const isExplained = !refused || !isUnchanged(base, row.snapshot, isDetail(entity));
    return isExplained ? { do: 'pull_first' } : { do: 'failed', error: refused };
  }
  if (holder && operation.sent.includes('lookup_key')) {
    return 'other' in holder
      ? keyTaken(operation.intent, holder.other, null)
      : keyTaken(operation.intent, holder.snapshot, holder.row);
  }
  return refused ? { do: 'failed', error: refused } : { do: 'send_again' };
}

/** Older than what we know already: a copy that lags behind. */
export const isStale = ({ updated_at }: RemoteRow, base_updated_at: string | null): boolean =>
  updated_at !== null && base_updated_at !== null && updated_at < base_updated_at;

/** Whether the server has a row, or those fields of it, as both sides had it the last time. */
export const isUnchanged = (base: Snapshot | null, theirs: Snapshot, counts = (_field: string) => true): boolean =>
  base !== null && Object.keys(theirs).every((field) => !counts(field) || sameValue(base[field], theirs[field]));

const isDetail = (entity: SyncedEntity) => (field: string) => fieldRule(entity, field)?.travels !== 'lifecycle';

function ofEnd(probe: Probe): ProbeDecision {
  const { operation, facts, base } = probe;
  const { row } = facts;
  if (!row) return missing(probe);
  const isOver = operation.kind === 'end' ? row.snapshot.end_date !== null : row.snapshot.status === 'archived';
  if (!isOver) return notDone(probe);
  const mine = operation.intent.end_date;
  const theirs = row.snapshot.end_date;
  if (operation.kind === 'archive' || sameValue(mine, theirs)) return { do: 'settle', row: null };
  const conflict: ProbeConflict = {
    kind: 'field',
    field: 'end_date',
    base: base ? (base.end_date ?? null) : undefined,
    mine,
    theirs,
    remote: row.row,
  };
  return { do: 'conflict', conflict, keeps_operation: false };
}

/** A row that is not found once may only lag behind; the second time it is gone. */
function missing({ operation, base, is_second_look }: Probe): ProbeDecision {
  if (!is_second_look) return { do: 'wait', is_missing: true };
  if (operation.kind === 'end' || operation.kind === 'archive') return { do: 'settle', row: null };
  const { intent: mine } = operation;
  const conflict = { kind: 'gone_there', field: '', base, mine, theirs: null, remote: null } as const;
  return { do: 'conflict', conflict, keeps_operation: false };
}
