import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedTag, type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

type Body = Record<string, unknown>;
const create = (extra: Body = {}) => api.made(201, 'POST', '/v1/plans', { name: 'Pro', ...extra });
const put = (id: string, body: Body) => api.made(200, 'PUT', `/v1/plans/${id}`, body);
const read = (id: string) => api.made(200, 'GET', `/v1/plans/${id}`);
const price = (entity_id: string, extra: Body = {}) =>
  api.made(201, 'POST', '/v1/prices', { ...api.usage, entity_id, ...extra });

describe('create (wire contract 4.1)', () => {
  it('answers every key of a plan (wire contract 9.7)', async () => {
    const answer = await api.send('POST', '/v1/plans', {
      name: 'P',
      lookup_key: 'p',
      description: 'd',
      display_order: 1,
      metadata: { a: 'b' },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^plan_[0-9A-HJKMNP-TV-Z]{26}$/),
      name: 'P',
      lookup_key: 'p',
      description: 'd',
      display_order: 1,
      metadata: { a: 'b' },
      prices: null,
      entitlements: null,
      credit_grants: null,
      price_count: 0,
      subscription_count: 0,
      environment_id: api.core.environment_id,
      tenant_id: '00000000-0000-0000-0000-000000000000',
      status: 'published',
      created_at: '2026-06-01T00:00:00Z',
      updated_at: '2026-06-01T00:00:00Z',
      created_by: '00000000-0000-0000-0000-000000000000',
      updated_by: '00000000-0000-0000-0000-000000000000',
      etag: answer.headers.get('etag'),
    });
  });

  it.each<[string, Body, Body]>([
    ['the name alone', {}, { lookup_key: '', description: '', display_order: 0, metadata: {} }],
    ['null is "not given"', { lookup_key: null, description: null, display_order: null, metadata: null }, {}],
    ['null in metadata is the empty text', { metadata: { a: null } }, { metadata: { a: '' } }],
    ['the same name again', { name: 'Pro' }, { name: 'Pro' }],
    ['a key in another case', { lookup_key: 'BASE' }, { lookup_key: 'BASE' }],
    ['keys nobody knows', { currency: 'usd', id: 'plan_mine' }, {}],
  ])('%s', async (_case, body, expected) => {
    expect(await create(body)).toMatchObject(expected);
  });

  it.each<[string, Body, string]>([
    ['no name', { name: undefined }, 'required'],
    ['null as name', { name: null }, 'required'],
    ['an empty name', { name: '' }, 'required'],
    ['a name of 256', { name: 'x'.repeat(256) }, 'max'],
  ])('%s is refused by its field', async (_case, body, tag) => {
    const answer = await api.refused('POST', '/v1/plans', { name: 'Pro', ...body });
    expect([answer.status, answer.body.message]).toEqual([400, 'Request validation failed']);
    expect(answer.body.details).toEqual(failedTag('CreatePlanRequest', 'Name', tag));
  });

  it.each<[string, unknown]>([
    ['an empty body', ''],
    ['no JSON', '{'],
    ['an array', []],
    ['a name as number', { name: 5 }],
    ['an order as text', { name: 'x', display_order: '1' }],
    ['an order with a fraction', { name: 'x', display_order: 1.5 }],
    ['metadata with a number', { name: 'x', metadata: { a: 1 } }],
    ['a malformed value beside a missing name', { description: 5 }],
  ])('%s is malformed', async (_case, body) => {
    const answer = await api.refused('POST', '/v1/plans', body);
    expect([answer.status, answer.body.code, answer.body.message, answer.body.details]).toEqual([
      400,
      'validation_error',
      'Invalid request format',
      undefined,
    ]);
  });

  it('a lookup key that is taken is 409 and names the plan; an archived plan frees it', async () => {
    const { id } = await create({ name: 'First', lookup_key: 'taken' });
    const { status, body } = await api.refused('POST', '/v1/plans', { name: 'Second', lookup_key: 'taken' });
    expect([status, body.code, body.message]).toEqual([409, 'already_exists', 'Plan with this name already exists']);
    expect(body.details).toMatchObject({ plan_id: id, plan_name: 'First' });
    await api.made(200, 'DELETE', `/v1/plans/${id}`);
    await create({ name: 'Second', lookup_key: 'taken' });
  });
});

describe('get (wire contract 4.2)', () => {
  it('all prices, ended ones too, complete, with meter and group', async () => {
    const { id } = await create();
    const live = await price(id, { group_id: api.group.id });
    const ended = await price(id);
    await api.made(200, 'DELETE', `/v1/prices/${ended.id}`, {});
    const plan = await read(id);
    expect(plan.prices.map((one: { id: string }) => one.id)).toEqual([live.id, ended.id]);
    const { etag, ...alone } = await api.made(200, 'GET', `/v1/prices/${live.id}`);
    expect(plan.prices[0]).toEqual({ ...alone, plan: null });
    expect(plan.prices[0]).toMatchObject({ meter: { id: api.meter_id }, group: { id: api.group.id } });
    expect(plan).toMatchObject({ price_count: 1, entitlements: null, credit_grants: null });
  });

  it('ignores expand', async () => {
    const { id } = await create();
    await price(id);
    expect((await api.made(200, 'GET', `/v1/plans/${id}?expand=nothing`)).prices).toHaveLength(1);
  });

  it('an archived plan is read, an unknown one is 404', async () => {
    const { id } = await create();
    await api.made(200, 'DELETE', `/v1/plans/${id}`);
    expect(await read(id)).toMatchObject({ id, status: 'archived' });
    const { status, body } = await api.send('GET', '/v1/plans/plan_x');
    expect([status, body.code, body.message]).toEqual([404, 'not_found', 'Plan with ID plan_x was not found']);
  });

  it('another environment’s plan is 404 everywhere', async () => {
    const { id } = await create();
    const environments = await api.core.call('environment.list', {});
    const other = environments.items.find((environment) => environment.id !== api.core.environment_id);
    const { key } = await api.createKey({ environment_id: other?.id ?? '' });
    for (const [method, path, body] of [
      ['GET', ''],
      ['PUT', '', { name: 'x' }],
      ['DELETE', ''],
      ['POST', '/clone', { name: 'x', lookup_key: 'x' }],
      ['POST', '/sync/subscriptions'],
      ['GET', '/entitlements'],
    ] as const) {
      const answer = await api.refused(method, `/v1/plans/${id}${path}`, body, { 'x-api-key': key });
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });
});

describe('update (wire contract 4.3)', () => {
  const full = () => ({
    name: 'Old',
    lookup_key: `key-${crypto.randomUUID()}`,
    description: 'old',
    display_order: 3,
    metadata: { a: 'b' },
  });
  it.each<[string, Body, Body]>([
    ['nothing', {}, {}],
    ['null keeps', { name: null, lookup_key: null, description: null, display_order: null, metadata: null }, {}],
    ['the name', { name: 'New' }, { name: 'New' }],
    ['an empty key clears', { lookup_key: '' }, { lookup_key: '' }],
    ['an empty description clears', { description: '' }, { description: '' }],
    ['order 0', { display_order: 0 }, { display_order: 0 }],
    ['metadata is replaced', { metadata: { c: 'd' } }, { metadata: { c: 'd' } }],
    ['empty metadata clears', { metadata: {} }, { metadata: {} }],
  ])('%s', async (_case, body, expected) => {
    const plan = await create(full());
    const after = await put(plan.id, body);
    expect({ ...after, etag: null }).toEqual({ ...plan, ...expected, etag: null });
  });

  it('answers a fresh updated_at and a new ETag', async () => {
    const plan = await create();
    api.core.clock.advance(1000);
    const after = await put(plan.id, { description: 'x' });
    expect(after.updated_at).toBe('2026-06-01T00:00:01Z');
    expect(after.etag).not.toBe(plan.etag);
    api.core.clock.set('2026-06-01T00:00:00Z');
    const late = await api.refused('PUT', `/v1/plans/${plan.id}`, { name: 'x' }, { 'if-match': plan.etag });
    expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
  });

  it.each<[string, unknown, number, string]>([
    ['an empty name', { name: '' }, 400, 'Please provide a name for the plan'],
    ['a key that is taken', { lookup_key: 'base' }, 409, 'Plan with this name already exists'],
    ['a name as number', { name: 5 }, 400, 'Invalid request format'],
    ['an empty body', '', 400, 'Invalid request format'],
  ])('%s is refused', async (_case, body, status, message) => {
    const { id } = await create();
    const answer = await api.refused('PUT', `/v1/plans/${id}`, body);
    expect([answer.status, answer.body.message]).toEqual([status, message]);
  });

  it('an unknown id is 404', async () => {
    const { status, body } = await api.refused('PUT', '/v1/plans/plan_x', { name: 'x' });
    expect([status, body.message]).toEqual([404, 'Plan with ID plan_x was not found']);
  });
});

describe('delete (wire contract 4.5)', () => {
  const remove = (id: string) => api.send('DELETE', `/v1/plans/${id}`);

  it('archives, twice if asked twice; prices stay as they are', async () => {
    const { id } = await create();
    const { etag, ...before } = await price(id, { group_id: api.group.id });
    for (let times = 0; times < 2; times++) {
      const { status, body } = await remove(id);
      expect([status, body]).toEqual([200, { message: 'price deleted successfully' }]);
    }
    const { items } = await api.made(200, 'POST', '/v1/prices/search', { entity_ids: [id], expand: 'meters,groups' });
    expect(items).toEqual([{ ...before, etag, group: { ...before.group, member_count: items[0].group.member_count } }]);
  });

  it('an unknown id is 404', async () => {
    expect((await api.refused('DELETE', '/v1/plans/plan_x')).body.message).toBe('Plan with ID plan_x was not found');
  });

  it('is refused while anybody is subscribed', async () => {
    const { id } = await create();
    await price(id);
    const customer = await api.core.call('customer.create', { external_id: 'acme', name: 'Acme' });
    const subscription = await api.core.call('subscription.create', {
      customer_id: customer.id,
      plan_id: id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-06-01T00:00:00Z',
    });
    const { status, body } = await api.refused('DELETE', `/v1/plans/${id}`);
    expect([status, body.code, body.message]).toEqual([
      400,
      'invalid_operation',
      'Please remove the active subscriptions before deleting this plan.',
    ]);
    await api.core.call('subscription.cancel', { id: subscription.id });
    expect((await remove(id)).status).toBe(200);
  });
});

describe('what follows a plan', () => {
  it.each(['', '/v2'])('sync%s answers made-up ids, as line items are in step already (4.6)', async (version) => {
    const { id } = await create();
    const path = `/v1/plans/${id}/sync/subscriptions${version}`;
    const { status, body } = await api.send('POST', path);
    expect([status, body]).toEqual([
      200,
      {
        message: 'price sync v2 workflow started',
        workflow_id: expect.stringMatching(/^wf_[0-9A-HJKMNP-TV-Z]{26}$/),
        run_id: expect.stringMatching(/^run_[0-9A-HJKMNP-TV-Z]{26}$/),
      },
    ]);
    expect((await api.send('POST', path, {})).status).toBe(200);
    const unknown = await api.send('POST', `/v1/plans/plan_x/sync/subscriptions${version}`);
    expect([unknown.status, unknown.body.message]).toEqual([404, 'Plan with ID plan_x was not found']);
  });

  it.each(['entitlements', 'creditgrants'])('%s are none', async (what) => {
    const { id } = await create();
    expect(await api.made(200, 'GET', `/v1/plans/${id}/${what}`)).toEqual({
      items: [],
      pagination: { total: 0, limit: 50, offset: 50 },
    });
    expect((await api.send('GET', `/v1/plans/plan_x/${what}`)).status).toBe(404);
  });
});
