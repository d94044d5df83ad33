import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countChanges } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const meter = {
  name: 'Tokens',
  event_name: 'tokens',
  aggregation: { type: 'SUM', field: 'n' },
  filters: [{ key: 'model', values: ['large'] }],
};
const units = { unit_singular: 'token', unit_plural: 'tokens' };
const critical = { threshold: '10', condition: 'above' };
const warning = { threshold: '5', condition: 'above' };
const full = {
  name: 'LLM Tokens',
  type: 'metered',
  meter,
  description: 'What is read',
  metadata: { team: 'ml' },
  ...units,
  reporting_unit: { unit_singular: 'k', unit_plural: 'k', conversion_rate: '1000' },
  alert_settings: { critical, alert_enabled: true },
};
const create = (body: object = {}) => api.send('POST', '/v1/features', { ...full, ...body });

describe('edit (wire contract 5.4)', () => {
  const alerts = { critical, warning: null, info: null, alert_enabled: true };
  it.each<[string, object, object]>([
    ['nothing', {}, {}],
    [
      'nulls, which keep',
      {
        name: null,
        description: null,
        metadata: null,
        unit_singular: null,
        unit_plural: null,
        reporting_unit: null,
        filters: null,
        alert_settings: null,
        group_id: null,
      },
      {},
    ],
    ['the name', { name: 'Words' }, { name: 'Words' }],
    ['the description', { description: 'x' }, { description: 'x' }],
    ['the description, emptied', { description: '' }, { description: '' }],
    ['the metadata as a whole', { metadata: { a: 'b' } }, { metadata: { a: 'b' } }],
    ['the metadata, emptied', { metadata: {} }, { metadata: {} }],
    ['both units', { unit_singular: 'word', unit_plural: 'words' }, { unit_singular: 'word', unit_plural: 'words' }],
    ['one unit of two', { unit_plural: 'tokenses' }, { unit_plural: 'tokenses' }],
    [
      'the reporting unit',
      { reporting_unit: { ...units, conversion_rate: 2 } },
      { reporting_unit: { ...units, conversion_rate: '2' } },
    ],
    ['an alert level beside the others', { alert_settings: { warning } }, { alert_settings: { ...alerts, warning } }],
    [
      'an alert level that is there',
      { alert_settings: { critical: warning } },
      { alert_settings: { ...alerts, critical: warning } },
    ],
    [
      'alerts switched off',
      { alert_settings: { alert_enabled: false } },
      { alert_settings: { ...alerts, alert_enabled: false } },
    ],
    ['no alert setting', { alert_settings: {} }, {}],
    ['an alert level of null, which keeps', { alert_settings: { critical: null, alert_enabled: null } }, {}],
    ['what never changes, unread', { lookup_key: 'x', type: 'boolean', meter_id: 'meter_x', status: 'archived' }, {}],
  ])('of %s', async (_case, fields, expected) => {
    const { body: before } = await create();
    api.core.clock.advance(1);
    const { status, body } = await api.send('PUT', `/v1/features/${before.id}`, fields);
    expect(status).toBe(200);
    const touched = Object.keys(expected).length > 0 ? { updated_at: '2026-06-01T00:00:00.001Z' } : {};
    expect(body).toEqual({ ...before, ...expected, ...touched, etag: body.etag });
    expect((await api.send('GET', `/v1/features/${before.id}`)).body).toEqual(body);
  });

  it.each<[string, object[], object[]]>([
    [
      'a filter on another property',
      [{ key: 'region', values: ['eu'] }],
      [...meter.filters, { key: 'region', values: ['eu'] }],
    ],
    [
      'more values of the same property',
      [{ key: 'model', values: ['small', 'large'] }],
      [{ key: 'model', values: ['large', 'small'] }],
    ],
    ['no filter', [], meter.filters],
  ])('merges %s into the meter', async (_case, filters, expected) => {
    const { body: feature } = await create();
    const { status, body } = await api.send('PUT', `/v1/features/${feature.id}`, { filters });
    expect([status, body.meter.filters]).toEqual([200, expected]);
  });

  it.each<[string, object, string]>([
    ['an empty name', { name: '' }, 'Request validation failed'],
    ['a name of another type', { name: [] }, 'Invalid request format'],
    ['half a unit', { unit_plural: '' }, 'Please provide both unit singular and unit plural'],
    [
      'a rate of zero',
      { reporting_unit: { ...units, conversion_rate: 0 } },
      'Conversion rate must be greater than zero',
    ],
    ['half a reporting unit', { reporting_unit: units }, 'Request validation failed'],
    [
      'a filter without key',
      { name: 'x', filters: [{ key: '', values: ['a'] }] },
      'Please provide a key for each filter',
    ],
    [
      'a filter without values',
      { name: 'x', filters: [{ key: 'a', values: [] }] },
      'Please provide at least one value for each filter',
    ],
    [
      'an alert of another condition',
      { alert_settings: { info: { threshold: '1', condition: 'x' } } },
      'Please choose above or below as the condition of an alert',
    ],
  ])('refuses %s', async (_case, fields, message) => {
    const { body: feature } = await create();
    const before = countChanges(api.core);
    const { status, body } = await api.send('PUT', `/v1/features/${feature.id}`, fields);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    expect(countChanges(api.core)).toBe(before);
  });

  it('happens only while the feature is as it was read', async () => {
    const { body: feature, headers } = await create();
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    expect((await api.send('PUT', `/v1/features/${feature.id}`, { name: 'A' }, ifMatch)).status).toBe(200);
    const late = await api.send('PUT', `/v1/features/${feature.id}`, { name: 'B' }, ifMatch);
    expect([late.status, late.body.code]).toEqual([409, 'version_conflict']);
  });
});

describe('clone (wire contract 5.4)', () => {
  it('copies the feature with a meter of its own', async () => {
    const { body: source } = await create();
    api.core.clock.advance(1000);
    const { status, headers, body } = await api.send('POST', `/v1/features/${source.id}/clone`, {
      name: 'Copy',
      lookup_key: 'copy',
    });
    expect(status).toBe(201);
    const at = '2026-06-01T00:00:01Z';
    expect(body).toEqual({
      ...source,
      id: expect.stringMatching(/^feat_/),
      name: 'Copy',
      lookup_key: 'copy',
      meter_id: body.meter.id,
      meter: { ...source.meter, id: expect.stringMatching(/^meter_/), created_at: at, updated_at: at },
      metadata: { team: 'ml', source_feature_id: source.id },
      created_at: at,
      updated_at: at,
      etag: headers.get('etag'),
    });
    expect(body.id).not.toBe(source.id);
    expect(body.meter_id).not.toBe(source.meter_id);
    await api.send('PUT', `/v1/features/${body.id}`, { filters: [{ key: 'model', values: ['small'] }] });
    expect((await api.send('GET', `/v1/meters/${source.meter_id}`)).body.filters).toEqual(meter.filters);
  });

  it('takes its own description and adds to the metadata', async () => {
    const { body: source } = await create();
    const { body } = await api.send('POST', `/v1/features/${source.id}/clone`, {
      name: 'Copy',
      lookup_key: 'copy',
      description: 'x',
      metadata: { team: 'other', a: null },
    });
    expect([body.description, body.metadata]).toEqual(['x', { team: 'other', a: '', source_feature_id: source.id }]);
  });

  it('copies a feature without meter, and an archived one as published', async () => {
    const { body: source } = await create({ type: 'boolean', meter: undefined });
    await api.send('DELETE', `/v1/features/${source.id}`);
    const { body } = await api.send('POST', `/v1/features/${source.id}/clone`, { name: 'Copy', lookup_key: 'copy' });
    expect([body.status, body.type, body.meter]).toEqual(['published', 'boolean', null]);
  });

  it.each<[string, unknown, number, string]>([
    ['no name', { lookup_key: 'copy' }, 400, 'Please provide a unique name for the cloned feature'],
    ['an empty name', { name: '', lookup_key: 'copy' }, 400, 'Please provide a unique name for the cloned feature'],
    ['no lookup_key', { name: 'Copy' }, 400, 'Please provide a unique lookup_key for the cloned feature'],
    [
      'a null lookup_key',
      { name: 'Copy', lookup_key: null },
      400,
      'Please provide a unique lookup_key for the cloned feature',
    ],
    [
      'a lookup_key that is taken',
      { name: 'Copy', lookup_key: 'llm_tokens' },
      409,
      'Please choose a different lookup_key for the cloned feature',
    ],
    ['a name of another type', { name: 1, lookup_key: 'copy' }, 400, 'Invalid request format'],
    ['an empty body', '', 400, 'Invalid request format'],
  ])('refuses %s', async (_case, body, status, message) => {
    const { body: source } = await create();
    const before = countChanges(api.core);
    const answer = await api.send('POST', `/v1/features/${source.id}/clone`, body);
    expect([answer.status, answer.body.message]).toEqual([status, message]);
    expect(countChanges(api.core)).toBe(before);
  });

  it('of an unknown feature is not found', async () => {
    const { status, body } = await api.send('POST', '/v1/features/feat_x/clone', { name: 'Copy', lookup_key: 'copy' });
    expect([status, body.message]).toEqual([404, 'The specified feature does not exist']);
  });
});
