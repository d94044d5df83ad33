import { AppError } from '@shared/errors';
import { maxLookupKeyLength } from '@shared/rules/lookup-key';
import { setFields } from '../local/set-fields';
import { releaseLine } from '../outbox/claim-line';
import { type LineKey, readLine } from '../outbox/outbox-line';
import { linkMeter } from '../pull/adopt-meter';
import { applyRemoteRow } from '../pull/apply-rows';
import { askAgain } from '../pull/note-applied';
import { type PullContext, readPage } from '../pull/page';
import { idMap } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { closeConflict } from './close-conflict';
import { forgetOperation, type Resolving } from './resolving';
import { withdrawPulled } from './withdraw-pulled';

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
  await takeOver({ tx, connection, map, run: null }, { entity, id }, remote);
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
  if (found.parent_id !== null) {
    const message = 'That is a later version of a price: please give the id of the first one.';
    throw new AppError('validation_error', message, { field: 'value' });
  }
  const map = idMap(tx.sqlite, connection.number);
  const pulled = map.byRemote(entity, found.remote_id);
  if (pulled) await withdrawPulled(tx, connection, { entity, id: pulled.local_id });
  forgetOperation({ tx, connection, conflict });
  // As if the answer had come: what was edited since, on either side, is merged.
  const link = { local_id: id, remote_id: found.remote_id, base: operation.intent };
  map.put(entity, { ...link, etag: null, remote_updated_at: null });
  await closeConflict(tx, connection, { entity, id, kinds: ['unknown_fate'] });
  await takeOver({ tx, connection, map, run: null }, key, found);
}

/** Merges a row of the server that was linked just now; once what it refers to there has come, where that is still to come. */
async function takeOver(context: PullContext, { entity, id }: LineKey, row: RemoteRow): Promise<void> {
  if (entity === 'feature') linkMeter(await readPage(context, entity, [row]), id, row);
  const applied = await applyRemoteRow(context.tx, { ...context, entity, row });
  if (applied.what !== 'waits') return;
  if (applied.missing === null) throw new AppError('invalid_operation', applied.reason);
  askAgain(context.tx.sqlite, context.connection.number, entity, row.remote_id);
}
