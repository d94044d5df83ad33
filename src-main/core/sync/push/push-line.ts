import { toInstant } from '@shared/instant';
import { limits } from '@shared/limits';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Tx } from '../../store/write';
import { type ConnectionRow, extensionsOf } from '../connections/active-connection';
import {
  aboutOf,
  claimLine,
  leaveUncertain,
  type NextRequest,
  nextRequest,
  pauseUntil,
  releaseLine,
  setOperation,
} from '../outbox/claim-line';
import { isSendable } from '../outbox/next-line';
import type { Operation, Step } from '../outbox/operation';
import { type LineKey, type OutboxLine, readLine } from '../outbox/outbox-line';
import { overwrites } from '../outbox/plan-steps';
import { settleMeter } from '../outbox/settle-line';
import { findMeters } from '../remote/find-remote';
import { idMap } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { decideProbe } from './decide-probe';
import { type Next, pullFirst, settle, stop } from './end-line';
import { exchange, knownRow, look, looking } from './exchange';
import type { PushContext } from './push-context';
import { readFacts } from './read-facts';

/** More than any line has requests: a server that answers strangely cannot keep one line going for ever. */
const mostRequests = 8;

/** A line whose turn has come, or is coming with the next commit. */
export interface Taken {
  key: LineKey;
  turn: Promise<Turn | null>;
}

/** Claims the first request of a line, or finds out what else is to be done for it. */
export function takeLine(context: PushContext, key: LineKey): Taken {
  const turn = context.inWrite((tx) => takeTurn(tx, context, key));
  // It is awaited when the line before is over.
  turn.catch(() => undefined);
  return { key, turn };
}

/** Nothing of a line that was taken has left: it is as it was before. */
export async function giveBack({ connection, inWrite }: PushContext, { key, turn }: Taken): Promise<void> {
  const taken = await turn;
  if (taken?.do === 'send') await inWrite((tx) => releaseLine(tx, connection, key));
  if (taken?.do === 'repeat') await inWrite(async (tx) => leaveUncertain(tx, connection, key, taken.operation));
}

/** Sends the requests of a line one after another, each once the one before it is settled. */
export async function pushLine(context: PushContext, { key, turn }: Taken): Promise<void> {
  let next = await doTurn(context, key, await turn);
  for (let request = 1; next === 'on' && request < mostRequests; request++) {
    if (context.options.signal?.aborted) return;
    next = await doTurn(context, key, await takeLine(context, key).turn);
  }
}

/** What is to be done for a line now. */
export type Turn =
  | { do: 'send'; operation: Operation }
  | { do: 'repeat'; operation: Operation }
  | { do: 'look'; operation: Operation }
  | { do: 'read first'; line: OutboxLine; step: Step };

async function doTurn(context: PushContext, key: LineKey, turn: Turn | null): Promise<Next> {
  switch (turn?.do) {
    case undefined:
      return 'over';
    case 'send':
    case 'repeat':
      return exchange(context, key, turn.operation, turn.do === 'repeat');
    case 'look':
      return look(context, key, turn.operation);
    case 'read first': {
      const before = await lookBefore(context, turn.line, turn.step);
      return before.go ? sendNew(context, key, before.row) : before.next;
    }
  }
}

/** Claims the next request of a line, where nothing has to be read before it; null when it is not its turn. */
async function takeTurn(tx: Tx, context: PushContext, key: LineKey): Promise<Turn | null> {
  const { connection } = context;
  const { db, sqlite, now } = tx;
  const line = readLine(sqlite, connection.number, key);
  if (line?.operation) return isSendable({ db, sqlite, connection }, line, now) ? resume(tx, context, line) : null;
  const next = line && (await nextRequest(tx, connection, line));
  if (!next) return null;
  if (needsReading(tx, connection, next)) return { do: 'read first', ...next };
  return { do: 'send', operation: claimLine(tx, connection, next, null) };
}

/** Sends a request for the first time; the claim is durable before its first byte leaves. */
async function sendNew(context: PushContext, key: LineKey, read: RemoteRow | null): Promise<Next> {
  const { connection } = context;
  const operation = await context.inWrite(async (tx) => {
    const next = await nextRequest(tx, connection, key, read?.mark);
    return next && claimLine(tx, connection, next, read?.etag ?? null);
  });
  return operation ? exchange(context, key, operation, false) : 'over';
}

/** A request of unknown fate: sent again where the server does a write once, else looked for. */
function resume(tx: Tx, context: PushContext, line: OutboxLine): Turn {
  const operation = line.operation as Operation;
  if (operation.refused || operation.is_answered || !isRepeatable(context, operation)) return { do: 'look', operation };
  setOperation(tx, context.connection, line, operation);
  return { do: 'repeat', operation };
}

function isRepeatable({ deps, connection }: PushContext, { started_at }: Operation): boolean {
  const age = deps.now() - Date.parse(started_at);
  return extensionsOf(connection).has('idempotency') && age < limits.idempotency_days * 24 * 3600 * 1000;
}

/**
 * A server that refuses no write to a row that has moved on is read first, so that nobody's edit is overwritten unseen; one
 * that does no write only once is looked through for a meter that is there already.
 */
function needsReading(tx: Tx, connection: ConnectionRow, { line, step }: NextRequest): boolean {
  const extensions = extensionsOf(connection);
  if (step.kind === 'meter') return !extensions.has('idempotency');
  if (!overwrites(step)) return false;
  const about = aboutOf(tx.sqlite, connection, line);
  const known = idMap(tx.sqlite, connection.number).byLocal(line.entity, about);
  return !extensions.has('conditional_update') || !known?.etag;
}

/** What has to be read before a request: go on, knowing the row that was read, or not. */
type Before = { go: true; row: RemoteRow | null } | { go: false; next: Next };

/** Reads what has to be known before the request. */
async function lookBefore(context: PushContext, line: OutboxLine, step: Step): Promise<Before> {
  if (step.kind === 'meter') return findMeterBefore(context, line, step);
  const { connection, deps } = context;
  const about = await context.inTurn(async () => aboutOf(deps.store.sqlite, connection, line));
  const known = await knownRow(context, line, { kind: step.kind, about });
  const operation: Operation = {
    ...step,
    op_id: '',
    is_marked: false,
    if_match: null,
    about,
    started_at: toInstant(deps.now()),
    missing_since: null,
    is_answered: false,
    refused: null,
    fields: line.fields,
    was_released: line.is_released,
  };
  const read = await readFacts({ ...looking(context, line), operation, known });
  if ('trouble' in read) return { go: false, next: stop(context, read.trouble) };
  const decision = decideProbe({
    entity: line.entity,
    operation,
    // Whether its key is taken is for the server to say.
    facts: { ...read.facts, holder: null },
    base: known?.base ?? null,
    base_updated_at: known?.remote_updated_at ?? null,
    refused: null,
    is_second_look: false,
  });
  if (decision.do === 'settle') {
    return { go: false, next: await settle(context, line, operation, decision.row, false) };
  }
  if (decision.do === 'pull_first') return { go: false, next: await pullFirst(context, line, about) };
  // A row that is not found: the write itself tells.
  if (decision.do !== 'wait' || decision.is_missing) return { go: true, row: read.facts.row?.row ?? null };
  // After a pause it is no copy that lags: a backup may have been put back there.
  if (line.not_before !== null) context.outcome.needs_sweep = true;
  const until = pauseUntil(toInstant(deps.now()), 1);
  await context.inWrite((tx) => releaseLine(tx, connection, line, until));
  return { go: false, next: 'over' };
}

async function findMeterBefore(context: PushContext, line: OutboxLine, { intent }: Step): Promise<Before> {
  const { connection, deps } = context;
  const meters = await findMeters(context.api);
  if ('trouble' in meters) return { go: false, next: stop(context, meters.trouble) };
  const found = await context.inWrite(async (tx) => {
    const map = idMap(deps.store.sqlite, connection.number);
    const equal = meters.found.find(
      ({ remote_id, part }) => sameValue(part, intent) && !map.byRemote('meter', remote_id),
    );
    if (equal) settleMeter(tx, connection, line, equal.remote_id);
    return equal !== undefined;
  });
  return found ? { go: false, next: 'on' } : { go: true, row: null };
}
