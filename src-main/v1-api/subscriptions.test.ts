import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges, testCatalog } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let request: Record<string, unknown>;
let customer_id: string;
beforeEach(async () => {
  api = await testApi({ start: '2026-03-10T12:00:00.000Z' });
  catalog = await testCatalog(api.core);
  await api.core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
  const customer = await api.core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  customer_id = customer.id;
  request = {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'USD',
    billing_period: 'MONTHLY',
    start_date: '2026-01-31T00:00:00Z',
  };
});
afterEach(() => api.close());

const create = (body: object = {}) => api.send('POST', '/v1/subscriptions', { ...request, ...body });
const failed = ({ status, body }: Awaited<ReturnType<typeof create>>) => [status, body.code, body.message];

describe('create', () => {
  it('refuses an anchor or a time zone that is not kept, rather than to lose it', async () => {
    const start_date = '2026-01-31T00:00:00Z';
    expect(failed(await create({ billing_anchor: '2026-01-15T00:00:00Z' }))).toEqual([
      400,
      'validation_error',
      expect.stringContaining('Billing periods follow the start date'),
    ]);
    expect(failed(await create({ timezone: 'America/New_York' }))).toEqual([
      400,
      'validation_error',
      expect.stringContaining("customer's time zone"),
    ]);
    expect((await create({ start_date, billing_anchor: start_date, timezone: 'UTC' })).status).toBe(201);
  });

  it('answers the subscription with its line items and the period it is in', async () => {
    const { status, body, headers } = await create({ metadata: { a: 'b', c: null } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^subs_[0-9A-HJKMNP-TV-Z]{26}$/),
      customer_id,
      external_customer_id: 'acme',
      plan_id: catalog.plan.id,
      currency: 'usd',
      billing_period: 'MONTHLY',
      billing_period_count: 1,
      billing_cycle: 'anniversary',
      billing_anchor: '2026-01-31T00:00:00Z',
      subscription_status: 'active',
      start_date: '2026-01-31T00:00:00Z',
      end_date: null,
      cancelled_at: null,
      current_period_start: '2026-02-28T00:00:00Z',
      current_period_end: '2026-03-31T00:00:00Z',
      metadata: { a: 'b', c: '' },
      status: 'published',
      environment_id: api.core.environment_id,
      created_at: '2026-03-10T12:00:00Z',
      etag: headers.get('etag'),
    });
    expect(body.line_items).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^subs_line_/),
        subscription_id: body.id,
        customer_id,
        entity_id: catalog.plan.id,
        entity_type: 'plan',
        plan_display_name: 'Base Plan',
        price_type: 'USAGE',
        meter_id: catalog.meter_id,
        meter_display_name: 'Tokens',
        display_name: 'Tokens',
        quantity: '0',
        currency: 'usd',
        billing_period: 'MONTHLY',
        billing_period_count: 1,
        invoice_cadence: 'ARREAR',
        start_date: '2026-01-31T00:00:00Z',
        end_date: null,
        commitment_amount: null,
        metadata: {},
      }),
    ]);
  });

  it.each([
    ['by the id of the customer', () => ({ external_customer_id: undefined, customer_id })],
    ['starting now', () => ({ start_date: undefined })],
    ['with fields of other versions of the API', () => ({ billing_cadence: 'RECURRING', proration_behavior: 'none' })],
    ['with empty lists of what is not kept here', () => ({ addons: [], coupons: [], credit_grants: null, phases: [] })],
    ['with the only billing cycle there is', () => ({ billing_cycle: 'anniversary' })],
    ['with an offset in a date', () => ({ start_date: '2026-01-31T02:00:00+02:00' })],
  ])('%s', async (_case, body) => {
    const answer = await create(body());
    expect([answer.status, answer.body.customer_id]).toEqual([201, customer_id]);
  });

  const tag = (field: string, rule: string) => ({
    [field]: `Key: 'CreateSubscriptionRequest.${field}' Error:Field validation for '${field}' failed on the '${rule}' tag`,
  });
  it.each([
    ['plan_id missing', { plan_id: undefined }, tag('PlanID', 'required')],
    ['currency missing', { currency: undefined }, tag('Currency', 'required')],
    ['currency of two letters', { currency: 'us' }, tag('Currency', 'len')],
    ['billing_period missing', { billing_period: undefined }, tag('BillingPeriod', 'required')],
    ['billing_period unknown', { billing_period: 'HOURLY' }, tag('BillingPeriod', 'oneof')],
    ['billing_period_count 0', { billing_period_count: 0 }, tag('BillingPeriodCount', 'min')],
  ])('refuses %s', async (_case, body, details) => {
    const before = countChanges(api.core);
    const answer = await create(body);
    expect(failed(answer)).toEqual([400, 'validation_error', 'Request validation failed']);
    expect(answer.body.details).toEqual(details);
    expect(countChanges(api.core)).toBe(before);
  });

  it.each([
    ['no customer', { external_customer_id: undefined }, 'Please provide either customer_id or external_customer_id'],
    ['an end before the start', { end_date: '2026-01-01T00:00:00Z' }, 'The end date must be after the start date'],
    ['another currency', { currency: 'eur' }, 'No prices match the subscription criteria'],
    ['another period', { billing_period: 'ANNUAL' }, 'No prices match the subscription criteria'],
    ['addons', { addons: [{ addon_id: 'x' }] }, 'Addons are not kept here: please leave this field out'],
    ['coupons', { coupons: ['x'] }, 'Coupons are not kept here: please leave this field out'],
    ['a trial', { trial_end: '2026-02-01T00:00:00Z' }, 'Trials are not kept here: please leave this field out'],
    [
      'a commitment',
      { commitment_amount: '5' },
      'Commitments of a whole subscription are not kept here: please leave this field out',
    ],
    [
      'a calendar cycle',
      { billing_cycle: 'calendar' },
      'Billing periods follow the start date here: please use the billing cycle anniversary',
    ],
    ['a draft', { subscription_status: 'draft' }, 'A subscription starts active here: please leave its status out'],
  ])('refuses %s', async (_case, body, message) => {
    const before = countChanges(api.core);
    expect(failed(await create(body))).toEqual([400, 'validation_error', message]);
    expect(countChanges(api.core)).toBe(before);
  });

  it('refuses a plan without prices', async () => {
    const plan = await api.core.call('plan.create', { name: 'Empty', lookup_key: 'empty' });
    expect(failed(await create({ plan_id: plan.id }))).toEqual([
      400,
      'validation_error',
      'The entity must have at least one price to create a subscription',
    ]);
  });

  it.each([
    ['customer', { external_customer_id: 'nobody' }, 'Customer not found'],
    ['customer id', { external_customer_id: undefined, customer_id: 'cust_x' }, 'Customer not found'],
    ['plan', { plan_id: 'plan_x' }, 'Plan with ID plan_x was not found'],
  ])('an unknown %s is 404', async (_case, body, message) => {
    expect(failed(await create(body))).toEqual([404, 'not_found', message]);
  });

  it.each([
    ['', 'no body'],
    ['[]', 'a list'],
    ['{"plan_id":5}', 'a number as id'],
    ['{"plan_id":"p","currency":"usd","billing_period":"MONTHLY","start_date":""}', 'an empty date'],
    ['{"plan_id":"p","currency":"usd","billing_period":"MONTHLY","billing_period_count":"1"}', 'a text as count'],
  ])('refuses %s as malformed: %s', async (text) => {
    expect(failed(await api.send('POST', '/v1/subscriptions', text))).toEqual([
      400,
      'validation_error',
      'Invalid request format',
    ]);
  });
});

describe('read', () => {
  it('by id, with the line items', async () => {
    const { body } = await create();
    const { status, body: read } = await api.send('GET', `/v1/subscriptions/${body.id}`);
    expect([status, read]).toEqual([200, body]);
  });

  it('the period moves on with time', async () => {
    const { body } = await create();
    api.core.clock.set('2026-03-31T00:00:00.000Z');
    const { body: read } = await api.send('GET', `/v1/subscriptions/${body.id}`);
    expect([read.current_period_start, read.current_period_end]).toEqual([
      '2026-03-31T00:00:00Z',
      '2026-04-30T00:00:00Z',
    ]);
  });

  it('an unknown id and one of another environment are 404', async () => {
    const { body } = await create();
    const { items } = await api.core.call('environment.list', {});
    const other = items.find(({ id }) => id !== api.core.environment_id);
    const there = { 'x-api-key': (await api.createKey({ environment_id: other?.id ?? '' })).key };
    expect((await api.send('GET', '/v1/subscriptions/subs_x')).status).toBe(404);
    expect((await api.send('GET', `/v1/subscriptions/${body.id}`, undefined, there)).status).toBe(404);
    expect((await api.send('POST', `/v1/subscriptions/${body.id}/cancel`, {}, there)).status).toBe(404);
    expect((await api.send('POST', '/v1/subscriptions/search', {}, there)).body.items).toEqual([]);
  });
});

describe('list', () => {
  let ids: Record<string, string>;
  beforeEach(async () => {
    await api.core.call('customer.create', { external_id: 'globex', name: 'Globex' });
    const first = await create();
    const second = await create({ external_customer_id: 'globex' });
    await api.send('POST', `/v1/subscriptions/${second.body.id}/cancel`, {});
    ids = { [first.body.id]: 'acme', [second.body.id]: 'globex' };
  });
  const names = (items: { id: string }[]) => items.map(({ id }) => ids[id]);

  it.each([
    ['everything', () => ({}), ['globex', 'acme']],
    ['a customer', () => ({ customer_id }), ['acme']],
    ['an external customer id', () => ({ external_customer_id: 'globex' }), ['globex']],
    ['a plan', () => ({ plan_id: 'plan_x' }), []],
    ['ids', () => ({ subscription_ids: Object.keys(ids).slice(0, 1) }), ['acme']],
    ['a status', () => ({ subscription_status: ['cancelled', 'paused'] }), ['globex']],
    ['a period', () => ({ billing_period: ['ANNUAL'] }), []],
    ['the second page', () => ({ limit: 1, offset: 1 }), ['acme']],
  ])('search by %s', async (_case, body, expected) => {
    const answer = await api.send('POST', '/v1/subscriptions/search', body());
    expect([answer.status, names(answer.body.items)]).toEqual([200, expected]);
    expect(answer.body.items.every((row: { line_items: unknown }) => row.line_items === null)).toBe(true);
  });

  it('carries line items when asked for', async () => {
    const { body } = await api.send('POST', '/v1/subscriptions/search', { with_line_items: true });
    expect(body.items.map((row: { line_items: unknown[] }) => row.line_items.length)).toEqual([1, 1]);
  });

  it.each([
    ['', ['globex', 'acme']],
    ['?external_customer_id=acme', ['acme']],
    ['?subscription_status=cancelled', ['globex']],
    ['?with_line_items=true&limit=1', ['globex']],
  ])('GET /v1/subscriptions%s', async (query, expected) => {
    const answer = await api.send('GET', `/v1/subscriptions${query}`);
    expect([answer.status, names(answer.body.items)]).toEqual([200, expected]);
  });

  it('refuses an impossible page', async () => {
    const answer = await api.send('POST', '/v1/subscriptions/search', { limit: 1001 });
    expect(failed(answer)).toEqual([400, 'validation_error', 'Invalid filter parameters']);
  });
});

describe('cancel', () => {
  const cancel = (id: string, body: object = {}) => api.send('POST', `/v1/subscriptions/${id}/cancel`, body);

  it('ends it now', async () => {
    const { body } = await create();
    const { status, body: answer } = await cancel(body.id, { cancellation_type: 'immediate', reason: 'moved' });
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      subscription_id: body.id,
      cancellation_type: 'immediate',
      effective_date: '2026-03-10T12:00:00Z',
      status: 'cancelled',
      reason: 'moved',
      proration_details: null,
      subscription: {
        id: body.id,
        subscription_status: 'cancelled',
        cancelled_at: '2026-03-10T12:00:00Z',
        current_period_start: '2026-02-28T00:00:00Z',
      },
    });
    const { body: read } = await api.send('GET', `/v1/subscriptions/${body.id}`);
    expect(read).toEqual({ ...answer.subscription, etag: answer.etag });
  });

  it('ends it in the past', async () => {
    const { body } = await create();
    const { body: answer } = await cancel(body.id, { cancelled_at: '2026-02-15T00:00:00Z' });
    expect(answer.subscription).toMatchObject({
      cancelled_at: '2026-02-15T00:00:00Z',
      current_period_start: '2026-01-31T00:00:00Z',
    });
  });

  it.each([
    ['a second time', {}, 'invalid_operation', 'The subscription is already cancelled'],
    [
      'at the end of the period',
      { cancellation_type: 'end_of_period' },
      'validation_error',
      'A subscription ends at once here: please use the cancellation type immediate',
    ],
  ])('refuses %s', async (_case, body, code, message) => {
    const { body: subscription } = await create();
    if (code === 'invalid_operation') await cancel(subscription.id);
    expect(failed(await cancel(subscription.id, body))).toEqual([400, code, message]);
  });

  it('refuses the future and the time before it started', async () => {
    const { body } = await create();
    expect((await cancel(body.id, { cancelled_at: '2026-04-01T00:00:00Z' })).status).toBe(400);
    expect((await cancel(body.id, { cancelled_at: '2026-01-01T00:00:00Z' })).status).toBe(400);
    expect((await api.send('GET', `/v1/subscriptions/${body.id}`)).body.subscription_status).toBe('active');
  });

  it('of an unknown subscription is 404', async () => {
    expect(failed(await cancel('subs_x'))).toEqual([404, 'not_found', 'Subscription not found']);
  });

  it('only while it is as it was read', async () => {
    const { body } = await create();
    const stale = { 'if-match': '"999999"' };
    const { status } = await api.send('POST', `/v1/subscriptions/${body.id}/cancel`, {}, stale);
    expect(status).toBe(409);
  });
});
