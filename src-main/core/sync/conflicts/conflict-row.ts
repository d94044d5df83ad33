import type { UnconfirmedDecision } from '@shared/entities/pending';
import type { ConflictChoice, ConflictKind } from '@shared/entities/sync';
import { notFound } from '@shared/errors';
import { isOfKind, kindFields } from '@shared/rules/sync/row-kind';
import { fieldRule, type Snapshot, type SyncedEntity } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import { canSet } from '../local/set-fields';
import { idMap } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { tableOf } from '../snapshots/read-snapshots';

/** An open conflict as deciding it needs it. */
export interface ConflictRow {
  number: number;
  entity: SyncedEntity;
  id: string;
  kind: ConflictKind;
  field: string;
  /** Undefined when it is not known what both sides had. */
  base: unknown;
  mine: unknown;
  theirs: unknown;
  remote: RemoteRow | null;
  opened_at: string;
  /** What was chosen and is not confirmed yet. */
  decision: KeptDecision | null;
}

/** With the sides as they were when it was chosen. */
export interface KeptDecision extends UnconfirmedDecision {
  sides: string;
}

type Stored = Omit<ConflictRow, Encoded> & Record<Encoded, string | null>;
type Encoded = 'base' | 'mine' | 'theirs' | 'remote' | 'decision';

const columns = 'number, entity, local_id as id, kind, field, base, mine, theirs, remote, opened_at, decision';
const orNull = (text: string | null) => (text === null ? null : JSON.parse(text));
const rowOf = ({ base, mine, theirs, remote, decision, ...row }: Stored): ConflictRow => ({
  ...row,
  base: base === null ? undefined : JSON.parse(base),
  mine: orNull(mine),
  theirs: orNull(theirs),
  remote: orNull(remote),
  decision: orNull(decision),
});

/** Open conflicts of a connection, those of one row together, oldest first. */
export function readConflicts(
  sqlite: Database.Database,
  connection: number,
  { limit, offset }: { limit: number; offset: number },
): ConflictRow[] {
  const rows = prepared(sqlite, listSql).all({ connection, limit, offset }) as Stored[];
  return rows.map(rowOf);
}

const listSql = `
  select ${columns} from conflicts c where connection = @connection
  order by (select min(number) from conflicts o where o.connection = c.connection and o.entity = c.entity
    and o.local_id = c.local_id), number limit @limit offset @offset`;

/** A conflict that is still open; throws not_found when it was decided meanwhile. */
export const requireConflict = (sqlite: Database.Database, connection: number, number: number): ConflictRow =>
  requireConflicts(sqlite, connection, [number])[0] as ConflictRow;

/** Conflicts that are still open, in this order; throws not_found when one of them was decided meanwhile. */
export function requireConflicts(
  sqlite: Database.Database,
  connection: number,
  numbers: readonly number[],
): ConflictRow[] {
  const rows = prepared(sqlite, byNumberSql).all(connection, JSON.stringify(numbers)) as Stored[];
  const known = new Map(rows.map((row) => [row.number, row]));
  return numbers.map((number) => {
    const row = known.get(number);
    if (!row) throw notFound('This conflict is not open any more');
    return rowOf(row);
  });
}

const byNumberSql = `select ${columns} from conflicts
  where connection = ? and number in (select value from json_each(?))`;

/** What can be decided about a conflict. */
export function choicesOf(sqlite: Database.Database, connection: number, conflict: ConflictRow): ConflictChoice[] {
  const { entity, kind, field, theirs } = conflict;
  const settable = canSet(entity, field);
  switch (kind) {
    case 'field':
      if (!settable) return ['mine'];
      if (isTermOfEnded(sqlite, conflict)) return ['theirs'];
      return isText(conflict, theirs) ? ['mine', 'theirs', 'edit'] : ['mine', 'theirs'];
    case 'server_ignored':
      return settable ? ['theirs', 'mine'] : ['mine'];
    case 'gone_there':
      return ['recreate', 'theirs'];
    case 'edited_there':
    case 'versioned_there':
      return ['mine', 'theirs'];
    case 'key_taken':
      return canLink(sqlite, connection, conflict) ? ['rename_key', 'link'] : ['rename_key'];
    case 'unknown_fate':
      return ['link', 'send_again'];
  }
}

/** Terms here would be a version from now on, which a charge that has ended, or has its next version, has none of. */
const isTermOfEnded = (sqlite: Database.Database, { entity, id, field }: ConflictRow): boolean =>
  entity === 'price' &&
  fieldRule('price', field)?.travels === 'version' &&
  prepared(sqlite, 'select 1 from prices where id = ? and end_date is not null').get(id) !== undefined;

/** Whether two rows with one key can be one: neither is another's by now, and they are of one kind. */
function canLink(sqlite: Database.Database, connection: number, { entity, id, theirs, remote }: ConflictRow): boolean {
  const map = idMap(sqlite, connection);
  if (remote?.parent_id !== null || map.byLocal(entity, id) || map.byRemote(entity, remote.remote_id)) return false;
  if (entity === 'price' && prepared(sqlite, isVersionSql).get({ connection, id })) return false;
  const fields = kindFields[entity];
  if (fields.length === 0) return true;
  const mine = prepared(sqlite, `select ${fields.join(', ')} from ${tableOf[entity]} where id = ?`).get(id);
  return isOfKind(entity, mine as Snapshot, theirs as Snapshot);
}

/** Terms of a charge that the server knows are not another charge there. */
const isVersionSql = `select 1 from prices mine
  join prices version on coalesce(version.parent_price_id, version.id) = coalesce(mine.parent_price_id, mine.id)
  join synced_rows on connection = @connection and entity = 'price' and local_id = version.id
  where mine.id = @id`;

/** Whether a value of one's own can be typed for the field. */
function isText({ entity, field, mine }: ConflictRow, theirs: unknown): boolean {
  const isShort = (value: unknown) => value === null || typeof value === 'string';
  const rule = fieldRule(entity, field.split('.')[0] ?? '');
  return rule?.travels === 'in_place' && field !== 'group_id' && isShort(mine) && isShort(theirs);
}
