import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedTag, type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

type Body = Record<string, unknown>;
type Kind = 'fixed' | 'usage' | 'tiered' | 'packaged';
const create = (kind: Kind = 'usage', extra: Body = {}) =>
  api.made(201, 'POST', '/v1/prices', { ...api[kind], ...extra });
const put = (id: string, body: Body) => api.made(200, 'PUT', `/v1/prices/${id}`, body);
const read = (id: string) => api.made(200, 'GET', `/v1/prices/${id}`);

describe('in place (wire contract 3.8)', () => {
  const before = () => ({
    lookup_key: `key-${crypto.randomUUID()}`,
    description: 'old',
    display_name: 'Old',
    metadata: { a: 'b' },
    group_id: api.group.id,
  });

  it.each<[string, Body, Body]>([
    ['nothing', {}, {}],
    ['a text replaces', { description: 'new', display_name: 'New' }, { description: 'new', display_name: 'New' }],
    ['an empty text keeps', { description: '', display_name: '', lookup_key: '' }, {}],
    ['null keeps', { description: null, display_name: null, metadata: null, group_id: null, lookup_key: null }, {}],
    ['metadata is replaced', { metadata: { c: 'd' } }, { metadata: { c: 'd' } }],
    ['empty metadata clears', { metadata: {} }, { metadata: {} }],
    ['an empty group ungroups', { group_id: '' }, { group_id: null, group: null }],
    ['ours: clear empties', { clear: ['description'] }, { description: '' }],
    [
      'ours: clear empties all three',
      { clear: ['lookup_key', 'description', 'display_name'] },
      { lookup_key: '', description: '', display_name: '' },
    ],
    ['an empty clear', { clear: [] }, {}],
    ['what is critical only when it is not empty', { billing_model: '', tier_mode: '', tiers: [] }, {}],
    ['critical fields as null', { billing_model: null, amount: null, tiers: null, transform_quantity: null }, {}],
    [
      'what can never change is ignored',
      { currency: 'eur', billing_period: 'ANNUAL', type: 'FIXED', entity_id: 'x', min_quantity: 5, end_date: '' },
      {},
    ],
  ])('%s', async (_case, body, expected) => {
    const { plan, ...price } = await read((await create('usage', before())).id);
    const { plan: _plan, ...after } = await put(price.id, body);
    expect({ ...after, etag: null }).toEqual({ ...price, ...expected, etag: null });
  });

  it('answers a fresh updated_at and an ETag that moves only when something did', async () => {
    const price = await create();
    api.core.clock.advance(1500);
    const edited = await put(price.id, { description: 'x' });
    expect(edited).toMatchObject({ updated_at: '2026-06-01T00:00:01.5Z', sequence: price.sequence });
    expect(edited.etag).not.toBe(price.etag);
    expect((await put(price.id, { description: 'x' })).etag).toBe(edited.etag);
    api.core.clock.set('2026-06-01T00:00:00Z');
  });

  it('moves between groups, on an ended price too', async () => {
    const group = await api.made(201, 'POST', '/v1/groups', { name: 'B', entity_type: 'price', lookup_key: 'b' });
    const price = await create('usage', { group_id: api.group.id });
    await api.made(200, 'DELETE', `/v1/prices/${price.id}`, {});
    expect(await put(price.id, { group_id: group.id })).toMatchObject({
      id: price.id,
      group_id: group.id,
      group: { id: group.id },
    });
  });

  it('is refused when it was changed since it was read', async () => {
    const price = await create();
    await put(price.id, { description: 'first' });
    const late = await api.refused(
      'PUT',
      `/v1/prices/${price.id}`,
      { description: 'late' },
      { 'if-match': price.etag },
    );
    expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
  });
});

describe('a critical field ends the price and starts its successor (wire contract 3.8)', () => {
  const tiers = [{ up_to: 10, unit_amount: '1' }, { unit_amount: '2' }];
  const wireTiers = [
    { up_to: 10, unit_amount: '1', flat_amount: null },
    { up_to: null, unit_amount: '2', flat_amount: null },
  ];

  it.each<[string, Kind, Body, Body]>([
    ['amount', 'usage', { amount: '5' }, { amount: '5', display_amount: '$5' }],
    ['the same amount', 'usage', { amount: '0.01' }, { amount: '0.01' }],
    ['amount as number', 'usage', { amount: 5 }, { amount: '5' }],
    ['tiers', 'tiered', { tiers }, { tiers: wireTiers, tier_mode: 'SLAB' }],
    ['tier_mode', 'tiered', { tier_mode: 'VOLUME' }, { tier_mode: 'VOLUME' }],
    ['transform_quantity', 'packaged', { transform_quantity: { divide_by: 7 } }, { amount: '0.01' }],
    ['amount of a package', 'packaged', { amount: '9' }, { transform_quantity: { divide_by: 100, round: null } }],
    ['billing_model, the same', 'usage', { billing_model: 'FLAT_FEE' }, { amount: '0.01' }],
    ['to tiers', 'usage', { billing_model: 'TIERED', tier_mode: 'SLAB', tiers }, { amount: '0', tiers: wireTiers }],
    ['from tiers without an amount', 'tiered', { billing_model: 'FLAT_FEE' }, { amount: '0', tiers: null }],
    ['from tiers with an amount', 'tiered', { billing_model: 'FLAT_FEE', amount: '3' }, { amount: '3' }],
    ['tiers of a flat fee are dropped', 'usage', { tiers }, { amount: '0.01', tiers: null }],
    ['the amount of a tiered price is ignored', 'tiered', { amount: '5' }, { amount: '0' }],
    ['to a package', 'usage', { billing_model: 'PACKAGE', transform_quantity: { divide_by: 4 } }, { amount: '0.01' }],
  ])('%s', async (_case, kind, body, expected) => {
    const old = await create(kind, { description: 'kept', metadata: { a: 'b' }, group_id: api.group.id });
    api.core.clock.advance(1000);
    const next = await put(old.id, body);
    const at = next.start_date;
    expect(next).toMatchObject({
      ...expected,
      parent_price_id: old.id,
      end_date: null,
      description: 'kept',
      metadata: { a: 'b' },
      group_id: api.group.id,
      currency: 'usd',
      entity_id: api.plan.id,
      meter_id: old.meter_id,
      display_name: old.display_name,
    });
    expect(next.id).not.toBe(old.id);
    expect(at > old.start_date).toBe(true);
    const ended = await read(old.id);
    expect({ ...ended, plan: null, etag: null }).toEqual({
      ...old,
      group: ended.group,
      end_date: at,
      updated_at: ended.updated_at,
      sequence: ended.sequence,
      etag: null,
    });
    expect(ended.sequence).toBeGreaterThan(old.sequence);
  });

  it.each<[string, string]>([
    ['to come', '2027-01-01T00:00:00Z'],
    ['past, not before its start', '2026-03-01T00:00:00Z'],
    ['as it starts', '2026-02-01T00:00:00Z'],
  ])('from effective_from, %s', async (_case, effective_from) => {
    const old = await create('usage', { start_date: '2026-02-01T00:00:00Z' });
    const next = await put(old.id, { amount: '1', effective_from });
    expect(next.start_date).toBe(effective_from);
    expect((await read(old.id)).end_date).toBe(effective_from);
  });

  it('every version points to the first, and the lookup key moves along', async () => {
    const first = await create('usage', { lookup_key: 'versions' });
    const second = await put(first.id, { amount: '1' });
    const third = await put(second.id, { amount: '2', metadata: { v: '3' }, display_name: 'Third' });
    expect(third).toMatchObject({ parent_price_id: first.id, lookup_key: 'versions', metadata: { v: '3' } });
    expect(third.display_name).toBe('Third');
    expect((await api.send('GET', '/v1/prices/lookup/versions')).body.id).toBe(third.id);
    expect((await read(first.id)).lookup_key).toBe('versions');
  });

  it('moves the old price to the group as well', async () => {
    const old = await create();
    const next = await put(old.id, { amount: '1', group_id: api.group.id });
    expect([next.group_id, (await read(old.id)).group_id]).toEqual([api.group.id, api.group.id]);
  });

  it.each([
    ['usage', 'Usage'],
    ['fixed', 'Recurring'],
  ] as const)('a %s price without a name becomes %s', async (kind, name) => {
    const old = await create(kind);
    await put(old.id, { clear: ['display_name'] });
    expect((await put(old.id, { amount: '1' })).display_name).toBe(name);
  });
});

describe('edits at once and again', () => {
  it('a critical edit with an Idempotency-Key makes one successor', async () => {
    const old = await create();
    const send = () => api.send('PUT', `/v1/prices/${old.id}`, { amount: '5' }, { 'idempotency-key': 'critical' });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
    const { items } = await api.core.call('price.versions', { id: old.id });
    expect(items.map(({ id }) => id)).toEqual([old.id, first.body.id]);
  });

  it('of two at once one wins, and the other is told why', async () => {
    const old = await create();
    const answers = await Promise.all(
      ['5', '6'].map((amount) => api.send('PUT', `/v1/prices/${old.id}`, { amount }, { 'if-match': old.etag })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const late = await api.refused('PUT', `/v1/prices/${old.id}`, { amount: '7' });
    expect([late.status, late.body.message]).toEqual([400, 'Cannot update a terminated price']);
  });

  it('a read-only key changes nothing', async () => {
    const { id } = await create();
    const headers = { 'x-api-key': (await api.createKey({ access: 'read' })).key };
    for (const [method, path, body] of [
      ['POST', '/v1/prices', api.fixed],
      ['POST', '/v1/prices/bulk', { items: [api.fixed] }],
      ['PUT', `/v1/prices/${id}`, { amount: '5' }],
      ['DELETE', `/v1/prices/${id}`, {}],
      ['POST', '/v1/plans', { name: 'x' }],
      ['PUT', `/v1/plans/${api.plan.id}`, { name: 'x' }],
      ['POST', `/v1/plans/${api.plan.id}/clone`, { name: 'x', lookup_key: 'x' }],
      ['DELETE', `/v1/plans/${api.plan.id}`, undefined],
    ] as const) {
      const answer = await api.send(method, path, body, headers);
      expect([answer.status, answer.body]).toEqual([403, { message: 'insufficient permissions' }]);
    }
    expect(await read(id)).toMatchObject({ amount: '0.01', end_date: null });
    expect((await api.send('POST', '/v1/prices/search', {}, headers)).status).toBe(200);
  });
});

const together =
  'Cannot provide both FIAT fields (amount, tiers) and custom price unit fields (price_unit_amount, price_unit_tiers) in the same request';
const unitChange =
  'Price unit type cannot be changed during update. Cannot use price_unit_amount or price_unit_tiers on a FIAT price.';

describe('refused (wire contract 3.8)', () => {
  it.each<[string, Kind, Body, Body, string]>([
    [
      'effective_from alone',
      'usage',
      {},
      { effective_from: '2026-07-01T00:00:00Z', description: 'x' },
      'When providing effective_from, you must also provide one of: amount, billing_model, tier_mode, tiers, transform_quantity, price_unit_amount, or price_unit_tiers',
    ],
    ['amounts of both kinds', 'usage', {}, { amount: '1', price_unit_amount: '1' }, together],
    [
      'tiers of both kinds',
      'tiered',
      {},
      { tiers: [{ unit_amount: '1' }], price_unit_tiers: [{ unit_amount: '1' }] },
      together,
    ],
    ['a unit amount', 'usage', {}, { price_unit_amount: '1' }, unitChange],
    ['unit tiers', 'tiered', {}, { price_unit_tiers: [{ unit_amount: '1' }] }, unitChange],
    [
      'an end date, even one to come',
      'usage',
      { end_date: '2030-01-01T00:00:00Z' },
      { amount: '1' },
      'Cannot update a terminated price',
    ],
    [
      'now is before its start',
      'usage',
      { start_date: '2026-07-01T00:00:00Z' },
      { amount: '1' },
      "The effective date for terminating this price cannot be before the price's start date",
    ],
    [
      'effective before its start',
      'usage',
      {},
      { amount: '1', effective_from: '2026-05-31T23:59:59Z' },
      "The effective date for terminating this price cannot be before the price's start date",
    ],
    ['an unknown group', 'usage', {}, { group_id: 'group_x' }, 'Some groups not found'],
    ['an unknown group on a critical edit', 'usage', {}, { amount: '1', group_id: 'group_x' }, 'Some groups not found'],
    ['a billing model nobody knows', 'usage', {}, { billing_model: 'FLAT' }, 'Invalid billing model'],
    ['a negative amount', 'usage', {}, { amount: '-1' }, 'Please provide a non-negative amount value'],
    ['a negative tier', 'tiered', {}, { tiers: [{ unit_amount: '-1' }] }, 'Unit amount cannot be negative'],
    [
      'to tiers without tiers',
      'usage',
      {},
      { billing_model: 'TIERED' },
      'Price tiers are required to set up tiered pricing',
    ],
    [
      'a package of 0',
      'packaged',
      {},
      { transform_quantity: { divide_by: 0 } },
      'Transform quantity divide by must be greater than or equal to 1',
    ],
    ['amount as words', 'usage', {}, { amount: 'ten' }, 'Invalid request format'],
    ['a name as number', 'usage', {}, { display_name: 5 }, 'Invalid request format'],
    ['an empty date', 'usage', {}, { amount: '1', effective_from: '' }, 'Invalid request format'],
    ['clear as text', 'usage', {}, { clear: 'description' }, 'Invalid request format'],
  ])('%s', async (_case, kind, extra, body, message) => {
    const { id } = await create(kind, extra);
    const answer = await api.refused('PUT', `/v1/prices/${id}`, body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([400, 'validation_error', message]);
  });

  it('a field that cannot be cleared', async () => {
    const { id } = await create();
    const { status, body } = await api.refused('PUT', `/v1/prices/${id}`, { clear: ['amount'] });
    expect([status, body.message]).toEqual([400, 'Request validation failed']);
    expect(body.details).toEqual(failedTag('UpdatePriceRequest', 'Clear[0]', 'oneof'));
  });

  it.each(['', '{', '[]'])('the body %j', async (body) => {
    const { id } = await create();
    const answer = await api.refused('PUT', `/v1/prices/${id}`, body);
    expect([answer.status, answer.body.message]).toEqual([400, 'Invalid request format']);
  });

  it('an unknown id is 404', async () => {
    for (const body of [{}, { description: 'x' }, { amount: '1' }]) {
      const answer = await api.refused('PUT', '/v1/prices/price_x', body);
      expect([answer.status, answer.body.message]).toEqual([404, 'Price with ID price_x was not found']);
    }
  });

  it('a lookup key that is taken is 409, in place and by a successor', async () => {
    await create('usage', { lookup_key: 'taken' });
    const { id } = await create();
    for (const body of [{ lookup_key: 'taken' }, { lookup_key: 'taken', amount: '1' }]) {
      const answer = await api.refused('PUT', `/v1/prices/${id}`, body);
      expect([answer.status, answer.body.code, answer.body.message]).toEqual([
        409,
        'already_exists',
        'A price with this identifier already exists',
      ]);
    }
    expect((await read(id)).end_date).toBeNull();
  });
});
