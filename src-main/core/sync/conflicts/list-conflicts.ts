import type { OutputOf } from '@shared/contract';
import type { ConflictItem } from '@shared/entities/pending';
import { type Snapshot, type SyncedEntity, snapshotCurrency, snapshotName } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { OutboxAt } from '../outbox/plan-requests';
import { priceChains } from '../outbox/price-chains';
import { referenceNames } from '../outbox/reference-names';
import { idMap } from '../remote/id-map';
import { readSnapshots } from '../snapshots/read-snapshots';
import { type ConflictRow, choicesOf, type KeptDecision, readConflicts } from './conflict-row';
import { freeKey } from './free-key';
import { lookAlike } from './look-alike';
import { mineOf, sidesText } from './sides';

/** Open conflicts as they are shown, those of one row together. */
export async function listConflicts(
  at: OutboxAt,
  asked: { limit: number; offset: number },
): Promise<OutputOf<'conflict.list'>> {
  const { sqlite, connection } = at;
  const total = prepared(sqlite, 'select count(*) from conflicts where connection = ?').pluck().get(connection.number);
  const items: ConflictItem[] = [];
  for (const row of readConflicts(sqlite, connection.number, asked)) items.push(await itemOf(at, row));
  return { items, pagination: { total: total as number, limit: asked.limit, offset: asked.offset + asked.limit } };
}

async function itemOf(at: OutboxAt, row: ConflictRow): Promise<ConflictItem> {
  const { entity, id, kind, field, number, theirs, remote, opened_at } = row;
  const base = row.base ?? (kind === 'versioned_there' ? termsBefore(at, id) : row.base);
  const snapshot = (await readSnapshots(at.db, entity, [id])).get(id) ?? {};
  const mine = mineOf(row, snapshot);
  const sides = sidesText({ mine, theirs });
  const alike = kind === 'unknown_fate' ? await lookAlike(at, row) : null;
  return {
    number,
    entity,
    id,
    name: snapshotName(entity, snapshot),
    currency: snapshotCurrency(snapshot),
    kind,
    field,
    base: base ?? null,
    is_base_known: base !== undefined,
    mine,
    theirs: alike?.snapshot ?? theirs,
    choices: choicesOf(at.sqlite, at.connection.number, row),
    suggestion:
      kind === 'key_taken'
        ? freeKey(at.sqlite, at.connection.environment_id, entity, String(row.mine))
        : (alike?.remote_id ?? null),
    opened_at,
    names: referenceNames(
      at.db,
      [base, mine, alike?.snapshot ?? theirs].map((value) => valuesIn(field, value)),
    ),
    remote_id: remote?.remote_id ?? null,
    affected: kind === 'key_taken' ? affectedBy(at, entity, id) : null,
    sides,
    unconfirmed: unconfirmedOf(row.decision, sides),
  };
}

const unconfirmedOf = (decision: KeptDecision | null, sides: string): ConflictItem['unconfirmed'] => {
  if (!decision) return null;
  const { sides: seen, ...chosen } = decision;
  return { ...chosen, is_outdated: seen !== sides };
};

/** What both sides had before each gave a price new terms. */
function termsBefore({ sqlite, connection }: OutboxAt, id: string): Snapshot | undefined {
  const before = priceChains(sqlite, connection.number, [id]).get(id)?.predecessor;
  return (before && idMap(sqlite, connection.number).byLocal('price', before.id)?.base) ?? undefined;
}

/** The values that an id may be among: of a whole row all of them, also where the conflict is about its key. */
const valuesIn = (field: string, value: unknown): Snapshot => {
  const isRow = typeof value === 'object' && value !== null && (field === '' || field === 'lookup_key');
  return isRow ? (value as Snapshot) : field === '' ? {} : { [field]: value };
};

const chargesSql: Record<SyncedEntity, string> = {
  group: 'group_id = @id',
  plan: 'entity_id = @id and end_date is null',
  feature: 'meter_id = (select meter_id from features where id = @id) and end_date is null',
  price: 'id = @id',
};
const shownCharges = 10;

/** The charges that hang on a row. */
function affectedBy({ sqlite }: OutboxAt, entity: SyncedEntity, id: string): ConflictItem['affected'] {
  const names = prepared(sqlite, `select display_name from prices where ${chargesSql[entity]} order by number`)
    .pluck()
    .all({ id }) as string[];
  return { count: names.length, names: names.slice(0, shownCharges) };
}
