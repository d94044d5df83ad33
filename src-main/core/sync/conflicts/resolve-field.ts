import { priceUpdate } from '@shared/entities/price';
import { AppError } from '@shared/errors';
import { fieldRule } from '@shared/rules/sync/synced-fields';
import { updatePrice } from '../../prices/update-price';
import { prepared } from '../../store/prepared';
import { editRow, parseInput } from '../local/edit-row';
import { requireSnapshot, setFields } from '../local/set-fields';
import { termsInput } from '../local/terms-input';
import { idMap } from '../remote/id-map';
import { closeConflict } from './close-conflict';
import { type ConflictRow, readConflicts } from './conflict-row';
import type { Resolving } from './resolving';

const isTerm = (field: string) => fieldRule('price', field)?.travels === 'version';

/** Both sides changed a field: mine goes on to be sent, theirs is taken, or a third value is. */
export async function resolveField(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice, value } = resolving;
  const { entity, id, field, theirs } = conflict;
  if (entity === 'price' && isTerm(field)) {
    await resolveTerms(resolving);
    return;
  }
  rebaseField(resolving, conflict);
  if (choice === 'theirs') await setFields(tx, { connection, entity, id }, await withValue(resolving, theirs));
  if (choice === 'edit') {
    if (typeof value !== 'string') throw new AppError('validation_error', 'Please type a value', { field: 'value' });
    await editRow(tx, entity, id, await withValue(resolving, value));
  }
  await closeConflict(tx, connection, { entity, id, kinds: ['field'], field });
}

/** The change that gives the field of a conflict a value; a key of metadata comes with the other keys. */
async function withValue({ tx, conflict }: Resolving, value: unknown): Promise<Record<string, unknown>> {
  const { entity, id, field } = conflict;
  const [name = '', ...key] = field.split('.');
  if (key.length === 0) return { [name]: value };
  const mine = await requireSnapshot(tx, entity, id);
  return { [name]: withKey(mine[name], key.join('.'), value) };
}

function withKey(values: unknown, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _old, ...rest } = (values ?? {}) as Record<string, unknown>;
  return value === null ? rest : { ...rest, [key]: value };
}

/** Both sides have now heard of the server's value: what is left is ours to send. */
function rebaseField({ tx, connection }: Resolving, { entity, id, field, theirs }: ConflictRow): void {
  const map = idMap(tx.sqlite, connection.number);
  const link = map.byLocal(entity, id);
  if (!link?.base) return;
  const [name = '', ...key] = field.split('.');
  const value = key.length === 0 ? theirs : withKey(link.base[name], key.join('.'), theirs);
  map.put(entity, { ...link, base: { ...link.base, [name]: value } });
}

/** Terms of a price belong together: the server's are taken, and mine become a version of their own from now on. */
async function resolveTerms(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice } = resolving;
  const { id } = conflict;
  const all = readConflicts(tx.sqlite, connection.number, { limit: -1, offset: 0 });
  const terms = all.filter((one) => one.id === id && one.kind === 'field' && isTerm(one.field));
  const mine = await requireSnapshot(tx, 'price', id);
  for (const one of terms) rebaseField(resolving, one);
  const theirs = Object.fromEntries(terms.map(({ field, theirs: value }) => [field, value]));
  await setFields(tx, { connection, entity: 'price', id }, theirs);
  for (const { field } of terms) await closeConflict(tx, connection, { entity: 'price', id, kinds: ['field'], field });
  if (choice === 'mine') await updatePrice(tx, parseInput(priceUpdate, { id, ...termsInput(mine) }));
}

/** The server did not take a value: its own is taken, or ours stays here and is held back. */
export async function resolveIgnored({ tx, connection, conflict, choice, ...rest }: Resolving): Promise<void> {
  const { entity, id, field, theirs } = conflict;
  if (choice === 'theirs') {
    const change = await withValue({ tx, connection, conflict, choice, ...rest }, theirs);
    await setFields(tx, { connection, entity, id }, change);
  }
  await closeConflict(tx, connection, { entity, id, kinds: ['server_ignored'], field });
  if (choice !== 'mine') return;
  prepared(
    tx.sqlite,
    `update outbox set is_held = 1, is_released = 0
     where connection = ? and entity = ? and local_id = ? and state <> 'local_only'`,
  ).run(connection.number, entity, id);
}
