import type { Parsed } from '@shared/contract';
import { AppError } from '@shared/errors';
import { fieldRule, type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import { inSavepoint } from '../../store/in-savepoint';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { liveGroup } from '../local/live-group';
import { requireSnapshot, setFields } from '../local/set-fields';
import { idMap } from '../remote/id-map';
import { withdrawRow } from '../withdraw/withdraw-row';
import { rankOf } from './next-line';
import { type LineKey, type OutboxLine, readLine } from './outbox-line';
import { priceChains } from './price-chains';

type Item = Parsed<'pending.revert'>['items'][number];
interface Reverted {
  reverted: number;
  refused: (LineKey & { name: string; message: string })[];
}

/**
 * Takes rows back to what both sides had, each as a whole or not at all, the last to be sent first so that nothing is taken
 * away from under a row that needs it; but groups that were archived before their prices. Answers what could not be taken
 * back and why.
 */
export async function revertLines(tx: Tx, connection: ConnectionRow, items: readonly Item[]): Promise<Reverted> {
  const refused: Reverted['refused'] = [];
  let reverted = 0;
  const lines = items.flatMap((item) => {
    const line = readLine(tx.sqlite, connection.number, item);
    return line ? [{ line, fields: item.fields }] : [];
  });
  const comesFirst = ({ line }: { line: OutboxLine }) => Number(line.entity === 'group' && line.kind !== 'create');
  lines.sort(
    (a, b) => comesFirst(b) - comesFirst(a) || rankOf(b.line) - rankOf(a.line) || b.line.number - a.line.number,
  );
  for (const { line, fields } of lines) {
    const { entity, id } = line;
    // What went along with another is gone already.
    if (!readLine(tx.sqlite, connection.number, line)) {
      reverted += 1;
      continue;
    }
    const error = await inSavepoint(tx, () => revertLine(tx, connection, line, fields));
    if (error === null) reverted += 1;
    else {
      const name = snapshotName(entity, await requireSnapshot(tx, entity, id));
      refused.push({ entity, id, name, message: error.message });
    }
  }
  tx.changed('sync');
  return { reverted, refused };
}

async function revertLine(
  tx: Tx,
  connection: ConnectionRow,
  line: OutboxLine,
  fields: readonly string[] | undefined,
): Promise<void> {
  if (line.operation) throw refuse('It is on its way: what became of it has to be known first.');
  if (line.state === 'conflict') throw refuse('Its conflict has to be decided first.');
  if (line.kind === 'create') {
    if (fields) throw refuse('A new row is taken back as a whole, or edited.');
    await withdrawRow(tx, line.entity, line.id);
  } else if (line.kind === 'version') await revertVersion(tx, connection, line, fields);
  else await revertKnown(tx, connection, line, fields);
}

const refuse = (message: string) => new AppError('invalid_operation', message);

async function revertKnown(
  tx: Tx,
  connection: ConnectionRow,
  { entity, id, fields }: OutboxLine,
  chosen: readonly string[] = Object.keys(fields),
): Promise<void> {
  const base = idMap(tx.sqlite, connection.number).byLocal(entity, id)?.base;
  if (!base) throw refuse('What the server has of it is not known yet.');
  const wanted = chosen.filter((field) => field in fields);
  if (entity === 'price' && wanted.includes('group_id')) requireLiveGroup(tx, base);
  await setFields(tx, { connection, entity, id }, pick(base, wanted));
}

/** A version is taken back with the group it moved its price to; single details of it go back to those before it. */
async function revertVersion(
  tx: Tx,
  connection: ConnectionRow,
  { id, fields }: OutboxLine,
  chosen: readonly string[] | undefined,
): Promise<void> {
  const before = priceChains(tx.sqlite, connection.number, [id]).get(id)?.predecessor;
  if (!before) throw refuse('The version before it is not here any more.');
  const terms = chosen?.find((field) => fieldRule('price', field)?.travels !== 'in_place');
  if (terms !== undefined) throw refuse('The terms of a version belong together: take the version back as a whole.');
  const mine = await requireSnapshot(tx, 'price', id);
  const old = await requireSnapshot(tx, 'price', before.id);
  const base = idMap(tx.sqlite, connection.number).byLocal('price', before.id)?.base ?? old;
  if (chosen) {
    const wanted = chosen.filter((field) => field in fields);
    if (wanted.includes('group_id')) requireLiveGroup(tx, base);
    await setFields(tx, { connection, entity: 'price', id }, pick({ ...old, group_id: base.group_id }, wanted));
  } else await withdrawRow(tx, 'price', id);
  // Out of a group that was archived here it was not this version that took it.
  const isLive = base.group_id === null || liveGroup(tx, base.group_id) !== null;
  const movedAlong = isLive && old.group_id === mine.group_id && old.group_id !== base.group_id;
  if (movedAlong && (!chosen || chosen.includes('group_id'))) {
    await setFields(tx, { connection, entity: 'price', id: before.id }, { group_id: base.group_id });
  }
}

function requireLiveGroup(tx: Tx, { group_id }: Snapshot): void {
  if (!group_id || liveGroup(tx, group_id) !== null) return;
  throw refuse('Its group is archived here. Take that back first: its prices come back with it.');
}

const pick = (from: Snapshot, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, from[field] ?? null]));
