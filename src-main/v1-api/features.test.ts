import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const meter = { name: 'Tokens', event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } };
const create = (body: object = {}) =>
  api.send('POST', '/v1/features', { name: 'LLM Tokens', type: 'metered', meter, ...body });
const total = async () => (await api.send('GET', '/v1/features')).body.pagination.total;

describe('create (wire contract 5.2, 5.3)', () => {
  it('answers every key, null where there is nothing', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(201);
    const at = '2026-06-01T00:00:00Z';
    expect(body).toEqual({
      id: expect.stringMatching(/^feat_[0-9A-HJKMNP-TV-Z]{26}$/),
      name: 'LLM Tokens',
      lookup_key: 'llm_tokens',
      description: '',
      type: 'metered',
      meter_id: body.meter.id,
      meter: {
        id: expect.stringMatching(/^meter_[0-9A-HJKMNP-TV-Z]{26}$/),
        name: 'Tokens',
        event_name: 'tokens',
        aggregation: {
          type: 'SUM',
          field: 'n',
          expression: null,
          multiplier: null,
          bucket_size: null,
          group_by: null,
        },
        filters: [],
        reset_usage: 'BILLING_PERIOD',
        tenant_id: '00000000-0000-0000-0000-000000000000',
        status: 'published',
        created_at: at,
        updated_at: at,
      },
      unit_singular: '',
      unit_plural: '',
      reporting_unit: null,
      alert_settings: null,
      group_id: null,
      group: null,
      metadata: {},
      environment_id: api.core.environment_id,
      tenant_id: '00000000-0000-0000-0000-000000000000',
      status: 'published',
      created_at: at,
      updated_at: at,
      created_by: '00000000-0000-0000-0000-000000000000',
      updated_by: '00000000-0000-0000-0000-000000000000',
      etag: headers.get('etag'),
    });
    expect((await api.send('GET', `/v1/features/${body.id}`)).body).toEqual(body);
  });

  it.each(['boolean', 'static', 'config'])('of type %s has no meter', async (type) => {
    const { status, body } = await create({ type, meter: undefined });
    expect([status, body.type, body.meter_id, body.meter]).toEqual([201, type, '', null]);
  });

  const critical = { threshold: '10', condition: 'above' };
  const noLevels = { critical: null, warning: null, info: null };
  const units = { unit_singular: 'token', unit_plural: 'tokens' };
  it.each<[string, object, object]>([
    ['a lookup_key of its own', { lookup_key: 'A/b c' }, { lookup_key: 'A/b c' }],
    ['an empty lookup_key, made from the name', { lookup_key: '' }, { lookup_key: 'llm_tokens' }],
    ['a null lookup_key, made from the name', { lookup_key: null }, { lookup_key: 'llm_tokens' }],
    ['a name with other characters', { name: ' --GPU (h) / Ü! ' }, { lookup_key: 'gpu_h' }],
    ['a description', { description: 'What is read' }, { description: 'What is read' }],
    ['metadata', { metadata: { team: 'ml' } }, { metadata: { team: 'ml' } }],
    ['null in metadata, the empty text', { metadata: { team: null } }, { metadata: { team: '' } }],
    ['null metadata', { metadata: null }, { metadata: {} }],
    ['both units', units, units],
    [
      'a conversion rate as text',
      { reporting_unit: { ...units, conversion_rate: '1000.50' } },
      { reporting_unit: { ...units, conversion_rate: '1000.5' } },
    ],
    [
      'a conversion rate as number',
      { reporting_unit: { ...units, conversion_rate: 0.25 } },
      { reporting_unit: { ...units, conversion_rate: '0.25' } },
    ],
    [
      'a critical alert, off',
      { alert_settings: { critical } },
      { alert_settings: { ...noLevels, critical, alert_enabled: false } },
    ],
    [
      'a threshold as number',
      { alert_settings: { warning: { threshold: 1.5, condition: 'below' }, alert_enabled: true } },
      { alert_settings: { ...noLevels, warning: { threshold: '1.5', condition: 'below' }, alert_enabled: true } },
    ],
    [
      'alert settings that name nothing',
      { alert_settings: {} },
      { alert_settings: { ...noLevels, alert_enabled: false } },
    ],
    ['an empty group_id', { group_id: '' }, { group_id: null, group: null }],
    ['a null group_id', { group_id: null }, { group_id: null, group: null }],
    [
      'what it does not know, unread',
      { tenant_id: 'x', colour: {} },
      { tenant_id: '00000000-0000-0000-0000-000000000000' },
    ],
    [
      'nulls within the meter',
      {
        meter: { ...meter, filters: null, reset_usage: null, aggregation: { ...meter.aggregation, multiplier: null } },
      },
      { name: 'LLM Tokens' },
    ],
  ])('accepts %s', async (_case, fields, expected) => {
    const { status, body } = await create(fields);
    expect(status).toBe(201);
    expect(body).toMatchObject(expected);
    expect((await api.send('GET', `/v1/features/${body.id}`)).body).toEqual(body);
  });

  it('takes a meter that is there', async () => {
    const { body: own } = await api.send('POST', '/v1/meters', meter);
    const { status, body } = await create({ meter: undefined, meter_id: own.id });
    expect([status, body.meter_id, body.meter]).toEqual([201, own.id, { ...own, etag: undefined }]);
  });

  const malformed = 'Invalid request format';
  const failed = 'Request validation failed';
  const noMeter = { meter: undefined };
  it.each<[string, object, string]>([
    ['a missing name', { name: undefined }, malformed],
    ['an empty name', { name: '' }, malformed],
    ['a null name', { name: null }, malformed],
    ['a missing type', { type: undefined }, malformed],
    ['an empty type', { type: '' }, malformed],
    ['a name of another type', { name: 5 }, malformed],
    ['metadata that is no object', { metadata: 'x' }, malformed],
    ['metadata of another type', { metadata: { a: 1 } }, malformed],
    ['a meter without event_name', { meter: { ...meter, event_name: undefined } }, malformed],
    ['an unknown type', { type: 'seats' }, failed],
    ['a type of another case', { type: 'METERED' }, failed],
    ['a name of 256 characters', { name: 'n'.repeat(256) }, failed],
    ['a metered one without meter', noMeter, 'Please provide meter details to setup a metered feature'],
    [
      'a metered one with an empty meter_id',
      { ...noMeter, meter_id: '' },
      'Please provide meter details to setup a metered feature',
    ],
    ['a singular unit alone', { unit_singular: 'token' }, 'Please provide both unit singular and unit plural'],
    ['a plural unit alone', { unit_plural: 'tokens' }, 'Please provide both unit singular and unit plural'],
    ['a reporting unit without plural', { reporting_unit: { unit_singular: 'k', conversion_rate: '2' } }, malformed],
    ['a reporting unit without rate', { reporting_unit: units }, malformed],
    [
      'a rate of zero',
      { reporting_unit: { ...units, conversion_rate: '0' } },
      'Conversion rate must be greater than zero',
    ],
    [
      'a negative rate',
      { reporting_unit: { ...units, conversion_rate: -1 } },
      'Conversion rate must be greater than zero',
    ],
    ['a rate that is no number', { reporting_unit: { ...units, conversion_rate: 'many' } }, malformed],
    ['an alert without threshold', { alert_settings: { info: { condition: 'above' } } }, malformed],
    [
      'an alert of another condition',
      { alert_settings: { info: { threshold: '1', condition: 'equal' } } },
      'Please choose above or below as the condition of an alert',
    ],
    ['a threshold that is no number', { alert_settings: { info: { threshold: 'x', condition: 'above' } } }, malformed],
    ['alert_enabled of another type', { alert_settings: { alert_enabled: 'yes' } }, malformed],
    [
      'a meter that breaks a rule',
      { meter: { ...meter, aggregation: { type: 'SUM' } } },
      'Please specify a field or expression for this aggregation type',
    ],
  ])('refuses %s', async (_case, fields, message) => {
    const { status, body } = await create(fields);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    expect(countChanges(api.core)).toBe(0);
  });

  it('names what failed', async () => {
    const { body } = await create({ type: 'seats' });
    expect(body.details).toEqual({
      Type: "Key: 'CreateFeatureRequest.Type' Error:Field validation for 'Type' failed on the 'oneof' tag",
    });
  });

  it.each([['{"name":'], [''], ['[]']])('refuses the malformed body %s', async (text) => {
    const { status, body } = await api.send('POST', '/v1/features', text);
    expect([status, body.message]).toEqual([400, malformed]);
  });

  it('refuses an unknown meter', async () => {
    const { status, body } = await create({ ...noMeter, meter_id: 'meter_x' });
    expect([status, body.code, body.message]).toEqual([404, 'not_found', 'Meter not found']);
  });

  it('refuses a lookup key that a published feature has, and leaves no meter behind', async () => {
    await create();
    const { status, body } = await create({ name: 'Other', lookup_key: 'llm_tokens' });
    expect([status, body.code, body.message]).toEqual([
      409,
      'already_exists',
      'A feature with this lookup key already exists',
    ]);
    expect((await api.send('GET', '/v1/meters')).body.pagination.total).toBe(1);
  });
});

describe('groups of features (wire contract 2.6): a group holds prices only', () => {
  it.each([
    ['a group of prices', 400, 'validation_error', 'Group must be of type: feature'],
    ['a group that is archived', 400, 'validation_error', 'Group must be of type: feature'],
    ['an unknown group', 404, 'not_found', 'Group not found'],
  ])('%s is refused on create and edit', async (which, status, code, message) => {
    const { body: feature } = await create();
    const { body: group } = await api.send('POST', '/v1/groups', { name: 'g', entity_type: 'price', lookup_key: 'g' });
    if (which === 'a group that is archived') await api.send('DELETE', `/v1/groups/${group.id}`);
    const group_id = which === 'an unknown group' ? 'group_x' : group.id;
    const before = countChanges(api.core);
    for (const answer of [
      await create({ lookup_key: 'other', group_id }),
      await api.send('PUT', `/v1/features/${feature.id}`, { name: 'x', group_id }),
    ]) {
      expect([answer.status, answer.body.code, answer.body.message]).toEqual([status, code, message]);
    }
    expect(countChanges(api.core)).toBe(before);
  });

  it.each([[''], [null]])('%j on edit is accepted', async (group_id) => {
    const { body: feature } = await create();
    const { status, body } = await api.send('PUT', `/v1/features/${feature.id}`, { group_id });
    expect([status, body.group_id, body.group]).toEqual([200, null, null]);
  });
});

describe('delete (wire contract 5.4)', () => {
  it('archives the feature and its meter; both stay readable and listed, the key is free, prices stay', async () => {
    const { body: feature } = await create();
    const { body: plan } = await api.send('POST', '/v1/plans', { name: 'Base', lookup_key: 'base' });
    const { body: price } = await api.send('POST', '/v1/prices', {
      currency: 'usd',
      entity_type: 'PLAN',
      entity_id: plan.id,
      type: 'USAGE',
      meter_id: feature.meter_id,
      billing_model: 'FLAT_FEE',
      billing_period: 'MONTHLY',
      invoice_cadence: 'ARREAR',
      price_unit_type: 'FIAT',
      amount: '1',
    });
    const { status, body } = await api.send('DELETE', `/v1/features/${feature.id}`);
    expect([status, body]).toEqual([200, { message: 'feature deleted successfully' }]);
    expect((await api.send('GET', `/v1/features/${feature.id}`)).body.status).toBe('archived');
    expect((await api.send('GET', `/v1/meters/${feature.meter_id}`)).body.status).toBe('archived');
    expect(await total()).toBe(1);
    expect((await api.send('GET', '/v1/features?status=published')).body.items).toEqual([]);
    expect((await api.send('GET', `/v1/prices/${price.id}`)).body).toMatchObject({
      status: 'published',
      end_date: null,
      updated_at: price.updated_at,
    });
    expect((await create()).status).toBe(201);
  });

  it.each(['GET', 'DELETE', 'PUT'])('%s of an unknown feature is not found', async (method) => {
    const { status, body } = await api.send(
      method,
      '/v1/features/feat_x',
      method === 'PUT' ? { name: 'x' } : undefined,
    );
    expect([status, body.code, body.message]).toEqual([404, 'not_found', 'The specified feature does not exist']);
  });
});
