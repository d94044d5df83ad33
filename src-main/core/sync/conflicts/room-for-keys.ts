import type { KeyRefusal } from '@shared/entities/pending';
import { AppError } from '@shared/errors';
import { maxLookupKeyLength } from '@shared/rules/lookup-key';
import Database from 'better-sqlite3';
import { inSavepoint } from '../../store/in-savepoint';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { editRow } from '../local/edit-row';
import { setFields } from '../local/set-fields';
import { holderOf, holderSql, type KeyHolder } from '../local/taken-key';
import { idMap } from '../remote/id-map';
import { tableOf } from '../snapshots/read-snapshots';
import { closeConflict } from './close-conflict';
import { freeKey } from './free-key';
import type { Decision } from './resolving';

/**
 * Makes a decision for which a lookup key may be needed that another row has here. Mostly it is needed only on the way, as
 * of a price that goes on before it ends again: the other row is without its key until the rest is done. Where the key is
 * needed for good the other row gets `holder_key`; without one the decision is refused, and tells whose the key is.
 */
export async function withRoomForKeys(
  tx: Tx,
  connection: ConnectionRow,
  { number, choice, holder_key }: Decision,
  run: () => Promise<void>,
): Promise<void> {
  // Whoever types a key is told that it is taken, and types another.
  if (choice === 'edit' || choice === 'rename_key') return run();
  let given = holder_key;
  const parked = new Map<string, KeyHolder>();
  for (;;) {
    let needed: KeyHolder | undefined;
    const refusal = await inSavepoint(tx, async () => {
      for (const holder of parked.values()) park(tx, holder);
      await run();
      for (const holder of parked.values()) {
        if (giveBack(tx, holder)) continue;
        needed = holder;
        throw refusalOf(tx, number, holder, isFixed(tx, connection, holder));
      }
    });
    if (refusal === null) return;
    const holder = needed ?? holderOf(tx, refusal);
    if (!holder || (!needed && parked.has(holder.id))) throw refusal;
    if (!needed) parked.set(holder.id, holder);
    else if (given === undefined || isFixed(tx, connection, holder)) throw refusal;
    else {
      parked.delete(holder.id);
      await rename(tx, connection, holder, given);
      given = undefined;
    }
  }
}

const keySql = ({ entity }: KeyHolder) =>
  `update ${tableOf[entity]} set lookup_key = @to where id = @id and lookup_key = @from`;
/** A key that nobody can type. */
const parkedKey = ({ id }: KeyHolder) => ` ${id}`;

function park({ sqlite }: Tx, holder: KeyHolder): void {
  const { id, lookup_key } = holder;
  prepared(sqlite, keySql(holder)).run({ id, from: lookup_key, to: parkedKey(holder) });
}

/** Whether it could have its key again. */
function giveBack({ sqlite }: Tx, holder: KeyHolder): boolean {
  const { id, lookup_key } = holder;
  try {
    prepared(sqlite, keySql(holder)).run({ id, from: parkedKey(holder), to: lookup_key });
    return true;
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    return false;
  }
}

/** Groups and features have one key for good once a server has them. */
const isFixed = ({ sqlite }: Tx, connection: ConnectionRow, { entity, id }: KeyHolder): boolean =>
  (entity === 'group' || entity === 'feature') && idMap(sqlite, connection.number).byLocal(entity, id) !== undefined;

function refusalOf(tx: Tx, number: number, holder: KeyHolder, is_fixed: boolean): AppError {
  const { entity, name, lookup_key } = holder;
  const way = is_fixed ? 'Archive that one first' : 'Give that one another key';
  return new AppError(
    'already_exists',
    `The ${entity} “${name}” has the lookup key ${lookup_key} here by now. ${way}, or decide otherwise.`,
    {
      field: 'holder_key',
      details: {
        number,
        holder,
        suggestion: is_fixed ? null : freeKey(tx.sqlite, tx.context.environment_id, entity, lookup_key),
      } satisfies KeyRefusal,
    },
  );
}

async function rename(tx: Tx, connection: ConnectionRow, { entity, id }: KeyHolder, key: string): Promise<void> {
  const lookup_key = key.trim();
  if (lookup_key === '' || lookup_key.length > maxLookupKeyLength) {
    throw new AppError('validation_error', `Please give a lookup key of 1 to ${maxLookupKeyLength} characters.`, {
      field: 'holder_key',
    });
  }
  const other = prepared(tx.sqlite, holderSql(entity)).pluck().get(tx.context.environment_id, lookup_key);
  if (other !== undefined) {
    throw new AppError('already_exists', `Another ${entity} has the lookup key ${lookup_key}, too.`, {
      field: 'holder_key',
    });
  }
  if (entity === 'price' || entity === 'plan') await editRow(tx, entity, id, { lookup_key });
  else await setFields(tx, { connection, entity, id }, { lookup_key });
  await closeConflict(tx, connection, { entity, id, kinds: ['key_taken'] });
}
