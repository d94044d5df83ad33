import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
/** Ids by the names of the cases below. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await testPriceApi();
  const annual = await api.made(201, 'POST', '/v1/plans', { name: 'Annual', lookup_key: 'annual' });
  const old = await api.made(201, 'POST', '/v1/groups', { name: 'Old', entity_type: 'price', lookup_key: 'old' });
  Object.assign(ids, { base: api.plan.id, annual: annual.id, llm: api.group.id, old: old.id, meter: api.meter_id });
  const prices: [string, object][] = [
    ['seat', { ...api.fixed, amount: '10', description: 'per Seat', lookup_key: 'seat' }],
    ['tokens', { ...api.usage, amount: '0.5', group_id: api.group.id, metadata: { team: 'llm' } }],
    ['ended', { ...api.usage, amount: '9', start_date: '2026-01-01T00:00:00Z', end_date: '2026-06-01T00:00:00Z' }],
    ['ending', { ...api.fixed, amount: '2', end_date: '2027-01-01T00:00:00Z', group_id: old.id }],
    ['coming', { ...api.fixed, billing_period: 'ANNUAL', entity_id: annual.id, start_date: '2026-12-01T00:00:00Z' }],
  ];
  for (const [display_name, price] of prices) {
    const made = await api.made(201, 'POST', '/v1/prices', { ...price, display_name });
    ids[display_name] = made.id;
    api.core.clock.advance(60_000);
  }
});
afterAll(() => api.close());

/** A request with the names in it replaced by ids. */
const withIds = (value: unknown): unknown => {
  if (typeof value === 'string') return value.startsWith('@') ? ids[value.slice(1)] : value;
  if (Array.isArray(value)) return value.map(withIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withIds(member)]));
};

const search = (body: unknown) => api.send('POST', '/v1/prices/search', withIds(body));
const namesOf = (body: { items: { display_name: string }[] }) => body.items.map(({ display_name }) => display_name);

function list(query: Record<string, unknown>) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(withIds(query) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  return api.send('GET', `/v1/prices?${params}`);
}

const live = ['coming', 'ending', 'tokens', 'seat'];
const all = ['coming', 'ending', 'ended', 'tokens', 'seat'];

/** The lines of wire contract 3.7 and 1.7: each is asked as a search and as a list. */
const asked: [string, Record<string, unknown>, string[]][] = [
  ['nothing: published, not ended, newest first', {}, live],
  ['allow_expired_prices false', { allow_expired_prices: false }, live],
  ['allow_expired_prices', { allow_expired_prices: true }, all],
  ['price_ids', { price_ids: ['@seat', '@tokens', 'price_x'] }, ['tokens', 'seat']],
  ['entity_ids', { entity_ids: ['@annual'] }, ['coming']],
  ['meter_ids', { meter_ids: ['@meter'], allow_expired_prices: true }, ['ended', 'tokens']],
  ['billing_periods', { billing_periods: ['ANNUAL', 'DAILY'] }, ['coming']],
  ['empty lists are no condition', { price_ids: [], entity_ids: [], meter_ids: [], billing_periods: [] }, live],
  ['entity_type', { entity_type: 'PLAN' }, live],
  ['another entity_type', { entity_type: 'ADDON' }, []],
  ['start_date_lt', { start_date_lt: '2026-12-01T00:00:00Z' }, ['ending', 'tokens', 'seat']],
  ['plan_ids is ignored', { plan_ids: ['@annual'] }, live],
  ['subscription_id and parent_price_id are ignored', { subscription_id: 'x', parent_price_id: 'x' }, live],
  ['ours: group_ids', { group_ids: ['@llm'] }, ['tokens']],
  ['status archived', { status: 'archived' }, []],
  ['order asc', { order: 'asc' }, live.toReversed()],
  ['sort as the name of a column', { sort: 'amount', order: 'asc' }, ['tokens', 'ending', 'seat', 'coming']],
  ['created within', { start_time: '2026-06-01T00:01:00Z', end_time: '2026-06-01T00:03:00Z' }, ['ending', 'tokens']],
  ['created to the very moment', { end_time: '2026-06-01T00:00:00Z' }, ['seat']],
  ['conditions together', { entity_type: 'PLAN', entity_ids: ['@base'], billing_periods: ['ANNUAL'] }, []],
  ['what nobody knows is ignored', { colour: 'red' }, live],
];

describe('what is found (wire contract 3.7, 1.7)', () => {
  it.each(asked)('%s', async (_case, request, expected) => {
    for (const answer of [await search(request), await list(request)]) {
      expect(answer.status, answer.text).toBe(200);
      expect(namesOf(answer.body)).toEqual(expected);
      expect(answer.body.pagination).toEqual({ total: expected.length, limit: 50, offset: 50 });
    }
  });

  it.each<[string, unknown, string[]]>([
    ['a column, descending unless said otherwise', 'amount', ['coming', 'seat', 'ending', 'tokens']],
    ['a condition', [{ field: 'amount', direction: 'asc' }], ['tokens', 'ending', 'coming', 'seat']],
    [
      'conditions in their order, then newest first',
      [
        { field: 'billing_period', direction: 'asc' },
        { field: 'amount', direction: 'desc' },
      ],
      ['coming', 'seat', 'ending', 'tokens'],
    ],
    ['by a constant, then newest first', [{ field: 'price_unit_type', direction: 'asc' }], live],
    ['nothing', [], live],
    ['an empty text', '', live],
  ])('sorted by %s', async (_case, sort, expected) => {
    expect(namesOf((await search({ sort })).body)).toEqual(expected);
  });

  it('null is "not given"', async () => {
    const { body } = await search({
      price_ids: null,
      limit: null,
      offset: null,
      sort: null,
      expand: null,
      filters: null,
    });
    expect(namesOf(body)).toEqual(live);
  });
});

describe('pages (wire contract 1.7)', () => {
  it.each<[string, object, string[], object]>([
    ['the first', { limit: 2 }, ['coming', 'ending'], { total: 4, limit: 2, offset: 2 }],
    [
      'the next, by the answered offset',
      { limit: 2, offset: 2 },
      ['tokens', 'seat'],
      { total: 4, limit: 2, offset: 4 },
    ],
    ['beyond the end', { limit: 2, offset: 9 }, [], { total: 4, limit: 2, offset: 11 }],
    ['an offset without a limit', { offset: 3 }, ['seat'], { total: 4, limit: 50, offset: 53 }],
    ['limit 0 is 50', { limit: 0 }, live, { total: 4, limit: 50, offset: 50 }],
    ['any limit', { limit: 5000 }, live, { total: 4, limit: 5000, offset: 5000 }],
    ['a negative limit is none', { limit: -1 }, live, { total: 4, limit: -1, offset: 0 }],
  ])('%s', async (_case, request, expected, pagination) => {
    for (const { body } of [await search(request), await list({ ...request })]) {
      expect(namesOf(body)).toEqual(expected);
      expect(body.pagination).toEqual(pagination);
    }
  });

  it('nothing found is an empty list', async () => {
    const { text } = await search({ price_ids: ['price_x'] });
    expect(text).toBe('{"items":[],"pagination":{"total":0,"limit":50,"offset":50}}');
  });
});

describe('expand (wire contract 3.7)', () => {
  const nested = async (expand: unknown) => {
    const { body } = await search({ price_ids: ['@tokens'], expand });
    const { meter, group, plan } = body.items[0];
    return [meter?.id ?? null, group?.id ?? null, plan?.id ?? null];
  };
  it.each<[unknown, string[]]>([
    [undefined, []],
    ['', []],
    ['meters', ['meter']],
    ['groups', ['llm']],
    ['plan', ['base']],
    ['groups,meters', ['meter', 'llm']],
    [' groups , meters ,', ['meter', 'llm']],
    [
      ['groups', 'plan'],
      ['llm', 'base'],
    ],
    ['addons,priceunit', []],
  ])('%j', async (expand, expected) => {
    const wanted = ['meter', 'llm', 'base'].map((name) => (expected.includes(name) ? ids[name] : null));
    expect(await nested(expand)).toEqual(wanted);
  });

  it.each(['?expand=groups,meters', '?expand=groups&expand=meters'])('in a list: %s', async (query) => {
    const { body } = await api.send('GET', `/v1/prices${query}`);
    const tokens = body.items.find((price: { id: string }) => price.id === ids.tokens);
    expect([tokens.group.id, tokens.meter.id, tokens.plan]).toEqual([ids.llm, ids.meter, null]);
  });

  it.each([
    ['entitlements', 'entitlements'],
    ['meters,groupz', 'groupz'],
    ['prices.meters', 'prices.meters'],
    [['nothing'], 'nothing'],
  ])('%j is refused', async (expand, field) => {
    for (const answer of [await search({ expand }), await list({ expand })]) {
      expect([answer.status, answer.body.code, answer.body.message, answer.body.details]).toEqual([
        400,
        'validation_error',
        'Field is not allowed to be expanded',
        { field },
      ]);
    }
  });

  it('a group that was archived is not nested, and holds nothing any more', async () => {
    const group = await api.made(201, 'POST', '/v1/groups', { name: 'X', entity_type: 'price', lookup_key: 'x' });
    const price = await api.made(201, 'POST', '/v1/prices', { ...api.fixed, group_id: group.id });
    await api.made(204, 'DELETE', `/v1/groups/${group.id}`);
    const { body } = await search({ price_ids: [price.id], expand: 'groups' });
    expect(body.items[0]).toMatchObject({ group_id: null, group: null });
    await api.made(200, 'DELETE', `/v1/prices/${price.id}`, {});
  });
});

describe('conditions (wire contract 1.8)', () => {
  type Slot = 'string' | 'number' | 'date' | 'array';
  const on = (field: string, operator: string, data_type: Slot, value: unknown) => ({
    filters: [{ field, operator, data_type, value: { [data_type]: value } }],
  });
  it.each<[string, object, string[]]>([
    ['group_id eq', on('group_id', 'eq', 'string', '@llm'), ['tokens']],
    ['group_id in', on('group_id', 'in', 'array', ['@llm', '@old']), ['ending', 'tokens']],
    ['group_id not_in', on('group_id', 'not_in', 'array', ['@llm']), ['coming', 'ending', 'seat']],
    ['in an empty list is no condition', on('group_id', 'in', 'array', []), live],
    ['eq is case-sensitive', on('description', 'eq', 'string', 'per seat'), []],
    ['contains is not', on('description', 'contains', 'string', 'PER s'), ['seat']],
    ['not_contains', on('description', 'not_contains', 'string', 'seat'), ['coming', 'ending', 'tokens']],
    ['amount gt', on('amount', 'gt', 'number', 2), ['coming', 'seat']],
    ['value is amount', on('value', 'lt', 'number', 2), ['tokens']],
    ['amount eq, as a number is written', on('amount', 'eq', 'string', '0.50'), ['tokens']],
    ['ours: gte', on('amount', 'gte', 'number', 10), ['coming', 'seat']],
    ['start_date after', on('start_date', 'after', 'date', '2026-11-30T00:00:00Z'), ['coming']],
    ['created_at before', on('created_at', 'before', 'date', '2026-06-01T00:01:00Z'), ['seat']],
    ['display_amount', on('display_amount', 'eq', 'string', '$0.5'), ['tokens']],
    ['metadata contains', on('metadata', 'contains', 'string', '"team"'), ['tokens']],
    ['price_unit_type', on('price_unit_type', 'eq', 'string', 'FIAT'), live],
    ['what no price has', on('price_unit_id', 'eq', 'string', 'x'), []],
    ['an unknown operator is no condition', on('amount', 'near', 'number', 2), live],
    ['an operator without its value is no condition', on('amount', 'gt', 'string', '2'), live],
    [
      'all together',
      { filters: [...on('type', 'eq', 'string', 'FIXED').filters, ...on('amount', 'lt', 'number', 5).filters] },
      ['ending'],
    ],
  ])('%s', async (_case, request, expected) => {
    const { status, body } = await search(request);
    expect([status, body.items && namesOf(body)]).toEqual([200, expected]);
  });

  const good = { field: 'amount', operator: 'eq', data_type: 'number', value: { number: 1 } };
  it.each<[string, object, string]>([
    ['no field', { ...good, field: undefined }, 'Field is required'],
    ['an empty field', { ...good, field: '' }, 'Field is required'],
    ['no operator', { ...good, operator: undefined }, 'Operator is required'],
    ['no data type', { ...good, data_type: undefined }, 'Data type is required'],
    ['no value', { ...good, value: undefined }, 'Value is required'],
    ['null as value', { ...good, value: null }, 'Value is required'],
    ['a truth value only', { ...good, value: { boolean: true } }, 'At least one of the value fields must be provided'],
    ['no text', { ...good, data_type: 'string' }, 'Value string is required'],
    ['no number', { ...good, value: { string: 'x' } }, 'Value number is required'],
    ['no list', { ...good, data_type: 'array' }, 'Value array is required'],
    ['no date', { ...good, data_type: 'date' }, 'Value date is required'],
    ['an unknown field', { ...good, field: 'colour' }, "unknown field name 'colour' in price query"],
  ])('%s is refused', async (_case, filter, message) => {
    const { status, body } = await search({ filters: [filter] });
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
  });

  it.each<[string, unknown, string]>([
    ['no field', [{ direction: 'asc' }], 'Field is required'],
    ['no direction', [{ field: 'amount' }], 'Direction is required'],
    ['an unknown field', [{ field: 'colour', direction: 'asc' }], "unknown field name 'colour' in price query"],
    ['an unknown column', 'colour', "unknown field name 'colour' in price query"],
  ])('a sort with %s is refused', async (_case, sort, message) => {
    const { status, body } = await search({ sort });
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
  });
});

describe('refused (wire contract 1.7)', () => {
  const filter = 'Invalid filter parameters';
  it.each<[string, Record<string, unknown>, string, object | undefined]>([
    ['a negative offset', { offset: -1 }, filter, { offset: 'must be non-negative' }],
    ['an order nobody knows', { order: 'up' }, filter, { order: 'must be asc or desc' }],
    ['a limit that no integer holds', { limit: '99999999999999999999' }, filter, undefined],
    ['limit as words', { limit: 'ten' }, filter, undefined],
    ['limit with a fraction', { limit: 1.5 }, filter, undefined],
    ['a truth value as words', { allow_expired_prices: 'maybe' }, filter, undefined],
    ['a date as words', { start_date_lt: 'tomorrow' }, filter, undefined],
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

  it.each([
    '',
    '{',
    '[]',
    '{"price_ids":"x"}',
    '{"limit":"1"}',
    '{"limit":1e21}',
    '{"filters":{}}',
    '{"sort":[5]}',
    '{"expand":5}',
  ])('the body %s', async (body) => {
    const answer = await search(body);
    expect([answer.status, answer.body.message]).toEqual([400, filter]);
  });

  it('more conditions than one statement takes', async () => {
    const filters = Array.from({ length: 101 }, () => ({
      field: 'amount',
      operator: 'gt',
      data_type: 'number',
      value: { number: 1 },
    }));
    expect((await search({ filters })).body.message).toBe('Please give at most 100 conditions');
    const sort = filters.map(({ field }) => ({ field, direction: 'asc' }));
    expect((await search({ sort })).body.message).toBe('Please sort by at most 100 fields');
    expect((await search({ filters: filters.slice(1), sort: sort.slice(1) })).status).toBe(200);
  });

  it('a status nobody knows', async () => {
    const { status, body } = await search({ status: 'inactive' });
    expect([status, body.code]).toEqual([400, 'validation_error']);
  });
});
