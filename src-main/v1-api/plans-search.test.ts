import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await testPriceApi();
  const plans: [string, object][] = [
    ['alpha', { lookup_key: 'a', display_order: 3, metadata: { tier: 'gold', team: 'x' } }],
    ['Beta', { lookup_key: 'b', display_order: 1, metadata: { tier: 'gold' }, description: 'For Teams' }],
    ['gamma', { lookup_key: 'c', display_order: 2 }],
    ['old', { lookup_key: 'd' }],
  ];
  await api.made(200, 'DELETE', `/v1/plans/${api.plan.id}`);
  for (const [name, plan] of plans) {
    api.core.clock.advance(60_000);
    ids[name] = (await api.made(201, 'POST', '/v1/plans', { name, ...plan })).id;
  }
  await api.made(200, 'DELETE', `/v1/plans/${ids.old}`);
  const price = { ...api.usage, entity_id: ids.alpha, group_id: api.group.id };
  const [live, ended] = [
    await api.made(201, 'POST', '/v1/prices', price),
    await api.made(201, 'POST', '/v1/prices', price),
  ];
  Object.assign(ids, { live: live.id, ended: ended.id });
  await api.made(200, 'DELETE', `/v1/prices/${ended.id}`, {});
});
afterAll(() => api.close());

const search = (body: unknown) => api.send('POST', '/v1/plans/search', body);
function list(query: Record<string, unknown>) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  return api.send('GET', `/v1/plans?${params}`);
}
const namesOf = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
const all = ['gamma', 'Beta', 'alpha'];

describe('what is found (wire contract 4.4, 1.7)', () => {
  it.each<[string, () => Record<string, unknown>, string[]]>([
    ['nothing: published, newest first', () => ({}), all],
    ['plan_ids', () => ({ plan_ids: [ids.alpha, ids.gamma, 'plan_x'] }), ['gamma', 'alpha']],
    ['plan_ids that are archived', () => ({ plan_ids: [ids.old] }), []],
    ['no plan_ids are no condition', () => ({ plan_ids: [] }), all],
    ['lookup_key is exact', () => ({ lookup_key: 'b' }), ['Beta']],
    ['lookup_key is case-sensitive', () => ({ lookup_key: 'B' }), []],
    ['status archived', () => ({ status: 'archived' }), ['old', 'Base Plan']],
    ['status deleted', () => ({ status: 'deleted' }), []],
    ['order asc', () => ({ order: 'asc' }), all.toReversed()],
    ['sort as the name of a column', () => ({ sort: 'display_order' }), ['alpha', 'gamma', 'Beta']],
    ['sort and order', () => ({ sort: 'name', order: 'asc' }), ['alpha', 'Beta', 'gamma']],
    ['created within', () => ({ start_time: '2026-06-01T00:02:00Z' }), ['gamma', 'Beta']],
    ['created to the very moment', () => ({ end_time: '2026-06-01T00:01:00Z' }), ['alpha']],
    ['ours: search', () => ({ search: 'BET' }), ['Beta']],
    ['unknown expansions are ignored', () => ({ expand: 'everything,features' }), all],
    ['what nobody knows is ignored', () => ({ colour: 'red' }), all],
  ])('%s', async (_case, request, expected) => {
    for (const answer of [await search(request()), await list(request())]) {
      expect(answer.status, answer.text).toBe(200);
      expect(namesOf(answer.body)).toEqual(expected);
      expect(answer.body.pagination).toEqual({ total: expected.length, limit: 50, offset: 50 });
    }
  });

  it.each<[object, string[]]>([
    [{ tier: 'gold' }, ['Beta', 'alpha']],
    [{ tier: 'gold', team: 'x' }, ['alpha']],
    [{ tier: 'Gold' }, []],
    [{ $: 'x' }, []],
    [Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`k${at}`, 'v'])), []],
    [{}, all],
  ])('metadata %.60j: all pairs match', async (metadata, expected) => {
    expect(namesOf((await search({ metadata })).body)).toEqual(expected);
  });

  it.each<[string, unknown, string[]]>([
    ['a condition', [{ field: 'display_order', direction: 'asc' }], ['Beta', 'gamma', 'alpha']],
    [
      'conditions in their order, then newest first',
      [
        { field: 'status', direction: 'asc' },
        { field: 'name', direction: 'desc' },
      ],
      ['gamma', 'Beta', 'alpha'],
    ],
  ])('sorted by %s', async (_case, sort, expected) => {
    expect(namesOf((await search({ sort })).body)).toEqual(expected);
  });

  it.each<[string, object, string[], object]>([
    ['the first page', { limit: 2 }, ['gamma', 'Beta'], { total: 3, limit: 2, offset: 2 }],
    ['the next, by the answered offset', { limit: 2, offset: 2 }, ['alpha'], { total: 3, limit: 2, offset: 4 }],
    ['an offset without a limit', { offset: 1 }, ['Beta', 'alpha'], { total: 3, limit: 50, offset: 51 }],
    ['limit 0 is 50', { limit: 0 }, all, { total: 3, limit: 50, offset: 50 }],
    ['limit 1000', { limit: 1000 }, all, { total: 3, limit: 1000, offset: 1000 }],
    [
      'null is "not given"',
      { limit: null, offset: null, sort: null, plan_ids: null },
      all,
      { total: 3, limit: 50, offset: 50 },
    ],
  ])('%s', async (_case, request, expected, pagination) => {
    const { body } = await search(request);
    expect([namesOf(body), body.pagination]).toEqual([expected, pagination]);
  });
});

describe('expand (wire contract 4.4)', () => {
  it.each<[unknown, boolean]>([
    [undefined, false],
    ['', false],
    ['meters', false],
    ['prices', true],
    ['prices,meters', true],
    ['prices.meters', true],
    [['prices', 'groups'], true],
  ])('%j: prices %s', async (expand, hasPrices) => {
    const { body } = await search({ lookup_key: 'a', expand });
    const [plan] = body.items;
    expect(plan).toMatchObject({ price_count: 1, entitlements: null, credit_grants: null });
    if (!hasPrices) expect(plan.prices).toBeNull();
    else {
      expect(plan.prices).toHaveLength(1);
      expect(plan.prices[0]).toMatchObject({
        id: ids.live,
        plan: null,
        meter: { id: api.meter_id },
        group: { id: api.group.id, lookup_key: 'group-llm' },
      });
    }
  });

  it('in a list', async () => {
    const { body } = await api.send('GET', '/v1/plans?expand=prices&expand=meters&lookup_key=a');
    expect(body.items[0].prices.map((price: { id: string }) => price.id)).toEqual([ids.live]);
  });
});

describe('conditions (wire contract 1.8)', () => {
  const good = { field: 'name', operator: 'contains', data_type: 'string', value: { string: 'a' } };
  it.each<[string, object[], string[]]>([
    ['contains, whatever the case', [{ ...good, value: { string: 'BE' } }], ['Beta']],
    ['not_contains', [{ ...good, operator: 'not_contains', value: { string: 'be' } }], ['gamma', 'alpha']],
    ['eq is case-sensitive', [{ ...good, operator: 'eq', value: { string: 'beta' } }], []],
    [
      'a number',
      [{ field: 'display_order', operator: 'gt', data_type: 'number', value: { number: 1 } }],
      ['gamma', 'alpha'],
    ],
    [
      'a list',
      [{ field: 'lookup_key', operator: 'in', data_type: 'array', value: { array: ['a', 'b'] } }],
      ['Beta', 'alpha'],
    ],
    [
      'a date',
      [{ field: 'created_at', operator: 'after', data_type: 'date', value: { date: '2026-06-01T00:02:30Z' } }],
      ['gamma'],
    ],
    ['two together', [good, { ...good, field: 'description', value: { string: 'team' } }], ['Beta']],
    ['an unknown operator is no condition', [{ ...good, operator: 'like' }], all],
  ])('%s', async (_case, filters, expected) => {
    const { status, body } = await search({ filters });
    expect([status, body.items && namesOf(body)]).toEqual([200, expected]);
  });

  it.each<[string, object, string]>([
    ['no field', { filters: [{ ...good, field: '' }] }, 'Field is required'],
    ['no operator', { filters: [{ ...good, operator: undefined }] }, 'Operator is required'],
    ['no data type', { filters: [{ ...good, data_type: undefined }] }, 'Data type is required'],
    ['no value', { filters: [{ ...good, value: undefined }] }, 'Value is required'],
    ['no text', { filters: [{ ...good, value: { number: 1 } }] }, 'Value string is required'],
    [
      'a truth value only',
      { filters: [{ ...good, value: { boolean: true } }] },
      'At least one of the value fields must be provided',
    ],
    ['an unknown field', { filters: [{ ...good, field: 'x' }] }, "unknown field name 'x' in plan query"],
    ['a sort without field', { sort: [{ direction: 'asc' }] }, 'Field is required'],
    ['a sort without direction', { sort: [{ field: 'name' }] }, 'Direction is required'],
    ['a sort by an unknown field', { sort: 'x' }, "unknown field name 'x' in plan query"],
  ])('%s is refused', async (_case, request, message) => {
    const { status, body } = await search(request);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
  });
});

describe('refused (wire contract 1.7)', () => {
  const filter = 'Invalid filter parameters';
  it.each<[string, Record<string, unknown>, string, object | undefined]>([
    ['a limit below', { limit: -1 }, filter, { limit: 'must be between 1 and 1000' }],
    ['a limit above', { limit: 1001 }, filter, { limit: 'must be between 1 and 1000' }],
    ['a negative offset', { offset: -1 }, filter, { offset: 'must be non-negative' }],
    ['an order nobody knows', { order: 'up' }, filter, { order: 'must be asc or desc' }],
    ['limit as words', { limit: 'ten' }, filter, undefined],
    ['a date as words', { start_time: 'now' }, filter, undefined],
    [
      'a range that ends before it starts',
      { start_time: '2026-06-02T00:00:00Z', end_time: '2026-06-01T00:00:00Z' },
      'Please provide a valid time range',
      undefined,
    ],
  ])('%s', async (_case, request, message, details) => {
    for (const { status, body } of [await search(request), await list(request)]) {
      expect([status, body.code, body.message, body.details]).toEqual([400, 'validation_error', message, details]);
    }
  });

  it.each(['', '{', '[]', '{"plan_ids":"x"}', '{"limit":"1"}', '{"metadata":{"a":1}}', '{"sort":5}', '{"expand":{}}'])(
    'the body %s',
    async (body) => {
      const answer = await search(body);
      expect([answer.status, answer.body.message]).toEqual([400, filter]);
    },
  );
});
