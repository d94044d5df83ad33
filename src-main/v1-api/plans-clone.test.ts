import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestPriceApi, testPriceApi } from './test-price-api';

let api: TestPriceApi;
beforeAll(async () => {
  api = await testPriceApi();
});
afterAll(() => api.close());

type Body = Record<string, unknown>;
let count = 0;
const source = (extra: Body = {}) =>
  api.made(201, 'POST', '/v1/plans', {
    name: 'Source',
    lookup_key: `source-${++count}`,
    description: 'd',
    display_order: 4,
    metadata: { a: 'source', b: 'source' },
    ...extra,
  });
const clone = (id: string, extra: Body = {}) =>
  api.made(201, 'POST', `/v1/plans/${id}/clone`, { name: 'Copy', lookup_key: `copy-${++count}`, ...extra });

describe('clone (wire contract 4.7)', () => {
  it.each<[string, Body, Body]>([
    ['what is left out is the source’s', {}, { description: 'd', display_order: 4 }],
    ['null as well', { description: null, display_order: null }, { description: 'd', display_order: 4 }],
    ['what is given is taken', { description: '', display_order: 0 }, { description: '', display_order: 0 }],
    ['the source’s name', { name: 'Source' }, { name: 'Source' }],
  ])('%s', async (_case, body, expected) => {
    const { id } = await source();
    const copy = await clone(id, body);
    expect(copy).toMatchObject({ status: 'published', ...expected });
    expect(copy.id).not.toBe(id);
  });

  it('metadata is overlaid and names the source', async () => {
    const { id } = await source();
    const { metadata } = await clone(id, { metadata: { b: 'copy', source_plan_id: 'mine' } });
    expect(metadata).toEqual({ a: 'source', b: 'copy', source_plan_id: id });
  });

  it('copies live prices whole but for their keys and versions, ended ones not', async () => {
    const plan = await source();
    const create = (extra: Body) =>
      api.made(201, 'POST', '/v1/prices', { ...api.tiered, entity_id: plan.id, ...extra });
    const first = await create({ lookup_key: 'first', group_id: api.group.id, metadata: { m: '1' }, description: 'x' });
    const live = await api.made(200, 'PUT', `/v1/prices/${first.id}`, { tier_mode: 'VOLUME' });
    const ending = await create({ end_date: '2030-01-01T00:00:00Z', start_date: '2026-01-01T00:00:00Z' });
    api.core.clock.advance(60_000);
    const copy = await clone(plan.id);
    const own = (price: Body) => {
      const {
        id,
        entity_id,
        lookup_key,
        parent_price_id,
        sequence,
        created_at,
        updated_at,
        etag,
        plan,
        group,
        ...rest
      } = price;
      return rest;
    };
    expect(copy.prices.map(own)).toEqual([own(live), own(ending)]);
    for (const price of copy.prices) {
      expect(price).toMatchObject({ entity_id: copy.id, lookup_key: '', parent_price_id: null });
      expect(price.created_at).toBe('2026-06-01T00:01:00Z');
      expect([live.id, ending.id]).not.toContain(price.id);
    }
    expect(copy.prices[0]).toMatchObject({ group_id: api.group.id, meter_id: api.meter_id, metadata: { m: '1' } });
    expect((await api.made(200, 'GET', `/v1/plans/${copy.id}`)).prices).toEqual(copy.prices);
    expect((await api.made(200, 'GET', '/v1/prices/lookup/first')).id).toBe(live.id);
    api.core.clock.set('2026-06-01T00:00:00Z');
  });

  it('an archived source', async () => {
    const { id } = await source();
    await api.made(200, 'DELETE', `/v1/plans/${id}`);
    expect((await clone(id)).status).toBe('published');
  });

  it.each<[string, unknown, number, string, string]>([
    ['no name', { lookup_key: 'x' }, 400, 'validation_error', 'Please provide a unique name for the cloned plan'],
    [
      'an empty name',
      { name: '', lookup_key: 'x' },
      400,
      'validation_error',
      'Please provide a unique name for the cloned plan',
    ],
    ['no key', { name: 'x' }, 400, 'validation_error', 'Please provide a unique lookup_key for the cloned plan'],
    [
      'an empty key',
      { name: 'x', lookup_key: '' },
      400,
      'validation_error',
      'Please provide a unique lookup_key for the cloned plan',
    ],
    [
      'null as key',
      { name: 'x', lookup_key: null },
      400,
      'validation_error',
      'Please provide a unique lookup_key for the cloned plan',
    ],
    [
      'a key that is taken',
      { name: 'x', lookup_key: 'base' },
      409,
      'already_exists',
      'Please choose a different lookup_key for the cloned plan',
    ],
    ['a name as number', { name: 5, lookup_key: 'x' }, 400, 'validation_error', 'Invalid request format'],
    ['an empty body', '', 400, 'validation_error', 'Invalid request format'],
  ])('%s is refused', async (_case, body, status, code, message) => {
    const answer = await api.refused('POST', `/v1/plans/${api.plan.id}/clone`, body);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([status, code, message]);
    if (status === 409) expect(answer.body.details).toEqual({ lookup_key: 'base' });
  });

  it('an unknown source is 404', async () => {
    const answer = await api.refused('POST', '/v1/plans/plan_x/clone', { name: 'x', lookup_key: 'x' });
    expect([answer.status, answer.body.message]).toEqual([404, 'Plan with ID plan_x was not found']);
  });
});
