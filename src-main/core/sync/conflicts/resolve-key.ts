import { AppError } from '@shared/errors';
import { maxLookupKeyLength } from '@shared/rules/lookup-key';
import { setFields } from '../local/set-fields';
import { releaseLine } from '../outbox/claim-line';
import { readLine } from '../outbox/outbox-line';
import { settleLine } from '../outbox/settle-line';
import { linkMeter } from '../pull/adopt-meter';
import { applyRemoteRow } from '../pull/apply-rows';
import { readPage } from '../pull/page';
import { idMap } from '../remote/id-map';
import { withdrawRow } from '../withdraw/withdraw-row';
import { closeConflict } from './close-conflict';
import type { Resolving } from './resolving';

/** Another row there has the lookup key: this one takes another, or they are the same row. */
export async function resolveKey({ tx, connection, conflict, choice, value }: Resolving): Promise<void> {
  const { entity, id, remote } = conflict;
  if (choice === 'rename_key') {
    const key = typeof value === 'string' ? value.trim() : '';
    if (key === '' || key.length > maxLookupKeyLength) {
      throw new AppError('validation_error', `Please give a lookup key of 1 to ${maxLookupKeyLength} characters.`, {
        field: 'value',
      });
    }
    await setFields(tx, { connection, entity, id }, { lookup_key: key });
    await closeConflict(tx, connection, { entity, id, kinds: ['key_taken'] });
    return;
  }
  if (!remote) throw new AppError('invalid_operation', 'It cannot be linked with the row that has the key.');
  await closeConflict(tx, connection, { entity, id, kinds: ['key_taken'] });
  const map = idMap(tx.sqlite, connection.number);
  // Without a base every difference is a conflict of its own: nothing is overwritten.
  map.put(entity, { local_id: id, remote_id: remote.remote_id, base: null, etag: null, remote_updated_at: null });
  const context = { tx, connection, map, run: null };
  if (entity === 'feature') linkMeter(await readPage(context, entity, [remote]), id, remote);
  const applied = await applyRemoteRow(tx, { ...context, entity, row: remote });
  if (applied.what === 'waits') throw new AppError('invalid_operation', applied.reason);
}

/** Nobody knows whether a row was made there: it is this one there, or it is sent once more. */
export async function resolveFate({ tx, connection, conflict, choice, found }: Resolving): Promise<void> {
  const { entity, id } = conflict;
  const key = { entity, id };
  const operation = readLine(tx.sqlite, connection.number, key)?.operation;
  if (choice === 'send_again' || !operation) {
    await closeConflict(tx, connection, { entity, id, kinds: ['unknown_fate'] });
    if (operation) await releaseLine(tx, connection, key);
    return;
  }
  if (!found) throw new AppError('not_found', `The server has no ${entity} with this id.`, { field: 'value' });
  const map = idMap(tx.sqlite, connection.number);
  const pulled = map.byRemote(entity, found.remote_id);
  if (pulled && pulled.local_id !== id) {
    if (readLine(tx.sqlite, connection.number, { entity, id: pulled.local_id })) {
      const message = 'The row that came from the server was edited here since: take those edits back first.';
      throw new AppError('invalid_operation', message, { field: 'value' });
    }
    // It came as a row of its own while nobody knew that it was this one.
    map.drop(entity, pulled.local_id);
    await withdrawRow(tx, entity, pulled.local_id);
  }
  await settleLine(tx, { connection, key, operation, row: found, run: null });
}
