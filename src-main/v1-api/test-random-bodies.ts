import type { Operation, Parameter } from '@shared/v1/openapi/document-type';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostileTexts } from '../core/hostile-texts';
import { prepared } from '../core/store/prepared';
import { copiedStore } from '../core/store/test-store';
import { testCatalog } from '../core/test-catalog';
import type { TestCore } from '../core/test-core';
import { recountUsage } from '../core/usage/recount-usage';
import { type TestApi, testApi } from './test-api';
import { bodiesOf, idsOf, tableOfPath, valuesOf } from './test-random-values';

/** `RANDOM_SEED=7 RANDOM_BODIES=20000 npx vitest run --project=api random-bodies` looks further; by default every run is the same. */
const seed = Number(process.env.RANDOM_SEED ?? 1);
const bodies = Number(process.env.RANDOM_BODIES ?? 1000);
/** A request that takes longer than this hangs, however busy the machine. */
const longestMs = 20_000;

interface RandomRequest {
  /** By name; texts such as `@plans#3` stand for the id of a row. */
  path: Record<string, string>;
  query: Record<string, unknown>;
  /** Null for none; a text is sent as it is. */
  body: unknown;
}

/** Declares one test for every operation under these headings: a thousand random requests break nothing. */
export function testRandomBodies(isMeant: (tag: string) => boolean): void {
  const operations = Object.entries(openApiDocument().paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    )
    .filter(({ operation }) => isMeant(operation.tags[0] ?? ''));
  const accepted: Record<string, number> = {};

  beforeAll(() => console.info(`random bodies: ${bodies} for each of ${operations.length} operations, seed ${seed}`));
  afterAll(() => console.info(`random bodies: accepted ${JSON.stringify(accepted)}`));

  it.each(operations)('$method $path survives random requests', async ({ method, path, operation }) => {
    const { store, otherId } = await filled();
    const api = await testApi({ store: copiedStore(store) });
    const idOf = idFinder(api.core, otherId);
    const watch = watchStore(api.core);
    const property = fc.asyncProperty(requestsOf(method, path, operation), async (request) => {
      const { url, body } = spell(path, request, idOf);
      const before = watch();
      const start = performance.now();
      const { status } = await api.send(method, url, body);
      const took = performance.now() - start;
      if (status < 400) accepted[operation.operationId] = (accepted[operation.operationId] ?? 0) + 1;
      if (took > longestMs) throw new Error(`took ${Math.round(took)} ms`);
      if (status >= 400 || method === 'GET') expect(watch(), 'a refused request left something behind').toEqual(before);
    });
    const result = await fc.check(property, { numRuns: bodies, seed });
    if (result.failed) {
      const [request] = result.counterexample ?? [];
      const cause = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
      throw new Error(`${cause}\nseed ${seed}, request ${shown(request)}`);
    }
    // Requests that are all refused would prove little.
    expect(accepted[operation.operationId] ?? 0).toBeGreaterThan(bodies / 200);
    const { sqlite } = api.core.store;
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(recountUsage(sqlite, api.core.environment_id)).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('polluted');
    await api.close();
  });
}

/** Requests as the document allows them and such as it does not. */
function requestsOf(method: string, path: string, operation: Operation): fc.Arbitrary<RandomRequest> {
  const declared = operation.parameters.filter((part): part is Parameter => 'in' in part);
  const inPath = declared.filter((part) => part.in === 'path').map(({ name }) => name);
  const inQuery = declared.filter((part) => part.in === 'query');
  const content = operation.requestBody?.content['application/json'];
  const pathValues = (name: string) =>
    fc.oneof({ weight: 9, arbitrary: idsOf(tableOfPath(path, name)) }, { weight: 1, arbitrary: hostileTexts });
  const queryValues = ({ name, schema: shape }: Parameter) =>
    fc.oneof(
      { weight: 5, arbitrary: name === 'id' ? idsOf(tableOfPath(path, name)) : valuesOf(shape, name) },
      { weight: 1, arbitrary: hostileTexts },
    );
  return fc.record({
    path: fc.record(Object.fromEntries(inPath.map((name) => [name, pathValues(name)]))),
    query: fewOf(inQuery.map((part) => [part.name, queryValues(part)])),
    // A body where none is read must not matter.
    body: content
      ? bodiesOf(content)
      : method === 'GET'
        ? fc.constant(null)
        : fc.constantFrom(null, null, '{', '{"a":1}'),
  });
}

/** Up to four of these fields: with more of them hardly a request would get through. */
const fewOf = (fields: (readonly [string, fc.Arbitrary<unknown>])[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .subarray(fields, { maxLength: Math.min(4, fields.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen)));

/** The URL and the body of a request, with ids of rows in the places of `@plans#3`. */
function spell(path: string, request: RandomRequest, idOf: (mark: string) => string) {
  const withIds = (value: unknown): unknown => {
    if (typeof value === 'string') return value.startsWith('@') ? idOf(value) : value;
    if (Array.isArray(value)) return value.map(withIds);
    if (typeof value !== 'object' || value === null || Object.hasOwn(value, '__proto__')) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIds(inner)]));
  };
  const segment = (name: string) =>
    encodeURIComponent((withIds(request.path[name]) as string).toWellFormed().slice(0, 4000));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query)) {
    for (const one of [value].flat()) query.append(name, String(withIds(one)).toWellFormed().slice(0, 4000));
  }
  return {
    url: `/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name) || '%20')}${query.size > 0 ? `?${query}` : ''}`,
    body: request.body === null ? undefined : withIds(request.body),
  };
}

let known: { store: Buffer; otherId: string } | undefined;

/** What every operation begins with, made once: to make it takes longer than many a thousand requests. */
async function filled() {
  if (!known) {
    const api = await testApi();
    await fill(api);
    const otherId = await otherEnvironment(api);
    known = { store: api.core.store.sqlite.serialize(), otherId };
    await api.close();
  }
  return known;
}

/** A small catalog with usage, and another environment that nobody may reach. */
async function fill({ core }: TestApi): Promise<void> {
  for (const name of ['Spare 1', 'Spare 2', 'Spare 3', 'Spare 4', 'Spare 5', 'Spare 6'])
    await core.call('plan.create', { name });
  const { fixed, usage, group, plan } = await testCatalog(core);
  await core.call('price.createBulk', {
    items: [
      ...Array.from({ length: 30 }, () => fixed),
      { ...fixed, lookup_key: 'k1', group_id: group.id },
      usage,
      { ...usage, group_id: group.id },
    ],
  });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  const customers = Array.from({ length: 30 }, (_, at) => `customer-${at}`);
  for (const external_id of customers) await core.call('customer.create', { external_id, name: external_id });
  for (const external_customer_id of [...customers, 'acme']) {
    await core.call('subscription.create', {
      external_customer_id,
      plan_id: plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-04-01T00:00:00Z',
    });
  }
  // Whoever has a subscription cannot be archived.
  for (let at = 0; at < 6; at += 1) await core.call('customer.create', { external_id: `spare-${at}`, name: 'Spare' });
  await core.call('event.ingestBulk', {
    events: Array.from({ length: 60 }, (_, at) => ({
      event_id: `e${at}`,
      event_name: 'tokens',
      external_customer_id: at % 3 === 0 ? 'somebody' : 'acme',
      timestamp: `2026-05-${String(1 + (at % 30)).padStart(2, '0')}T${String(at % 24).padStart(2, '0')}:00:00Z`,
      source: at % 2 === 0 ? 'api' : 'batch',
      properties: { n: at, model: at % 4 === 0 ? 'a' : 'b' },
    })),
  });
}

async function otherEnvironment({ core }: TestApi): Promise<string> {
  const { items } = await core.call('environment.list', {});
  const other = items.find(({ id }) => id !== core.environment_id)?.id ?? '';
  const reply = await core.app.call('plan.create', { name: 'Elsewhere' }, { environment_id: other });
  if (!reply.ok) throw new Error(reply.error.message);
  await core.app.call('group.create', { name: 'G', entity_type: 'price', lookup_key: 'g' }, { environment_id: other });
  return other;
}

const idQueries: Record<string, string> = {
  external_ids: 'select external_id from customers where environment_id = ? limit 1 offset ?',
  lookup_keys: `select lookup_key from prices where environment_id = ? and lookup_key <> '' limit 1 offset ?`,
  events:
    'select event_id from events where environment = (select number from environments where id = ?) limit 1 offset ?',
};
for (const table of ['groups', 'plans', 'prices', 'meters', 'features', 'customers', 'subscriptions']) {
  // From the newest row back, in place of sorting all that a thousand requests made.
  idQueries[table] = `select id from ${table} where +environment_id = ? order by number desc limit 1 offset ?`;
}

/** The newest rows stand behind `@plans#0`, `@plans#1`…; `@new` is a key that was not used before. */
function idFinder({ store: { sqlite }, environment_id }: TestCore, otherId: string) {
  let made = 0;
  return (mark: string): string => {
    if (mark === '@new') return `new-${made++}`;
    const [, other, table = '', row] = /^@(other )?(\w+)#(\d)$/.exec(mark) ?? [];
    const query = idQueries[table];
    if (!query) return mark;
    const find = prepared(sqlite, query).pluck();
    const where = other ? otherId : environment_id;
    return String(find.get(where, Number(row)) ?? find.get(where, 0) ?? 'nothing');
  };
}

/** How many rows each table has and the last change: what a refused request must leave as it is. */
function watchStore({ store: { sqlite } }: TestCore): () => unknown {
  const tables = sqlite
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name <> 'api_keys'`)
    .pluck()
    .all() as string[];
  const counts = sqlite.prepare(
    `select ${tables.map((name) => `(select count(*) from "${name}") as "${name}"`).join(', ')}, (select max(seq) from changes) as last_change`,
  );
  const total = sqlite.prepare('select total_changes()').pluck();
  let known: { at: unknown; counts: unknown } = { at: null, counts: null };
  return () => {
    const at = total.get();
    if (known.at !== at) known = { at, counts: counts.get() };
    return known.counts;
  };
}

const shown = (request: unknown): string => {
  const text = JSON.stringify(request, (_key, value) =>
    typeof value === 'string' && value.length > 200 ? `${value.slice(0, 40)}… (${value.length} characters)` : value,
  );
  return text.length > 3000 ? `${text.slice(0, 3000)}…` : text;
};
