import { toInstant } from '@shared/instant';
import { extensionsOf } from '../connections/active-connection';
import { isLongEnough, leaveUncertain, releaseLine } from '../outbox/claim-line';
import type { Operation } from '../outbox/operation';
import type { LineKey } from '../outbox/outbox-line';
import { settleMeter } from '../outbox/settle-line';
import { idMap, type SyncedRow } from '../remote/id-map';
import { decideProbe } from './decide-probe';
import { decideReply } from './decide-reply';
import { ask, fail, type Next, pullFirst, settle, stop } from './end-line';
import type { PushContext } from './push-context';
import { readFacts } from './read-facts';

/** Sends the request of a claimed line and does what its answer means; `isRepeat`: its fate was unknown before. */
export async function exchange(
  context: PushContext,
  key: LineKey,
  operation: Operation,
  isRepeat: boolean,
): Promise<Next> {
  const { connection, options } = context;
  options.onPoint?.('claimed');
  const { method, path, body } = operation.request;
  const reply = await context.api.send({
    method,
    path,
    ...(body !== undefined && { body }),
    ...(extensionsOf(connection).has('idempotency') && { idempotency_key: operation.op_id }),
    ...(operation.if_match !== null && { if_match: operation.if_match }),
  });
  options.onPoint?.('answered');
  const decision = decideReply(key.entity, operation, reply);
  switch (decision.do) {
    case 'settle':
      return settle(context, key, operation, decision.row);
    case 'settle_meter':
      await context.inWrite(async (tx) => settleMeter(tx, connection, key, decision.meter.remote_id));
      return 'on';
    case 'verify':
      await context.inWrite(async (tx) => leaveUncertain(tx, connection, key, { ...operation, is_answered: true }));
      return 'over';
    case 'uncertain': {
      const { message, retry_after_ms } = decision;
      await context.inWrite(async (tx) => leaveUncertain(tx, connection, key, operation, { message, retry_after_ms }));
      return stop(context, reply);
    }
    case 'stop':
      // What was of unknown fate before still is.
      await context.inWrite(async (tx) =>
        isRepeat ? leaveUncertain(tx, connection, key, operation) : releaseLine(tx, connection, key),
      );
      return stop(context, reply);
    case 'pull_first':
      return pullFirst(context, key, operation.about);
    case 'look':
      return look(context, key, { ...operation, refused: decision.error });
    case 'failed':
      return fail(context, key, operation, decision.error);
  }
}

/** Looks at what is there and settles, sends once more, waits or asks, as it shows. */
export async function look(context: PushContext, key: LineKey, operation: Operation): Promise<Next> {
  const { deps, connection } = context;
  const known = await knownRow(context, key, operation);
  const read = await readFacts({ ...looking(context, key), operation, known });
  if ('trouble' in read) {
    await context.inWrite(async (tx) => leaveUncertain(tx, connection, key, operation));
    return stop(context, read.trouble);
  }
  const now = toInstant(deps.now());
  const decision = decideProbe({
    entity: key.entity,
    operation,
    facts: read.facts,
    base: known?.base ?? null,
    base_updated_at: known?.remote_updated_at ?? null,
    refused: operation.refused,
    is_second_look: isLongEnough(operation.missing_since, now),
  });
  switch (decision.do) {
    case 'settle':
      return settle(context, key, operation, decision.row);
    case 'send_again':
      await context.inWrite((tx) => releaseLine(tx, connection, key));
      return 'on';
    case 'wait': {
      const missing_since = decision.is_missing ? (operation.missing_since ?? now) : null;
      await context.inWrite(async (tx) => leaveUncertain(tx, connection, key, { ...operation, missing_since }));
      return 'over';
    }
    case 'pull_first':
      return pullFirst(context, key, operation.about);
    case 'failed':
      return fail(context, key, operation, decision.error);
    case 'conflict':
      return ask(context, key, operation, decision);
  }
}

export const looking = ({ api, deps, connection, inTurn }: PushContext, { entity }: LineKey) => ({
  api,
  entity,
  withMap: <T>(read: (map: ReturnType<typeof idMap>) => T) =>
    inTurn(async () => read(idMap(deps.store.sqlite, connection.number))),
});

export const knownRow = (
  context: PushContext,
  { entity, id }: LineKey,
  { kind, about }: Pick<Operation, 'kind' | 'about'>,
) =>
  context.inTurn(async (): Promise<SyncedRow | undefined> => {
    const map = idMap(context.deps.store.sqlite, context.connection.number);
    return map.byLocal(entity, kind === 'version' ? about : id);
  });
