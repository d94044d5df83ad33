import type { PendingChange } from '@shared/entities/sync';
import { type SyncedEntity, snapshotName } from '@shared/rules/sync/synced-fields';
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
  const names = await namesOf(at, [...lines, ...[...waits.values()].flat()]);
  const named = (key: LineKey): NamedKey => ({ entity: key.entity, id: key.id, name: names.get(key.id) ?? '' });
  return lines.map((line) => ({
    ...named(line),
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

/** What rows are called, by id. */
async function namesOf({ db }: OutboxAt, keys: readonly LineKey[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [entity, rows] of Map.groupBy(keys, (key): SyncedEntity => key.entity)) {
    const ids = [...new Set(rows.map(({ id }) => id))];
    for (const [id, snapshot] of await readSnapshots(db, entity, ids)) names.set(id, snapshotName(entity, snapshot));
  }
  return names;
}
