import type { Parsed } from '@shared/contract';
import { type ChangeSet, changeSetFormat, type PortableChange } from '@shared/entities/pending';
import { toInstant } from '@shared/instant';
import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { type LineKey, type OutboxLine, readLine } from '../outbox/outbox-line';
import { lineHeads } from '../outbox/pending-list';
import type { OutboxAt } from '../outbox/plan-requests';
import { priceChains } from '../outbox/price-chains';
import { idMap } from '../remote/id-map';
import { readSnapshots } from '../snapshots/read-snapshots';
import { planKey, portableValues, priceKey } from './portable';

/** Pending changes as a file that another machine can apply, in the order in which they are sent. */
export async function exportChangeSet(
  at: OutboxAt,
  { items, title, note }: Parsed<'pending.export'>,
  now: number,
): Promise<{ file_name: string; text: string; count: number }> {
  const wanted = items && new Set(items.map(({ id }) => id));
  const heads = lineHeads(at.sqlite, at.connection.number).filter(({ id }) => !wanted || wanted.has(id));
  const changes: PortableChange[] = [];
  const versions = new Set(heads.flatMap(({ kind, id }) => (kind === 'version' ? id : [])));
  for (const head of heads) {
    const change = await portableChangeOf(at, head);
    if (!change) continue;
    // A version that comes along ends the one before it itself, which has to be there to be followed.
    if (head.entity === 'price' && isFollowed(at, head.id, versions)) delete change.fields.end_date;
    changes.push(change);
  }
  const environment = prepared(at.sqlite, 'select name from environments where id = ?')
    .pluck()
    .get(at.connection.environment_id) as string;
  const exported_at = toInstant(now);
  const set: ChangeSet = { format: changeSetFormat, title, note, environment, exported_at, changes };
  const file_name = `pending-changes-${exported_at.slice(0, 10)}.json`;
  return { file_name, text: `${JSON.stringify(set, null, 2)}\n`, count: changes.length };
}

/** Whether one of these prices is the version that follows this one. */
function isFollowed({ sqlite, connection }: OutboxAt, id: string, versions: ReadonlySet<string>): boolean {
  if (versions.size === 0) return false;
  const { successors = [] } = priceChains(sqlite, connection.number, [id]).get(id) ?? {};
  return successors.some((successor) => versions.has(successor.id));
}

async function portableChangeOf(at: OutboxAt, key: LineKey): Promise<PortableChange | null> {
  const line = readLine(at.sqlite, at.connection.number, key);
  const mine = (await readSnapshots(at.db, key.entity, [key.id])).get(key.id);
  if (!line || !mine) return null;
  const note = prepared(at.sqlite, 'select note from outbox where number = ?').pluck().get(line.number) as string;
  const fields: PortableChange['fields'] = {};
  const side = async (of: 'from' | 'to') =>
    portableValues(
      at,
      line.entity,
      Object.fromEntries(Object.entries(line.fields).map(([name, one]) => [name, one[of]])),
    );
  const [from, to] = [await side('from'), await side('to')];
  for (const field of Object.keys(line.fields)) fields[field] = { from: from[field] ?? null, to: to[field] ?? null };
  return {
    entity: line.entity,
    kind: line.kind,
    name: snapshotName(line.entity, mine),
    key: await keyOf(at, line, mine),
    fields,
    note,
  };
}

async function keyOf(at: OutboxAt, line: OutboxLine, mine: Snapshot): Promise<PortableChange['key']> {
  const { entity, id, kind } = line;
  if (entity === 'group' || entity === 'feature') return String(mine.lookup_key);
  const map = idMap(at.sqlite, at.connection.number);
  const base = map.byLocal(entity, id)?.base ?? mine;
  if (entity === 'plan') return planKey(base);
  if (kind === 'create') {
    // Under the names of its later versions it is found again, so that a set that is applied twice makes it once.
    const chain = [...priceChains(at.sqlite, at.connection.number, [id]).keys()];
    const all = [...(await readSnapshots(at.db, 'price', chain)).values()];
    const { entity_id } = await portableValues(at, 'price', { entity_id: mine.entity_id });
    return priceKey(entity_id, [mine, ...all]);
  }
  const before =
    kind === 'version' ? priceChains(at.sqlite, at.connection.number, [id]).get(id)?.predecessor : undefined;
  const versions = [base, mine];
  if (before) {
    const old = (await readSnapshots(at.db, 'price', [before.id])).get(before.id);
    versions.splice(0, 2, ...[map.byLocal('price', before.id)?.base ?? [], old ?? []].flat());
  }
  const { entity_id } = await portableValues(at, 'price', { entity_id: mine.entity_id });
  return priceKey(entity_id, versions);
}
