import type { AppErrorBody } from '@shared/errors';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Operation } from '../outbox/operation';
import type { RemoteReply } from '../remote/remote-api';
import { type RemoteMeter, type RemoteRow, readRemoteMeter, readRemoteRow } from '../remote/remote-rows';

/** What the answer to a write means for its line. */
export type ReplyDecision =
  /** Done; the row as the server has it now, null where its answer has none. */
  | { do: 'settle'; row: RemoteRow | null }
  | { do: 'settle_meter'; meter: RemoteMeter }
  /** Done, but the answer does not show it all: what is there has to be read. */
  | { do: 'verify' }
  /** It may have been done or not. */
  | { do: 'uncertain'; message: string; retry_after_ms: number | null }
  /** Nothing was done; nothing else can be either until this has changed. */
  | { do: 'stop'; because: 'unreachable' | 'unauthorized'; message: string }
  /** The row has moved on there. */
  | { do: 'pull_first' }
  /** Declined; whether because it was done before is for a look at what is there. */
  | { do: 'look'; error: AppErrorBody }
  | { do: 'failed'; error: AppErrorBody };

/** One meaning for every outcome of a write (architecture C.5). Depends on nothing but its arguments. */
export function decideReply(entity: SyncedEntity, operation: Operation, reply: RemoteReply): ReplyDecision {
  switch (reply.kind) {
    case 'ok':
      return done(entity, operation, reply);
    case 'unreachable':
    case 'unauthorized':
      return { do: 'stop', because: reply.kind, message: reply.message };
    case 'busy':
      return { do: 'uncertain', message: reply.message, retry_after_ms: reply.retry_after_ms };
    case 'broken':
      return { do: 'uncertain', message: reply.message, retry_after_ms: null };
    case 'refused':
      if (reply.error.code === 'version_conflict') return { do: 'pull_first' };
      if (reply.status >= 300 && reply.status < 400) return { do: 'failed', error: reply.error };
      return operation.kind === 'meter' ? { do: 'failed', error: reply.error } : { do: 'look', error: reply.error };
  }
}

function done(
  entity: SyncedEntity,
  operation: Operation,
  reply: { body: unknown; etag: string | null },
): ReplyDecision {
  const { kind, sent, intent } = operation;
  // The answer to a delete says nothing of the row.
  if (kind === 'end' || kind === 'archive') return { do: 'settle', row: null };
  if (kind === 'meter') {
    const meter = readRemoteMeter(reply.body);
    return meter ? { do: 'settle_meter', meter } : { do: 'verify' };
  }
  const read = readRemoteRow(entity, withMeter(reply.body, sent.includes('meter') && kind !== 'create', intent.meter));
  if (!('row' in read)) return { do: 'verify' };
  return { do: 'settle', row: { ...read.row, etag: read.row.etag ?? reply.etag } };
}

/** An update of a feature may be answered without its meter: one that was not sent is as it was. */
function withMeter(body: unknown, isSent: boolean, part: unknown): unknown {
  const { meter, meter_id } = (body ?? {}) as Record<string, unknown>;
  if (meter || !meter_id || !part || isSent) return body;
  return { ...(body as object), meter: { id: meter_id, ...(part as object) } };
}
