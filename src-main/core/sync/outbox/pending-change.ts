import type { PendingChange } from '@shared/entities/sync';
import { type Snapshot, type SyncedEntity, snapshotCurrency, snapshotName } from '@shared/rules/sync/synced-fields';
import { whyItStays } from '@shared/rules/sync/what-stays';
import { prepared } from '../../store/prepared';
import { extensionsOf } from '../connections/active-connection';
import { readSnapshots } from '../snapshots/read-snapshots';
import { authorsOf } from './line-authors';
import { type LineKey, type OutboxLine, readLine } from './outbox-line';
import type { OutboxAt } from './plan-requests';
import { waitsFor } from './waits-for';

type NamedKey = LineKey & { name: string };

/** Lines of the outbox as they are shown, in the order of the keys; lines that are gone are left out. */
export async function pendingChanges(at: OutboxAt, keys: readonly LineKey[]): Promise<PendingChange[]> {
  const lines = keys.flatMap((key) => readLine(at.sqlite, at.connection.number, key) ?? []);
  const waits = new Map(lines.map((line) => [line.number, waitsFor(at, line)]));
  const rows = await rowsOf(at, [...lines, ...[...waits.values()].flat()]);
  const named = ({ entity, id }: LineKey): NamedKey => ({ entity, id, name: snapshotName(entity, rows.get(id) ?? {}) });
  return lines.map((line) => ({
    ...named(line),
    currency: snapshotCurrency(rows.get(line.id) ?? {}),
    kind: line.kind,
    fields: fieldsOf(at, line),
    state: line.state,
    is_held: line.is_held,
    is_released: line.is_released,
    waits_for: (waits.get(line.number) ?? []).map(named),
    attempts: line.attempts,
    not_before: line.not_before,
    ...toldOf(at, line),
  }));
}

function fieldsOf({ connection }: OutboxAt, { entity, kind, fields }: OutboxLine): PendingChange['fields'] {
  const extensions = extensionsOf(connection);
  return Object.entries(fields).map(([field, { from = null, to = null }]) => ({
    field,
    from,
    to,
    stays_here: whyItStays(entity, kind, field, fields[field], extensions),
  }));
}

type Told = Pick<PendingChange, 'problem' | 'note' | 'authors' | 'first_at' | 'last_at'>;

function toldOf({ sqlite }: OutboxAt, line: OutboxLine): Told {
  const sql = 'select problem, note, first_at, last_at from outbox where number = ?';
  const row = prepared(sqlite, sql).get(line.number) as Omit<Told, 'problem' | 'authors'> & { problem: string | null };
  return {
    ...row,
    problem: row.problem === null ? null : problemOf(JSON.parse(row.problem)),
    authors: authorsOf(sqlite, line, row.first_at),
  };
}

const problemOf = ({ code, message, field }: NonNullable<Told['problem']>) => ({
  code,
  message,
  ...(field !== undefined && { field }),
});

/** Rows as they are now, by id; those that are gone are left out. */
async function rowsOf({ db }: OutboxAt, keys: readonly LineKey[]): Promise<Map<string, Snapshot>> {
  const rows = new Map<string, Snapshot>();
  for (const [entity, ofKind] of Map.groupBy(keys, (key): SyncedEntity => key.entity)) {
    const ids = [...new Set(ofKind.map(({ id }) => id))];
    for (const [id, snapshot] of await readSnapshots(db, entity, ids)) rows.set(id, snapshot);
  }
  return rows;
}
