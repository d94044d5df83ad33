import type { RemoteApi, RemoteReply, RemoteRequest } from '../remote/remote-api';

type Row = Record<string, unknown> & { id: string };
type Body = Record<string, unknown>;

/** What happens to the next write: it is lost on the way, its answer is, or something else answers. */
export type Fault =
  | 'unreachable'
  | 'request lost'
  | 'response lost'
  | 'unauthorized'
  | 'cut off'
  | { busy: number | null; done?: boolean }
  | { refused: { status: number; code: string; message: string } };

export interface TestRemote {
  api: RemoteApi;
  rows: Record<'groups' | 'features' | 'plans' | 'prices' | 'meters', Row[]>;
  /** Every request, oldest first. */
  requests: RemoteRequest[];
  /** `POST /groups` and the like, without reads. */
  writes(): string[];
  /** What happens to the next writes, in order; reads are not touched. */
  faults: Fault[];
  /** What the next read answers instead. */
  readFaults: RemoteReply[];
  now: string;
}

export interface TestRemoteOptions {
  /** Does a write once per idempotency key, and refuses one whose row has moved on. */
  isOurs?: boolean;
}

const broken = (message: string): RemoteReply => ({ kind: 'broken', message });
const refuse = (status: number, code: string, message: string): RemoteReply => ({
  kind: 'refused',
  status,
  error: { code: code as 'not_found', message },
});
const given = (value: unknown) => value !== undefined && value !== null && value !== '';

/** A server in memory that behaves as the public one does (architecture 0.3), as far as sending goes. */
export function testRemote({ isOurs = false }: TestRemoteOptions = {}): TestRemote {
  const replies = new Map<string, RemoteReply>();
  let count = 0;
  const remote: TestRemote = {
    rows: { groups: [], features: [], plans: [], prices: [], meters: [] },
    requests: [],
    faults: [],
    readFaults: [],
    now: '2026-06-02T00:00:00.000Z',
    writes: () => remote.requests.filter(isWrite).map(({ method, path }) => `${method} ${path}`),
    api: { send: async (request) => structuredClone(answer(structuredClone(request))) },
  };
  const isWrite = ({ method, path }: RemoteRequest) => method !== 'GET' && !path.endsWith('/search');

  function answer(request: RemoteRequest): RemoteReply {
    if (!isWrite(request)) {
      remote.requests.push(request);
      return remote.readFaults.shift() ?? read(request);
    }
    const fault = remote.faults.shift();
    if (fault === 'unreachable') return { kind: 'unreachable', message: 'The server cannot be reached.' };
    remote.requests.push(request);
    if (fault === undefined) return once(request);
    if (fault === 'request lost') return broken('The connection broke off.');
    if (fault === 'unauthorized') return { kind: 'unauthorized', message: 'Unauthorized', said: null };
    if (fault === 'response lost' || fault === 'cut off') {
      once(request);
      return broken('The server’s answer cannot be read.');
    }
    if ('busy' in fault) {
      if (fault.done) once(request);
      return { kind: 'busy', retry_after_ms: fault.busy, message: 'The server is busy.' };
    }
    return refuse(fault.refused.status, fault.refused.code, fault.refused.message);
  }

  function once(request: RemoteRequest): RemoteReply {
    const key = isOurs ? request.idempotency_key : undefined;
    const known = key && replies.get(key);
    if (known) return known;
    if (isOurs && request.if_match !== undefined) {
      const row = remote.rows[kindOf(request)].find(({ id }) => id === request.path.split('/')[2]);
      if (row && row.etag !== request.if_match) return refuse(409, 'version_conflict', 'It has changed.');
    }
    const reply = writeRow(request);
    if (key && reply.kind === 'ok') replies.set(key, structuredClone(reply));
    return reply;
  }

  const kindOf = ({ path }: RemoteRequest) => path.split('/')[1] as keyof TestRemote['rows'];

  function ok(row: Row | null, status = 200): RemoteReply {
    return { kind: 'ok', status, body: row, etag: (row?.etag as string | undefined) ?? null };
  }

  function touch(row: Row, changes: Body): Row {
    Object.assign(row, changes, { updated_at: remote.now });
    if (isOurs) row.etag = `"${++count}"`;
    return row;
  }

  function insert(kind: keyof TestRemote['rows'], body: Body): Row {
    const row: Row = { id: `${kind}_${++count}`, status: 'published', created_at: remote.now, ...body };
    remote.rows[kind].push(touch(row, {}));
    return row;
  }

  /** Of rows that run only; one that is over takes a key from nobody. */
  function isTaken(kind: keyof TestRemote['rows'], lookup_key: unknown, except?: Row): boolean {
    const isLive = (row: Row) => (kind === 'prices' ? !given(row.end_date) : row.status === 'published');
    if (except && !isLive(except)) return false;
    return remote.rows[kind].some((row) => row !== except && row.lookup_key === lookup_key && isLive(row));
  }

  function writeRow(request: RemoteRequest): RemoteReply {
    const kind = kindOf(request);
    const body = (request.body ?? {}) as Body;
    if (request.method === 'POST') return create(kind, body);
    const row = remote.rows[kind].find(({ id }) => id === request.path.split('/')[2]);
    if (!row) return refuse(404, 'not_found', 'There is no such row');
    if (request.method === 'PUT') return update(kind, row, body);
    if (kind !== 'prices') {
      const members = kind === 'groups' ? remote.rows.prices.filter(({ group_id }) => group_id === row.id) : [];
      for (const member of members) touch(member, { group_id: undefined });
      touch(row, { status: 'archived' });
      return kind === 'groups'
        ? ok(null, 204)
        : ({ ...ok(row), body: { message: 'price deleted successfully' } } as RemoteReply);
    }
    if (given(row.end_date))
      return refuse(400, 'validation_error', 'Cannot terminate a price that has already been terminated');
    touch(row, { end_date: body.end_date ?? remote.now });
    return { kind: 'ok', status: 200, body: { message: 'price deleted successfully' }, etag: null };
  }

  function create(kind: keyof TestRemote['rows'], body: Body): RemoteReply {
    if (given(body.lookup_key) && isTaken(kind, body.lookup_key)) {
      if (kind === 'groups' && !isOurs) return broken('Failed to create group');
      return refuse(409, 'already_exists', 'A row with this identifier already exists');
    }
    if (kind === 'features' && body.meter) {
      const meter = insert('meters', body.meter as Body);
      return ok(insert(kind, { ...body, meter_id: meter.id, meter: { ...meter } }), 201);
    }
    const display_name = body.display_name ?? 'Made by the server';
    return ok(insert(kind, kind === 'prices' ? { ...body, display_name } : body), 201);
  }

  const terms = ['billing_model', 'amount', 'tier_mode', 'tiers', 'transform_quantity'];

  function update(kind: keyof TestRemote['rows'], row: Row, body: Body): RemoteReply {
    const { effective_from, clear = [], ...given_ } = body;
    const changes = Object.fromEntries(
      Object.entries(given_).filter(([field, value]) => kind !== 'prices' || value !== '' || field === 'group_id'),
    );
    if (isOurs) for (const field of clear as string[]) changes[field] = '';
    if (changes.group_id === '') changes.group_id = undefined;
    if (kind === 'features') {
      // Answered without the meter, as the public server does.
      const { filters, ...own } = changes;
      if (filters) mergeFilters(row.meter as Meter, filters as Filter[]);
      const { meter: _meter, ...answered } = touch(row, own);
      return ok(answered as Row);
    }
    if (given(changes.lookup_key) && isTaken(kind, changes.lookup_key, row)) return broken('Failed to update');
    if (kind !== 'prices' || !terms.some((field) => field in changes)) return ok(touch(row, changes));
    if (given(row.end_date)) return refuse(400, 'validation_error', 'Cannot update a terminated price');
    const { id, end_date: _end, etag: _etag, ...before } = row;
    touch(row, {
      end_date: effective_from ?? remote.now,
      ...('group_id' in changes && { group_id: changes.group_id }),
    });
    const parent_price_id = row.parent_price_id ?? id;
    return ok(
      insert('prices', { ...before, ...changes, created_at: remote.now, start_date: row.end_date, parent_price_id }),
    );
  }

  function read({ path, body: asked, method }: RemoteRequest): RemoteReply {
    const body = (asked ?? {}) as Body;
    const kind = path.split(/[/?]/)[1] as keyof TestRemote['rows'];
    if (method === 'GET' && path.split('/').length === 3) {
      const row = remote.rows[kind].find(({ id }) => id === path.split('/')[2]);
      return row ? ok(row) : refuse(404, 'not_found', 'There is no such row');
    }
    const [condition] = (body.filters ?? []) as { value: { string: string } }[];
    const ids = body[`${kind.slice(0, -1)}_ids`] as string[] | undefined;
    const status = kind === 'features' || kind === 'prices' ? null : ((body.status as string) ?? 'published');
    const key = body.lookup_key ?? condition?.value.string;
    const items = remote.rows[kind].filter(
      (row) =>
        (!ids || ids.includes(row.id)) &&
        (!key || row.lookup_key === key) &&
        (!status || row.status === status) &&
        (kind !== 'groups' || row.status === 'published') &&
        (!body.entity_ids || (body.entity_ids as string[]).includes(String(row.entity_id))),
    );
    return { kind: 'ok', status: 200, body: { items }, etag: null };
  }

  return remote;
}

interface Filter {
  key: string;
  values: string[];
}
type Meter = { filters: Filter[] };

/** Filters only ever grow. */
function mergeFilters(meter: Meter, added: readonly Filter[]): void {
  const values = new Map(meter.filters.map((filter) => [filter.key, filter.values]));
  for (const filter of added)
    values.set(filter.key, [...new Set([...(values.get(filter.key) ?? []), ...filter.values])]);
  meter.filters = [...values].map(([key, all]) => ({ key, values: all.sort() }));
}
