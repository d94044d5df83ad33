import { toInstant } from '@shared/instant';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type { RemoteApi, RemoteReply, RemoteRequest } from '../remote/remote-api';

export type WireRow = Record<string, unknown> & { id: string; status: string; updated_at: string; created_at: string };

/** A server in memory as far as pulling asks it: lists, rows by id and a change log. */
export interface TestRemote extends RemoteApi {
  rows: Record<SyncedEntity, Map<string, WireRow>>;
  /** Adds a row or changes fields of one; every write is a moment later than the one before, unless it says when. */
  put(entity: SyncedEntity, row: { id: string } & Record<string, unknown>): WireRow;
  /** Ends a price and starts its next version, as a critical edit there does. */
  version(id: string, next: { id: string } & Record<string, unknown>, at?: string): void;
  drop(entity: SyncedEntity, id: string): void;
  /** Keeps what it has now; the answer takes it back to that, as a restored backup does. */
  backUp(): () => void;
  requests: RemoteRequest[];
  /** Answers instead of the server while it returns something. */
  intercept: (request: RemoteRequest) => RemoteReply | undefined;
  /** Shuffles what pages hold, or leaves it. */
  pageSize: number | null;
}

export function testRemote(start = '2026-05-01T00:00:00.000Z'): TestRemote {
  let time = Date.parse(start);
  const log: { seq: number; entity: string; entity_id: string }[] = [];
  const rows: TestRemote['rows'] = { group: new Map(), feature: new Map(), plan: new Map(), price: new Map() };
  const ok = (body: unknown): RemoteReply => ({ kind: 'ok', status: 200, body, etag: null });

  const remote: TestRemote = {
    rows,
    requests: [],
    intercept: () => undefined,
    pageSize: null,
    put(entity, given) {
      time += 1000;
      const at = toInstant(time);
      log.push({ seq: log.length + 1, entity, entity_id: given.id });
      const before = rows[entity].get(given.id);
      const row: WireRow = {
        ...(before ?? { ...fresh[entity], status: 'published', created_at: at }),
        updated_at: at,
        ...given,
        etag: `"${log.length}"`,
      };
      rows[entity].set(row.id, row);
      return row;
    },
    version(id, next, at) {
      const before = rows.price.get(id) as WireRow;
      const moment = at ?? toInstant(time + 1000);
      remote.put('price', { id, end_date: moment });
      const { etag, created_at, updated_at, ...kept } = before;
      const parent_price_id = before.parent_price_id ?? id;
      remote.put('price', { ...kept, start_date: moment, end_date: null, parent_price_id, ...next });
    },
    drop: (entity, id) => rows[entity].delete(id),
    backUp() {
      const kept = Object.entries(rows).map(
        ([entity, all]) => [entity as SyncedEntity, structuredClone([...all])] as const,
      );
      const { length } = log;
      return () => {
        for (const [entity, all] of kept) rows[entity] = new Map(all);
        log.length = length;
      };
    },
    async send(request) {
      remote.requests.push(request);
      const instead = remote.intercept(request);
      if (instead) return instead;
      const [, kind = '', id] = request.path.split(/[/?]/);
      if (kind === 'changes') {
        const query = new URLSearchParams(request.path.split('?')[1]);
        const [since, limit] = [Number(query.get('since')), Number(query.get('limit'))];
        const later = log.filter(({ seq }) => seq > since);
        const page = later.slice(0, limit);
        return ok({ changes: page, next: page.at(-1)?.seq ?? since, has_more: later.length > limit });
      }
      const entity = kind.slice(0, -1) as SyncedEntity;
      if (id !== 'search') {
        const row = rows[entity].get(id ?? '');
        if (row) return ok(row);
        return { kind: 'refused', status: 404, error: { code: 'not_found', message: 'not found' } };
      }
      return ok(list([...rows[entity].values()], entity, request.body as Record<string, unknown>, remote.pageSize));
    },
  };
  return remote;
}

function list(all: WireRow[], entity: SyncedEntity, body: Record<string, unknown>, pageSize: number | null) {
  const ids = (body[`${entity}_ids`] as string[] | undefined) ?? null;
  const meters = (body.meter_ids as string[] | undefined) ?? null;
  const [filter] = (body.filters as { field: string; value: { date: string } }[] | undefined) ?? [];
  const status = (body.status as string | undefined) ?? (entity === 'feature' ? null : 'published');
  const sort = typeof body.sort === 'string' ? body.sort : (body.sort as { field: string }[])?.[0]?.field;
  const found = all
    .filter((row) => ids === null || ids.includes(row.id))
    .filter((row) => meters === null || meters.includes(String(row.meter_id)))
    .filter(
      (row) => (status === null ? true : row.status === status) && !(entity === 'group' && row.status !== 'published'),
    )
    .filter((row) => !filter || String(row[filter.field]) > filter.value.date);
  const by = (row: WireRow) => String(row[sort ?? 'created_at']);
  found.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (body.order === 'asc' ? 1 : -1));
  const [limit, offset] = [pageSize ?? (body.limit as number), (body.offset as number | undefined) ?? 0];
  return {
    items: found.slice(offset, offset + limit),
    pagination: { total: found.length, limit, offset: offset + limit },
  };
}

const meter = {
  id: 'r-meter',
  name: 'Tokens',
  event_name: 'tokens',
  aggregation: { type: 'SUM', field: 'n' },
  filters: [],
  reset_usage: 'BILLING_PERIOD',
};

const fresh: Record<SyncedEntity, Record<string, unknown>> = {
  group: { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' },
  feature: { name: 'Tokens', lookup_key: 'tokens', type: 'metered', meter_id: 'r-meter', meter },
  plan: { name: 'Base', lookup_key: 'base' },
  price: {
    entity_type: 'PLAN',
    entity_id: 'r-plan',
    currency: 'usd',
    type: 'USAGE',
    meter_id: 'r-meter',
    meter,
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    billing_period_count: 1,
    invoice_cadence: 'ARREAR',
    amount: '0.01',
    display_name: 'Tokens',
    lookup_key: 'tokens',
    start_date: '2026-01-01T00:00:00.000Z',
  },
};
