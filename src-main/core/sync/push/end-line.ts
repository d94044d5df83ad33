import type { AppErrorBody } from '@shared/errors';
import { openConflict } from '../conflicts/open-conflict';
import { failLine, leaveUncertain, pauseUntil, releaseLine } from '../outbox/claim-line';
import type { Operation } from '../outbox/operation';
import { type LineKey, readLine } from '../outbox/outbox-line';
import { settleLine } from '../outbox/settle-line';
import { askAgain } from '../pull/note-applied';
import { idMap } from '../remote/id-map';
import type { RemoteReply } from '../remote/remote-api';
import type { RemoteRow } from '../remote/remote-rows';
import { noteEntry } from '../runs/note-entry';
import type { ProbeConflict } from './decide-probe';
import type { PushContext, PushStop } from './push-context';

/** Whether a line goes on to its next request. */
export type Next = 'on' | 'over';

/** The server has it; `isSent`: by a request of ours, not because it was so there already. */
export async function settle(
  context: PushContext,
  key: LineKey,
  operation: Operation,
  row: RemoteRow | null,
  isSent = true,
): Promise<Next> {
  const { connection, options, outcome } = context;
  const run = isSent ? (options.run ?? null) : null;
  const settled = context.inWrite((tx) => settleLine(tx, { connection, key, operation, row, run }));
  context.onSettling?.();
  const { conflicts, is_left } = await settled;
  outcome.conflicts += conflicts;
  outcome.settled += 1;
  if (isSent) outcome.sent += 1;
  options.onPoint?.('settled');
  return is_left ? 'on' : 'over';
}

/** How often somebody else is faster in the ordinary course of things. */
const usualPulls = 3;

/** The row that a request is about has moved on there: what is to be sent is told by the merge. */
export async function pullFirst(context: PushContext, key: LineKey, about: string): Promise<Next> {
  const { connection } = context;
  await context.inWrite(async (tx) => {
    // A row that goes on looking otherwise than its base must not keep every run busy.
    const attempts = readLine(tx.sqlite, connection.number, key)?.attempts ?? 0;
    await releaseLine(tx, connection, key, attempts > usualPulls ? pauseUntil(tx.now, attempts) : null);
    const known = idMap(tx.sqlite, connection.number).byLocal(key.entity, about);
    // What it was may have been told already, and would not be told again.
    if (known) askAgain(tx.sqlite, connection.number, key.entity, known.remote_id);
  });
  context.outcome.needs_pull = true;
  return 'over';
}

/** Declined for good: the line waits for an edit or for the person. */
export async function fail(
  context: PushContext,
  key: LineKey,
  operation: Operation,
  error: AppErrorBody,
): Promise<Next> {
  const { connection, options, outcome } = context;
  await context.inWrite(async (tx) => {
    await failLine(tx, connection, key, operation, error);
    noteEntry(tx.sqlite, options.run ?? null, {
      entity: key.entity,
      row_id: key.id,
      name: nameOf(operation),
      what: 'failed',
      detail: { kind: operation.kind, message: error.message },
    });
  });
  outcome.failed += 1;
  return 'over';
}

const nameOf = ({ intent }: Operation) => String(intent.display_name || intent.name || intent.lookup_key || '');

/** Only a person can tell; an operation that is kept settles by itself should its mark turn up later. */
export async function ask(
  context: PushContext,
  key: LineKey,
  operation: Operation,
  { conflict, keeps_operation }: { conflict: ProbeConflict; keeps_operation: boolean },
): Promise<Next> {
  const { connection, options, outcome } = context;
  await context.inWrite(async (tx) => {
    if (keeps_operation) leaveUncertain(tx, connection, key, operation);
    else await releaseLine(tx, connection, key);
    openConflict(tx, connection.number, { ...key, ...conflict });
    noteEntry(tx.sqlite, options.run ?? null, {
      entity: key.entity,
      row_id: key.id,
      name: nameOf(operation),
      what: 'conflict',
      detail: { kind: conflict.kind, field: conflict.field },
    });
  });
  outcome.conflicts += 1;
  return 'over';
}

/** The pass ends: the next request would meet the same. What was met first is told. */
export function stop({ outcome, options }: PushContext, reply: RemoteReply): Next {
  outcome.stopped ??= options.signal?.aborted ? { because: 'cancelled' } : stopOf(reply);
  return 'over';
}

function stopOf(reply: RemoteReply): PushStop {
  if (reply.kind === 'unreachable' || reply.kind === 'unauthorized') {
    return { because: reply.kind, message: reply.message };
  }
  const message = reply.kind === 'refused' ? reply.error.message : reply.kind === 'ok' ? '' : reply.message;
  const asks_for_pause = reply.kind === 'busy';
  return { because: 'trouble', message, retry_after_ms: asks_for_pause ? reply.retry_after_ms : null, asks_for_pause };
}
