import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { Operation } from '../outbox/operation';
import { type Found, findAll, findById, findByKey, findMarked, findPricesOf } from '../remote/find-remote';
import type { IdMap, SyncedRow } from '../remote/id-map';
import { localSnapshot } from '../remote/local-snapshot';
import type { RemoteApi, RemoteReply } from '../remote/remote-api';
import type { RemoteRow } from '../remote/remote-rows';
import { type Facts, hasKey, type SeenRow } from './decide-probe';

/** What is there of a write whose fate is to be told; reads only, through searches. */
export interface Looking {
  api: RemoteApi;
  /** Runs what reads the store in its turn. */
  withMap<T>(read: (map: IdMap) => T): Promise<T>;
  entity: SyncedEntity;
  operation: Pick<Operation, 'kind' | 'op_id' | 'is_marked' | 'intent' | 'sent'>;
  /** The row that the request was about, as the server has it; undefined for a create. */
  known: SyncedRow | undefined;
}

export type FactsFound = { facts: Facts } | { trouble: RemoteReply };

const nothing: Facts = { row: null, marked: [], unmarked: [], holder: null, successors: [] };

/** Reads what is needed to tell what became of a write; the first reply that keeps it from doing so ends it. */
export async function readFacts(looking: Looking): Promise<FactsFound> {
  try {
    switch (looking.operation.kind) {
      case 'meter':
        return { facts: nothing };
      case 'create':
        return { facts: await factsOfCreate(looking) };
      case 'version':
        return { facts: await factsOfVersion(looking) };
      default:
        return { facts: await factsOfRow(looking) };
    }
  } catch (thrown) {
    if (thrown instanceof Trouble) return { trouble: thrown.reply };
    throw thrown;
  }
}

class Trouble extends Error {
  readonly reply: RemoteReply;
  constructor(reply: RemoteReply) {
    super(reply.kind);
    this.reply = reply;
  }
}

async function found<T>(reading: Promise<Found<T>>): Promise<T> {
  const answer = await reading;
  if ('trouble' in answer) throw new Trouble(answer.trouble);
  return answer.found;
}

const seen = ({ withMap, entity }: Looking, row: RemoteRow): Promise<SeenRow> =>
  withMap((map) => ({
    row,
    snapshot: localSnapshot(map, entity, row).snapshot,
    is_linked: map.byRemote(entity, row.remote_id) !== undefined,
  }));

const seenAll = (looking: Looking, rows: readonly RemoteRow[]) => Promise.all(rows.map((row) => seen(looking, row)));

async function holderOf(looking: Looking, lookup_key: string): Promise<Facts['holder']> {
  const holder = await found(findByKey(looking.api, looking.entity, lookup_key));
  if (!holder || holder.remote_id === looking.known?.remote_id) return null;
  return 'snapshot' in holder ? seen(looking, holder) : { other: holder.name };
}

async function factsOfCreate(looking: Looking): Promise<Facts> {
  const { api, entity, operation } = looking;
  const { intent } = operation;
  const isKeyed = hasKey(entity, intent);
  const holder = isKeyed ? await holderOf(looking, String(intent.lookup_key)) : null;
  // Nobody changes the key of a group; what has neither key nor mark is asked about in any case.
  if (entity === 'group' || !(operation.is_marked || isKeyed)) return { ...nothing, holder };
  if (entity !== 'price' && operation.is_marked) {
    const marked = await found(findMarked(api, entity, operation.op_id, String(intent.name)));
    if (marked.length > 0) return { ...nothing, holder, marked: await seenAll(looking, marked) };
  }
  if (holder && !(operation.is_marked && entity === 'price')) return { ...nothing, holder };
  const rows = await found(entity === 'price' ? pricesBeside(looking, intent) : findAll(api, entity));
  const marked = await seenAll(
    looking,
    rows.filter(({ mark }) => operation.is_marked && mark === operation.op_id),
  );
  const unmarked = await seenAll(
    looking,
    rows.filter(({ mark, parent_id }) => mark === null && parent_id === null),
  );
  return { ...nothing, holder, marked, unmarked };
}

/** Every price of the plan of a price that was to be made. */
async function pricesBeside({ api, withMap }: Looking, { entity_id }: Snapshot) {
  const plan_id = await withMap((map) => map.remoteId('plan', String(entity_id)));
  return findPricesOf(api, plan_id ?? '');
}

async function factsOfRow(looking: Looking): Promise<Facts> {
  const { api, entity, operation, known } = looking;
  const row = known ? await found(findById(api, entity, known.remote_id)) : null;
  const key = operation.kind === 'update' && operation.sent.includes('lookup_key') ? operation.intent.lookup_key : '';
  const holder = key ? await holderOf(looking, String(key)) : null;
  return { ...nothing, row: row && (await seen(looking, row)), holder };
}

async function factsOfVersion(looking: Looking): Promise<Facts> {
  const { api, operation, known } = looking;
  const row = known ? await found(findById(api, 'price', known.remote_id)) : null;
  if (!row) return nothing;
  const facts = { ...nothing, row: await seen(looking, row) };
  const { end_date, entity_id } = row.snapshot;
  if (end_date === null) return facts;
  const prices = await found(findPricesOf(api, String(entity_id)));
  const root = row.parent_id ?? row.remote_id;
  const versions = prices.filter(({ parent_id, remote_id }) => parent_id === root && remote_id !== row.remote_id);
  const marked = operation.is_marked ? versions.filter(({ mark }) => mark === operation.op_id) : [];
  const next = versions.filter(({ snapshot }) => snapshot.start_date === end_date);
  return { ...facts, marked: await seenAll(looking, marked), successors: await seenAll(looking, next) };
}
