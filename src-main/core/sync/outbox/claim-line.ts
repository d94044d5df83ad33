import { isDeepStrictEqual } from 'node:util';
import type { AppErrorBody } from '@shared/errors';
import { ulidOf } from '@shared/ids';
import { toInstant } from '@shared/instant';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { type ConnectionRow, extensionsOf } from '../connections/active-connection';
import { idMap } from '../remote/id-map';
import { deriveOutbox } from './derive-outbox';
import { isSendable } from './next-line';
import type { Operation, Step } from './operation';
import { type LineKey, type OutboxLine, readLine } from './outbox-line';
import { readLineParts } from './plan-requests';
import { type LineParts, overwrites, plannedSteps } from './plan-steps';
import { priceChains } from './price-chains';

/** The shortest pause before what became of a write is looked for: copies of the data lag behind (architecture 0.3). */
const settlingMs = 2000;
const longestPauseMs = 60_000;

/** When a line is looked at again: after the pause that the server asked for, else after a longer one with each try. */
export function pauseUntil(now: string, attempts: number, retry_after_ms: number | null = null): string {
  const growing = Math.min(settlingMs * 2 ** Math.max(attempts - 1, 0), longestPauseMs);
  return toInstant(Date.parse(now) + Math.max(retry_after_ms ?? growing, settlingMs));
}

/** Whether a read that found nothing is old enough for a second one to count. */
export const isLongEnough = (since: string | null, now: string): boolean =>
  since !== null && Date.parse(now) - Date.parse(since) >= settlingMs;

/** The next request of a line that may be sent now, as it would be claimed. */
export interface NextRequest {
  line: OutboxLine;
  step: Step;
  op_id: string;
  is_marked: boolean;
}

/**
 * Null when the line is not to be sent any more, or has nothing that the server takes. `marked` is the mark that its row
 * was just read with: an update keeps it, since whoever made the row may not know yet that it was made.
 */
export async function nextRequest(
  tx: Tx,
  connection: ConnectionRow,
  key: LineKey,
  marked: string | null = null,
): Promise<NextRequest | null> {
  const { db, sqlite, now } = tx;
  const at = { db, sqlite, connection };
  const line = readLine(sqlite, connection.number, key);
  if (!line || line.operation || !isSendable(at, line, now)) return null;
  const op_id = ulidOf(Date.parse(now));
  const makes = line.kind === 'create' || line.kind === 'version';
  const parts = await readLineParts(at, line, makes ? (marksOf(connection) ? op_id : null) : marked);
  const step = parts && plannedSteps(parts)[0];
  return parts && step ? { line, step, op_id, is_marked: isMarked(parts, step) } : null;
}

/**
 * Takes a line to send its request: from this commit on the request may have left. `read` is the version that was just
 * read, where one was.
 */
export function claimLine(
  tx: Tx,
  connection: ConnectionRow,
  { line, step, op_id, is_marked }: NextRequest,
  read: string | null,
): Operation {
  const about = aboutOf(tx.sqlite, connection, line);
  const operation: Operation = {
    ...step,
    op_id,
    is_marked,
    if_match: ifMatchOf(tx, connection, { entity: line.entity, id: about }, step, read),
    about,
    started_at: tx.now,
    missing_since: null,
    is_answered: false,
    refused: null,
    fields: line.fields,
    was_released: line.is_released,
  };
  setOperation(tx, connection, line, operation);
  tx.changed('sync');
  return operation;
}

const marksOf = (connection: ConnectionRow) =>
  connection.marks_operations === 1 && !extensionsOf(connection).has('idempotency');

const isMarked = ({ entity, wording }: LineParts, { kind, sent }: Step): boolean =>
  wording.mark !== null && (kind === 'create' || kind === 'version') && entity !== 'group' && sent.includes('metadata');

function ifMatchOf(tx: Tx, connection: ConnectionRow, { entity, id }: LineKey, step: Step, read: string | null) {
  const isConditional = overwrites(step) || step.kind === 'end' || step.kind === 'archive';
  if (!isConditional || !extensionsOf(connection).has('conditional_update')) return null;
  return read ?? idMap(tx.sqlite, connection.number).byLocal(entity, id)?.etag ?? null;
}

/** The local row that the request of a line is about: of a version the one before it. */
export const aboutOf = (sqlite: Database.Database, connection: ConnectionRow, { kind, id }: OutboxLine): string =>
  kind === 'version' ? (priceChains(sqlite, connection.number, [id]).get(id)?.predecessor?.id ?? id) : id;

/** The request is on its way, for the first time or once more. */
export function setOperation(tx: Tx, connection: ConnectionRow, { entity, id }: LineKey, operation: Operation): void {
  prepared(tx.sqlite, sendingSql).run({
    connection: connection.number,
    entity,
    id,
    operation: JSON.stringify(operation),
  });
}

const ofLine = 'connection = @connection and entity = @entity and local_id = @id';
const sendingSql = `update outbox set state = 'sending', operation = @operation, attempts = attempts + 1,
  not_before = null, problem = null where ${ofLine}`;

/** Nobody knows whether the request was done; it is looked into after a pause. */
export function leaveUncertain(
  tx: Tx,
  connection: ConnectionRow,
  { entity, id }: LineKey,
  operation: Operation,
  { message, retry_after_ms = null }: { message?: string; retry_after_ms?: number | null } = {},
): void {
  const line = readLine(tx.sqlite, connection.number, { entity, id });
  prepared(tx.sqlite, uncertainSql).run({
    connection: connection.number,
    entity,
    id,
    operation: JSON.stringify(operation),
    not_before: pauseUntil(tx.now, line?.attempts ?? 1, retry_after_ms),
    problem: message === undefined ? null : JSON.stringify({ code: 'service_unavailable', message }),
  });
  tx.changed('sync');
}

const uncertainSql = `update outbox set state = 'uncertain', operation = @operation, not_before = @not_before,
  problem = @problem where ${ofLine}`;

/** Nothing is under way any more: the line is what the row lacks now, tried again at `not_before`. */
export async function releaseLine(
  tx: Tx,
  connection: ConnectionRow,
  { entity, id }: LineKey,
  not_before: string | null = null,
): Promise<void> {
  const key = { connection: connection.number, entity, id };
  prepared(
    tx.sqlite,
    `update outbox set state = 'ready', operation = null, not_before = @not_before where ${ofLine}`,
  ).run({
    ...key,
    not_before,
  });
  await deriveOutbox({ ...tx, connection }, new Map([[entity, new Set([id])]]));
  tx.changed('sync');
}

/** The server declined: the line waits for an edit or for the person, unless it was edited since. */
export async function failLine(
  tx: Tx,
  connection: ConnectionRow,
  key: LineKey,
  operation: Operation,
  problem: AppErrorBody,
): Promise<void> {
  const line = readLine(tx.sqlite, connection.number, key);
  const isEdited = !line || !isDeepStrictEqual(line.fields, operation.fields);
  prepared(tx.sqlite, `update outbox set state = @state, operation = null, problem = @problem where ${ofLine}`).run({
    connection: connection.number,
    entity: key.entity,
    id: key.id,
    state: isEdited ? 'ready' : 'failed',
    problem: isEdited ? null : JSON.stringify(problem),
  });
  await deriveOutbox({ ...tx, connection }, new Map([[key.entity, new Set([key.id])]]));
  tx.changed('sync');
}

/** What was on its way when the program ended is of unknown fate now. Answers how many lines that are. */
export function recoverSending(tx: Tx, connection: ConnectionRow): number {
  const { changes } = prepared(
    tx.sqlite,
    `update outbox set state = 'uncertain', not_before = ? where connection = ? and state = 'sending'`,
  ).run(pauseUntil(tx.now, 1), connection.number);
  if (changes > 0) tx.changed('sync');
  return changes;
}

/** Ends the pauses of lines whose fate is unknown; answers them. */
export const dueAtOnce = (sqlite: Database.Database, { number }: ConnectionRow): LineKey[] =>
  prepared(sqlite, dueSql).all(number) as LineKey[];

const dueSql = `update outbox set not_before = null where connection = ? and state = 'uncertain'
  returning entity, local_id as id`;
