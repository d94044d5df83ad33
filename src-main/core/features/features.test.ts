import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countChanges, lastChange } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const meter = { event_name: ' tokens ', aggregation: { type: 'SUM', field: 'n' } } as const;
const tokens = () => core.call('feature.create', { name: 'LLM Tokens', type: 'metered', meter });

describe('create', () => {
  test('makes the meter in the same step, with the name and key of the feature', async () => {
    const feature = await tokens();
    expect(feature).toMatchObject({
      name: 'LLM Tokens',
      lookup_key: 'llm_tokens',
      type: 'metered',
      meter: { name: 'LLM Tokens', event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' }, filters: [] },
      unit_singular: '',
      reporting_unit: null,
      status: 'published',
    });
    expect(feature.meter_id).toBe(feature.meter?.id);
    expect(core.events.at(-1)).toMatchObject({ topics: ['meter', 'feature'] });
  });

  test('takes an existing meter, units and a reporting unit', async () => {
    const { meter_id } = await tokens();
    const feature = await core.call('feature.create', {
      name: 'Tokens (k)',
      type: 'metered',
      meter_id,
      unit_singular: 'token',
      unit_plural: 'tokens',
      reporting_unit: { unit_singular: 'k', unit_plural: 'k', conversion_rate: 1000 },
    });
    expect(feature).toMatchObject({ meter_id, reporting_unit: { conversion_rate: '1000' }, lookup_key: 'tokens_k' });
  });

  test('of another type has no meter', async () => {
    expect(await core.call('feature.create', { name: 'SSO', type: 'boolean' })).toMatchObject({
      meter_id: '',
      meter: null,
    });
  });

  test.each([
    ['validation_error', 'Please provide meter details to setup a metered feature', {}],
    ['validation_error', 'Please provide both unit singular and unit plural', { type: 'static', unit_singular: 'x' }],
    [
      'validation_error',
      'Conversion rate must be greater than zero',
      { type: 'static', reporting_unit: { unit_singular: 'k', unit_plural: 'k', conversion_rate: '0' } },
    ],
    ['validation_error', 'Request validation failed', { name: '' }],
    ['validation_error', 'Request validation failed', { type: 'seats' }],
    ['not_found', 'Meter not found', { meter_id: 'meter_x' }],
    [
      'validation_error',
      'Please provide a valid aggregation type',
      { meter: { event_name: 'e', aggregation: { type: 'P99' } } },
    ],
    [
      'validation_error',
      'Please specify a field or expression for this aggregation type',
      { meter: { event_name: 'e', aggregation: { type: 'SUM' } } },
    ],
    ['already_exists', 'A feature with this lookup key already exists', { lookup_key: 'llm_tokens', type: 'static' }],
  ])('%s: %s', async (code, message, fields) => {
    await tokens();
    const before = countChanges(core);
    expect(await core.fail('feature.create', { name: 'x', type: 'metered', ...fields })).toMatchObject({
      code,
      message,
    });
    expect(countChanges(core)).toBe(before);
    expect((await core.call('meter.search', {})).pagination.total).toBe(1);
  });
});

describe('alert settings and groups', () => {
  const critical = { threshold: '10', condition: 'above' } as const;

  test('are kept, and merged level by level', async () => {
    const { id, alert_settings } = await core.call('feature.create', {
      name: 'Seats',
      type: 'static',
      alert_settings: { critical: { threshold: 10, condition: 'above' } },
    });
    expect(alert_settings).toEqual({ critical, warning: null, info: null, alert_enabled: false });
    const info = { threshold: '1', condition: 'below' } as const;
    const after = await core.call('feature.update', { id, alert_settings: { info, alert_enabled: true } });
    expect(after.alert_settings).toEqual({ critical, warning: null, info, alert_enabled: true });
    expect(lastChange(core)).toMatchObject({ fields: { alert_settings: { from: alert_settings } } });
    const before = countChanges(core);
    await core.call('feature.update', { id, alert_settings: { info } });
    expect(countChanges(core)).toBe(before);
  });

  test('no group takes a feature', async () => {
    const group = await core.call('group.create', { name: 'g', entity_type: 'price', lookup_key: 'g' });
    const { id } = await core.call('feature.create', { name: 'SSO', type: 'boolean', group_id: '' });
    for (const [group_id, message] of [
      [group.id, 'Group must be of type: feature'],
      ['group_x', 'Group not found'],
    ]) {
      expect(await core.fail('feature.create', { name: 'x', type: 'boolean', group_id })).toMatchObject({ message });
      expect(await core.fail('feature.update', { id, group_id })).toMatchObject({ message });
    }
  });
});

describe('clone', () => {
  test('has a meter of its own and names its source', async () => {
    const source = await tokens();
    const clone = await core.call('feature.clone', { id: source.id, name: 'Copy', lookup_key: 'copy' });
    expect(clone).toMatchObject({
      name: 'Copy',
      lookup_key: 'copy',
      metadata: { source_feature_id: source.id },
      meter: { name: 'LLM Tokens', event_name: 'tokens', aggregation: source.meter?.aggregation },
    });
    expect(clone.meter_id).not.toBe(source.meter_id);
    expect(lastChange(core)).toMatchObject({ entity: 'feature', entity_id: clone.id, kind: 'create' });
    expect(core.events.at(-1)).toMatchObject({ topics: ['meter', 'feature'] });
  });

  test('measures what is already there', async () => {
    const source = await tokens();
    const event = { event_name: 'tokens', external_customer_id: 'acme' };
    await core.call('event.ingest', { ...event, event_id: 'e1', properties: { n: '5' } });
    const clone = await core.call('feature.clone', { id: source.id, name: 'Copy', lookup_key: 'copy' });
    const days = core.store.sqlite
      .prepare('select count(*) from usage_days where meter = (select number from meters where id = ?)')
      .pluck();
    expect([days.get(source.meter_id), days.get(clone.meter_id)]).toEqual([1, 1]);
  });

  test.each([
    [{ lookup_key: 'x' }, 'Please provide a unique name for the cloned feature'],
    [{ name: 'x' }, 'Please provide a unique lookup_key for the cloned feature'],
    [{ name: 'x', lookup_key: 'llm_tokens' }, 'Please choose a different lookup_key for the cloned feature'],
    [{ id: 'feat_x', name: 'x', lookup_key: 'x' }, 'The specified feature does not exist'],
  ])('refuses %j', async (fields, message) => {
    const { id } = await tokens();
    const before = countChanges(core);
    expect(await core.fail('feature.clone', { id, ...fields })).toMatchObject({ message });
    expect(countChanges(core)).toBe(before);
  });
});

describe('what cannot be counted', () => {
  test.each(['meter.create', 'feature.create'] as const)('%s refuses an expression plainly', async (name) => {
    const before = countChanges(core);
    const expression = { name: 'T', event_name: 'tokens', aggregation: { type: 'SUM', expression: 'n * 2' } };
    const input = name === 'meter.create' ? expression : { name: 'T', type: 'metered', meter: expression };
    expect(await core.fail(name, input)).toMatchObject({
      code: 'validation_error',
      message: 'Expressions cannot be measured here yet. Please aggregate one property of the event instead.',
      field: 'aggregation.expression',
    });
    expect(countChanges(core)).toBe(before);
  });

  test.each(['SUM', 'MAX'] as const)('a stored number too big for a %s meter refuses the meter', async (type) => {
    const event = { event_name: 'tokens', external_customer_id: 'acme', event_id: 'e1' };
    await core.call('event.ingest', { ...event, properties: { n: '12345678901234567890' } });
    const before = countChanges(core);
    const aggregation = { type, field: 'n' };
    expect(await core.fail('feature.create', { name: 'T', type: 'metered', meter: { ...meter, aggregation } })).toEqual(
      {
        code: 'validation_error',
        message:
          'The event e1 has a number in “n” that is too big to be counted: at most 15 digits before the point are. Send that event again with another number, or measure another property.',
        field: 'aggregation.field',
        details: { event_id: 'e1', value: '12345678901234567890' },
      },
    );
    expect(countChanges(core)).toBe(before);
    await core.call('event.ingest', { ...event, properties: { n: 7 } });
    await core.call('feature.create', { name: 'T', type: 'metered', meter: { ...meter, aggregation } });
  });
});

describe('update', () => {
  test('changes texts and units, merges filters into the meter', async () => {
    const { id, meter_id } = await tokens();
    const after = await core.call('feature.update', {
      id,
      name: 'Tokens',
      unit_singular: 'token',
      unit_plural: 'tokens',
      filters: [{ key: 'model', values: ['large'] }],
    });
    expect(after).toMatchObject({ name: 'Tokens', lookup_key: 'llm_tokens', unit_plural: 'tokens' });
    expect(after.meter?.filters).toEqual([{ key: 'model', values: ['large'] }]);
    await core.call('meter.update', { id: meter_id, filters: [{ key: 'model', values: ['small'] }] });
    expect((await core.call('feature.get', { id })).meter?.filters).toEqual([
      { key: 'model', values: ['large', 'small'] },
    ]);
    const before = countChanges(core);
    await core.call('feature.update', { id, name: 'Tokens', filters: [{ key: 'model', values: ['small'] }] });
    expect(countChanges(core)).toBe(before);
  });

  test('refuses half a unit, filters without a meter and an unknown feature', async () => {
    const { id } = await core.call('feature.create', { name: 'SSO', type: 'boolean' });
    expect(await core.fail('feature.update', { id, unit_plural: 'x' })).toMatchObject({
      message: 'Please provide both unit singular and unit plural',
    });
    expect(await core.fail('feature.update', { id, filters: [{ key: 'a', values: ['b'] }] })).toMatchObject({
      message: 'Only a metered feature has filters',
    });
    expect(await core.fail('feature.update', { id: 'feat_x' })).toMatchObject({
      code: 'not_found',
      message: 'The specified feature does not exist',
    });
  });
});

describe('archive and search', () => {
  test('archives the meter too; both stay in lists, and the key is free', async () => {
    const { id, meter_id } = await tokens();
    expect((await core.call('feature.archive', { id })).status).toBe('archived');
    expect((await core.call('meter.get', { id: meter_id })).status).toBe('archived');
    const before = countChanges(core);
    await core.call('feature.archive', { id });
    expect(countChanges(core)).toBe(before);
    expect((await core.call('feature.search', {})).pagination.total).toBe(1);
    expect((await core.call('feature.search', { status: 'published' })).pagination.total).toBe(0);
    expect((await core.call('meter.search', { status: 'archived' })).pagination.total).toBe(1);
    expect((await tokens()).id).not.toBe(id);
  });

  test('finds by name, key, ids and event name; expands meters only', async () => {
    const { id, meter_id } = await tokens();
    await core.call('feature.create', { name: 'SSO', type: 'boolean' });
    const names = async (input: object) => (await core.call('feature.search', input)).items.map(({ name }) => name);
    expect(await names({ name_contains: 'TOK' })).toEqual(['LLM Tokens']);
    expect(await names({ search: 'tokens' })).toEqual(['LLM Tokens']);
    expect(await names({ feature_ids: [id] })).toEqual(['LLM Tokens']);
    expect(await names({ meter_ids: [meter_id] })).toEqual(['LLM Tokens']);
    expect(await names({ lookup_key: 'sso' })).toEqual(['SSO']);
    expect(await names({ lookup_keys: ['sso', 'llm_tokens'] })).toHaveLength(2);
    expect((await core.call('feature.search', { feature_ids: [id], expand: 'meters' })).items[0]?.meter?.id).toBe(
      meter_id,
    );
    expect((await core.call('feature.search', { feature_ids: [id] })).items[0]?.meter).toBeNull();
    expect(await core.fail('feature.search', { expand: 'groups' })).toMatchObject({
      message: 'Field is not allowed to be expanded',
    });
  });

  test('by the event name of the meter', async () => {
    await core.call('feature.create', {
      name: 'Words',
      type: 'metered',
      meter: { event_name: 'completion', aggregation: { type: 'COUNT' } },
    });
    expect((await core.call('feature.search', { search: 'complet' })).items.map(({ name }) => name)).toEqual(['Words']);
  });
});

describe('meters', () => {
  const count = { name: 'Calls', event_name: 'call', aggregation: { type: 'COUNT' } } as const;

  test('create, get, search by event name, archive', async () => {
    const created = await core.call('meter.create', count);
    expect(created).toMatchObject({
      name: 'Calls',
      reset_usage: 'BILLING_PERIOD',
      aggregation: {
        type: 'COUNT',
        field: null,
        expression: null,
        multiplier: null,
        bucket_size: null,
        group_by: null,
      },
    });
    expect(lastChange(core)).toMatchObject({ entity: 'meter', kind: 'create' });
    expect((await core.call('meter.search', { event_name: 'call' })).items).toEqual([created]);
    expect((await core.call('meter.search', { event_name: 'calls' })).items).toEqual([]);
    expect((await core.call('meter.archive', { id: created.id })).status).toBe('archived');
    expect((await core.call('meter.archive', { id: created.id })).status).toBe('archived');
  });

  test.each([
    ['meter.create', { ...count, name: '' }, 'Please provide a name for the meter'],
    ['meter.create', { ...count, event_name: ' ' }, 'Request validation failed'],
    ['meter.get', { id: 'meter_x' }, 'Meter not found'],
    ['meter.update', { id: 'meter_x', filters: [] }, 'Meter not found'],
    ['meter.archive', { id: 'meter_x' }, 'Meter not found'],
  ] as const)('%s refuses %j', async (name, input, message) => {
    expect(await core.fail(name, input)).toMatchObject({ message });
  });

  test('an update refuses an empty filter and keeps the meter as it is', async () => {
    const { id } = await core.call('meter.create', count);
    expect(await core.fail('meter.update', { id, filters: [{ key: 'a', values: [] }] })).toMatchObject({
      message: 'Please provide at least one value for each filter',
    });
    expect((await core.call('meter.get', { id })).filters).toEqual([]);
  });
});
