import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const metered = {
  name: 'LLM Tokens',
  type: 'metered',
  meter: { name: 'Tokens', event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } },
  reporting_unit: { unit_singular: 'k', unit_plural: 'k', conversion_rate: '1000' },
  alert_settings: { critical: { threshold: '10', condition: 'above' } },
};
const create = async (body: object) => (await api.send('POST', '/v1/features', body)).body;

describe('search and list (wire contract 5.4)', () => {
  let ids: Record<string, string>;
  let meterId: string;
  beforeEach(async () => {
    const tokens = await create(metered);
    const sso = await create({ name: 'SSO', type: 'boolean' });
    const { meter: _meter, alert_settings: _alerts, ...unmetered } = metered;
    const seats = await create({ ...unmetered, name: 'Seats', type: 'static' });
    await api.send('DELETE', `/v1/features/${seats.id}`);
    ids = { metered: tokens.id, sso: sso.id, seats: seats.id };
    meterId = tokens.meter_id;
  });
  const namesOf = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
  const dsl = (field: string, operator: string, value: object) => ({
    filters: [{ field, operator, data_type: Object.keys(value)[0], value }],
  });
  const all = ['Seats', 'SSO', 'LLM Tokens'];

  it.each<[string, () => object, string[]]>([
    ['nothing: archived ones too', () => ({}), all],
    ['feature_ids', () => ({ feature_ids: [ids.sso, ids.metered, 'feat_x'] }), ['SSO', 'LLM Tokens']],
    ['meter_ids', () => ({ meter_ids: [meterId] }), ['LLM Tokens']],
    ['lookup_key', () => ({ lookup_key: 'sso' }), ['SSO']],
    ['lookup_key of another case', () => ({ lookup_key: 'SSO' }), []],
    ['lookup_keys', () => ({ lookup_keys: ['sso', 'seats', 'x'] }), ['Seats', 'SSO']],
    ['name_contains, whatever the case', () => ({ name_contains: 'TOK' }), ['LLM Tokens']],
    [
      'empty texts and lists',
      () => ({ name_contains: '', lookup_key: '', feature_ids: [], meter_ids: [], lookup_keys: [] }),
      all,
    ],
    ['status', () => ({ status: 'archived' }), ['Seats']],
    ['a limit of 0', () => ({ limit: 0 }), all],
    ['sort', () => ({ sort: [{ field: 'name', direction: 'asc' }] }), ['LLM Tokens', 'Seats', 'SSO']],
    ['a condition on the type', () => dsl('type', 'in', { array: ['static', 'config'] }), ['Seats']],
    ['a condition on the meter', () => dsl('meter_id', 'eq', { string: meterId }), ['LLM Tokens']],
    [
      'a condition on the reporting unit',
      () => dsl('reporting_unit_singular', 'eq', { string: 'k' }),
      ['Seats', 'LLM Tokens'],
    ],
    [
      'a condition on its conversion rate',
      () => dsl('reporting_unit_conversion_rate', 'gt', { number: 999 }),
      ['Seats', 'LLM Tokens'],
    ],
    [
      'a condition on the alert settings',
      () => dsl('alert_settings', 'contains', { string: 'threshold' }),
      ['LLM Tokens'],
    ],
    ['a condition on a group, which finds none', () => dsl('group_id', 'eq', { string: 'group_x' }), []],
    ['a condition on several groups', () => dsl('group_id', 'in', { array: ['group_x'] }), []],
    ['a condition on no group, which finds all', () => dsl('group_id', 'eq', { string: '' }), all],
  ])('by %s', async (_case, body, names) => {
    const answer = await api.send('POST', '/v1/features/search', body());
    expect([answer.status, namesOf(answer.body)]).toEqual([200, names]);
  });

  it.each<[string, () => string, string[]]>([
    ['nothing', () => '', all],
    ['feature_ids, repeated', () => `feature_ids=${ids.sso}&feature_ids=${ids.metered}`, ['SSO', 'LLM Tokens']],
    ['meter_ids', () => `meter_ids=${meterId}`, ['LLM Tokens']],
    ['lookup_key', () => 'lookup_key=sso', ['SSO']],
    ['name_contains', () => 'name_contains=tok', ['LLM Tokens']],
    ['status', () => 'status=archived', ['Seats']],
    ['sort and order', () => 'sort=name&order=asc', ['LLM Tokens', 'Seats', 'SSO']],
    ['sort alone: descending', () => 'sort=name', ['SSO', 'Seats', 'LLM Tokens']],
    ['what it does not know, unread', () => 'filters=x&colour=red', all],
  ])('GET by %s', async (_case, query, names) => {
    const answer = await api.send('GET', `/v1/features?${query()}`);
    expect([answer.status, namesOf(answer.body)]).toEqual([200, names]);
  });

  it.each<[string, object, string, boolean]>([
    ['nothing', {}, '', false],
    ['"meters"', { expand: 'meters' }, 'expand=meters', true],
    ['["meters"]', { expand: ['meters'] }, 'expand=meters&expand=meters', true],
  ])('expands %s', async (_case, body, query, expanded) => {
    for (const answer of [
      await api.send('POST', '/v1/features/search', { ...body, feature_ids: [ids.metered] }),
      await api.send('GET', `/v1/features?feature_ids=${ids.metered}&${query}`),
    ]) {
      expect(answer.body.items[0].meter?.id ?? null).toBe(expanded ? meterId : null);
    }
  });

  it('refuses to expand anything else', async () => {
    for (const answer of [
      await api.send('POST', '/v1/features/search', { expand: 'groups' }),
      await api.send('GET', '/v1/features?expand=meters,plans'),
    ]) {
      expect([answer.status, answer.body.message]).toEqual([400, 'Field is not allowed to be expanded']);
    }
  });
});
