import type { Topic } from '@shared/topics';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { sqliteOf } from './dialect';
import { prepared } from './prepared';
import type { Schema } from './schema';

/** Rows of one kind that one connection keeps at most in each of its two generations. */
const mostRows = 8192;

/** Characters of a row that is kept at most: with the number of rows, what bounds the memory. */
const longestRow = 4096;

/** After more changes than this, reading anew is no more work than forgetting one by one. */
const mostChanges = 1000;

/** What is read by id and made into what is shown. */
interface Kind<Row extends { id: string }, T> {
  /** Whose change makes a row another one; null for every change of its id. */
  entity: Topic | null;
  /** An entity whose changes may alter any row of this kind. */
  alsoWith?: Topic;
  read(db: Kysely<Schema>, ids: readonly string[]): Row[];
  make(db: Kysely<Schema>, rows: readonly Row[]): T[];
}

export interface KeptRows<Row extends { id: string }, T> {
  /** The rows of these ids by id; ids that nothing has are left out. */
  byId(db: Kysely<Schema>, ids: readonly string[]): Map<string, T>;
  /** Makes rows that were read otherwise, and keeps them as well. */
  of(db: Kysely<Schema>, rows: readonly Row[]): T[];
}

/** What one connection keeps. */
interface Kept {
  /** Number of the last change that was noticed. */
  seen: number;
  /** Within a snapshot whose changes were noticed: only then is anything kept sure to be what the store holds. */
  isSure: boolean;
  rows: Map<unknown, Generations<unknown>>;
}

/** Values by id, of which those not asked for in a while are dropped. */
interface Generations<T> {
  get(id: string): T | undefined;
  set(id: string, value: T): void;
  delete(id: string): void;
}

/** When the young are too many they become the old, and what is left of the old goes: no order has to be kept up. */
function generations<T>(): Generations<T> {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  function set(id: string, value: T): void {
    if (young.size >= mostRows) {
      old = young;
      young = new Map();
    }
    young.set(id, value);
  }
  return {
    set,
    get(id) {
      const value = young.get(id);
      if (value !== undefined) return value;
      const older = old.get(id);
      if (older !== undefined) set(id, older);
      return older;
    },
    delete(id) {
      young.delete(id);
      old.delete(id);
    },
  };
}

const connections = new WeakMap<Database.Database, Kept>();
const kinds: Kind<{ id: string }, unknown>[] = [];

/**
 * Keeps rows of a kind between questions for as long as no change of them is recorded, by this process or another. Every
 * edit of the catalog goes through the write door, which records it in the same transaction, so a row without a new
 * record is the row it was. Kept values are frozen, and the same object again: what is made of one can be kept by it.
 */
export function keptRows<Row extends { id: string }, T>(kind: Kind<Row, T>): KeptRows<Row, T> {
  kinds.push(kind as unknown as Kind<{ id: string }, unknown>);

  function of(db: Kysely<Schema>, rows: readonly Row[]): T[] {
    const made = kind.make(db, rows);
    const known = sureRows(db, kind) as Generations<T> | null;
    if (!known) return made;
    for (const [index, row] of rows.entries()) {
      const value = made[index];
      if (value === undefined || lengthOf(row) > longestRow) continue;
      known.set(row.id, Object.freeze(value));
    }
    return made;
  }

  return {
    of,
    byId(db, ids) {
      const known = sureRows(db, kind) as Generations<T> | null;
      const found = new Map<string, T>();
      const missing = new Set<string>();
      for (const id of ids) {
        const value = known?.get(id);
        if (value === undefined) missing.add(id);
        else found.set(id, value);
      }
      if (missing.size === 0) return found;
      const rows = kind.read(db, [...missing]);
      for (const [index, value] of of(db, rows).entries()) found.set(rows[index]?.id ?? '', value);
      return found;
    },
  };
}

/** What a connection keeps of a kind; null when nothing may be kept now. */
function sureRows(db: Kysely<Schema>, kind: unknown): Generations<unknown> | null {
  const kept = connections.get(sqliteOf(db));
  if (!kept?.isSure) return null;
  let rows = kept.rows.get(kind);
  if (!rows) {
    rows = generations();
    kept.rows.set(kind, rows);
  }
  return rows;
}

/**
 * Number of the last change that this question's snapshot knows: what was worked out at the same number is still true.
 * Null outside of a question, where nothing may be kept.
 */
export function changeNoticed(db: Kysely<Schema>): number | null {
  const kept = connections.get(sqliteOf(db));
  return kept?.isSure ? kept.seen : null;
}

/** Begins a question's snapshot: forgets what was changed since the last one. Ends with `endKept`. */
export function noticeChanges(sqlite: Database.Database): void {
  let kept = connections.get(sqlite);
  if (!kept) {
    kept = { seen: lastChange(sqlite), isSure: true, rows: new Map() };
    connections.set(sqlite, kept);
  }
  const last = lastChange(sqlite);
  // Changes are numbered without a gap, or nearly so: none need be read to know that there are too many.
  if (kept.rows.size === 0 || last - kept.seen > mostChanges) {
    kept.rows.clear();
    kept.seen = last;
  } else if (last !== kept.seen) {
    for (const change of prepared(sqlite, changesSql).all(kept.seen) as Change[]) forget(kept, change);
  }
  kept.isSure = true;
}

/** Ends a question's snapshot: whoever reads outside of one gets what the store holds then. */
export function endKept(sqlite: Database.Database): void {
  const kept = connections.get(sqlite);
  if (kept) kept.isSure = false;
}

interface Change {
  seq: number;
  entity: Topic;
  entity_id: string;
}

const changesSql = `select seq, entity, entity_id from changes where seq > ? order by seq`;

const lastChange = (sqlite: Database.Database) =>
  prepared(sqlite, 'select coalesce(max(seq), 0) from changes').pluck().get() as number;

function forget(kept: Kept, { seq, entity, entity_id }: Change): void {
  for (const kind of kinds) {
    if (kind.alsoWith === entity) kept.rows.delete(kind);
    else if (kind.entity === null || kind.entity === entity) kept.rows.get(kind)?.delete(entity_id);
  }
  kept.seen = seq;
}

function lengthOf(row: object): number {
  let length = 0;
  for (const value of Object.values(row)) if (typeof value === 'string') length += value.length;
  return length;
}
