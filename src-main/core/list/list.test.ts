import type { InputOf } from '@shared/contract';
import type { FilterCondition } from '@shared/list';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleCore } from '../sample/test-sample';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
const created: Record<string, string> = {};
beforeAll(async () => {
  core = testCore();
  for (const name of ['alpha', 'Beta', 'gamma_1', 'ÄRGER']) {
    await core.call('group.create', { name, entity_type: 'price', lookup_key: `key-${name}` });
    core.clock.advance(86_400_000);
    created[name] = `2026-06-0${Object.keys(created).length + 1}T00:00:00Z`;
  }
});
afterAll(() => core.close());

const names = async (input: InputOf<'group.search'>) =>
  (await core.call('group.search', { order: 'asc', ...input })).items.map(({ name }) => name);
const text = (operator: string, string: string, field = 'name') =>
  ({ field, operator, data_type: 'string', value: { string } }) as const;
const list = (operator: string, array: string[], field = 'name') =>
  ({ field, operator, data_type: 'array', value: { array } }) as const;
const date = (operator: string, value: string) =>
  ({ field: 'created_at', operator, data_type: 'date', value: { date: value } }) as const;

describe('conditions (wire contract 1.8)', () => {
  test.each<[object, string[]]>([
    [text('eq', 'Beta'), ['Beta']],
    [text('eq', 'beta'), []],
    [text('contains', 'BET'), ['Beta']],
    [text('contains', 'ärg'), ['ÄRGER']],
    [text('contains', '_'), ['gamma_1']],
    [text('contains', '%'), []],
    [text('not_contains', 'A'), ['ÄRGER']],
    [text('not_contains', 'ä'), ['alpha', 'Beta', 'gamma_1']],
    [list('in', ['alpha', 'Beta', 'x']), ['alpha', 'Beta']],
    [list('in', []), ['alpha', 'Beta', 'gamma_1', 'ÄRGER']],
    [list('not_in', ['alpha', 'Beta']), ['gamma_1', 'ÄRGER']],
    [date('before', '2026-06-02T00:00:00Z'), ['alpha']],
    [date('after', '2026-06-02T00:00:00Z'), ['gamma_1', 'ÄRGER']],
    [date('eq', '2026-06-02T02:00:00+02:00'), ['Beta']],
    [text('sounds_like', 'x'), ['alpha', 'Beta', 'gamma_1', 'ÄRGER']],
    [text('gt', 'x'), ['alpha', 'Beta', 'gamma_1', 'ÄRGER']],
    [text('eq', "' or 1=1 --"), []],
    [text('contains', 'a'.repeat(70_000)), []],
    [text('contains', 'a\0'), []],
  ])('%j', async (condition, found) => {
    expect(await names({ filters: [condition as FilterCondition] })).toEqual(found);
  });

  test('are joined by and', async () => {
    expect(await names({ filters: [text('contains', 'a'), text('contains', 'm')] })).toEqual(['gamma_1']);
    expect(await names({ filters: [text('contains', 'a')], search: 'beta' })).toEqual(['Beta']);
  });

  test.each<[string, object]>([
    ['Field is required', { operator: 'eq', data_type: 'string', value: { string: 'x' } }],
    ['Field is required', { field: '', operator: 'eq', data_type: 'string', value: { string: 'x' } }],
    ['Operator is required', { field: 'name', data_type: 'string', value: { string: 'x' } }],
    ['Data type is required', { field: 'name', operator: 'eq', value: { string: 'x' } }],
    ['Value is required', { field: 'name', operator: 'eq', data_type: 'string' }],
    ['Value string is required', { field: 'name', operator: 'eq', data_type: 'string', value: { number: 1 } }],
    ['Value number is required', { field: 'name', operator: 'gt', data_type: 'number', value: { string: '1' } }],
    ['Value array is required', { field: 'name', operator: 'in', data_type: 'array', value: { string: '1' } }],
    ['Value date is required', { field: 'name', operator: 'in', data_type: 'date', value: { string: '1' } }],
    [
      'At least one of the value fields must be provided',
      { field: 'name', operator: 'eq', data_type: 'string', value: { boolean: true } },
    ],
    [
      "unknown field name 'nmae' in group query",
      { field: 'nmae', operator: 'eq', data_type: 'string', value: { string: 'x' } },
    ],
    ["unknown field name 'search_text' in group query", text('eq', 'x', 'search_text')],
    ["unknown field name '__proto__' in group query", text('eq', 'x', '__proto__')],
    ["unknown field name 'name\" or 1=1' in group query", text('eq', 'x', 'name" or 1=1')],
  ])('%s', async (message, condition) => {
    expect(await core.fail('group.search', { filters: [condition] })).toMatchObject({
      code: 'validation_error',
      message,
    });
  });

  test.each([
    ['plan.search', 'plan'],
    ['price.search', 'price'],
    ['feature.search', 'feature'],
    ['meter.search', 'meter'],
    ['customer.search', 'customer'],
    ['subscription.search', 'subscription'],
  ] as const)('%s names its own entity', async (name, entity) => {
    expect(await core.fail(name, { filters: [text('eq', 'x', 'nope')] })).toMatchObject({
      message: `unknown field name 'nope' in ${entity} query`,
    });
    expect(
      (await core.call(name, { filters: [text('eq', 'x', 'id')], sort: [{ field: 'created_at', direction: 'asc' }] }))
        .items,
    ).toEqual([]);
  });
});

describe('every field of every entity takes every operator and sorts (wire contract 1.8)', () => {
  const common = 'id tenant_id environment_id status created_at updated_at created_by updated_by';
  const fieldsOf = {
    'group.search': 'name entity_type lookup_key metadata',
    'plan.search': 'metadata lookup_key name description display_order',
    'feature.search':
      'metadata lookup_key name description type meter_id unit_singular unit_plural reporting_unit reporting_unit_singular reporting_unit_plural reporting_unit_conversion_rate alert_settings group_id',
    'meter.search': 'name event_name aggregation reset_usage',
    'customer.search': 'external_id name email timezone metadata',
    'subscription.search':
      'customer_id plan_id currency billing_period billing_period_count subscription_status start_date end_date cancelled_at metadata',
    'price.search':
      'display_name amount value currency min_quantity type billing_period billing_period_count billing_model invoice_cadence trial_period_days meter_id tier_mode tiers transform_quantity lookup_key description entity_type entity_id parent_price_id start_date end_date group_id sequence metadata display_amount price_unit_type billing_cadence price_unit_id price_unit price_unit_amount display_price_unit_amount conversion_rate price_unit_tiers filter_values',
  } as const;
  const anyText = ['1', '', 'usd', '{"a"', '%', 'é'].map((string) => ({
    data_type: 'string' as const,
    value: { string },
  }));
  const lists = [[''], ['1', 'usd']].map((array) => ({ data_type: 'array' as const, value: { array } }));
  const anyValue = [
    ...anyText,
    ...lists,
    ...[0, -1.5, 1e300].map((number) => ({ data_type: 'number' as const, value: { number } })),
    { data_type: 'date' as const, value: { date: '2026-06-01T00:00:00Z' } },
    { data_type: 'array' as const, value: { array: [] } },
  ];
  const operators = 'eq contains not_contains gt lt gte lte in not_in before after'.split(' ');

  let sample: TestCore;
  beforeAll(async () => {
    sample = await sampleCore();
  });
  afterAll(() => sample.close());

  test.each(Object.keys(fieldsOf) as (keyof typeof fieldsOf)[])('%s', async (name) => {
    const total = async (input: InputOf<typeof name>) => (await sample.call(name, input)).pagination.total;
    const all = await total({});
    expect(all).toBeGreaterThan(0);
    for (const field of `${common} ${fieldsOf[name]}`.split(' ')) {
      for (const direction of ['asc', 'desc'] as const) expect(await total({ sort: [{ field, direction }] })).toBe(all);
      for (const operator of operators) await total({ filters: anyValue.map((one) => ({ field, operator, ...one })) });
      // What a condition and its opposite find is everything.
      for (const one of anyText) {
        const found = await total({ filters: [{ field, operator: 'contains', ...one }] });
        expect(found + (await total({ filters: [{ field, operator: 'not_contains', ...one }] }))).toBe(all);
      }
      for (const one of lists) {
        const found = await total({ filters: [{ field, operator: 'in', ...one }] });
        expect(found + (await total({ filters: [{ field, operator: 'not_in', ...one }] }))).toBe(all);
      }
    }
  });
});

describe('sorts', () => {
  test('by name without regard to case, then newest first', async () => {
    expect(await names({ sort: [{ field: 'name', direction: 'asc' }] })).toEqual(['alpha', 'Beta', 'gamma_1', 'ÄRGER']);
    expect(await names({ sort: [{ field: 'name', direction: 'desc' }] })).toEqual([
      'ÄRGER',
      'gamma_1',
      'Beta',
      'alpha',
    ]);
    expect(await names({ order: 'desc', sort: [{ field: 'entity_type', direction: 'asc' }] })).toEqual([
      'ÄRGER',
      'gamma_1',
      'Beta',
      'alpha',
    ]);
  });

  test.each<[string, object]>([
    ['Field is required', { direction: 'asc' }],
    ['Direction is required', { field: 'name' }],
    ["unknown field name 'x' in group query", { field: 'x', direction: 'asc' }],
  ])('%s', async (message, sort) => {
    expect(await core.fail('group.search', { sort: [sort] })).toMatchObject({ code: 'validation_error', message });
  });
});

describe('paging and time range', () => {
  test.each([
    [{ limit: -1 }, { limit: 'must be between 1 and 1000' }],
    [{ limit: 1001 }, { limit: 'must be between 1 and 1000' }],
    [{ offset: -1 }, { offset: 'must be non-negative' }],
    [{ order: 'up' }, { order: 'must be asc or desc' }],
  ])('%j is refused', async (input, details) => {
    for (const name of ['group.search', 'plan.search', 'feature.search', 'meter.search'] as const) {
      expect(await core.fail(name, input)).toMatchObject({
        code: 'validation_error',
        message: 'Invalid filter parameters',
        details,
      });
    }
  });

  test('no limit at all is refused for groups and means the default elsewhere', async () => {
    expect(await core.fail('group.search', { limit: 0 })).toMatchObject({
      message: 'Invalid filter parameters',
      details: { limit: 'must be between 1 and 1000' },
    });
    for (const name of ['plan.search', 'feature.search', 'meter.search'] as const) {
      expect((await core.call(name, { limit: 0 })).pagination.limit).toBe(50);
    }
  });

  test('created within the range, both ends inclusive', async () => {
    expect(await names({ start_time: created.Beta, end_time: created.gamma_1 })).toEqual(['Beta', 'gamma_1']);
    expect(await core.fail('group.search', { start_time: created.Beta, end_time: created.alpha })).toMatchObject({
      message: 'Please provide a valid time range',
    });
  });

  test('a page beyond the end is empty and still tells how many rows there are', async () => {
    for (const [offset, next] of [
      [4, 54],
      [1_000_000, 1_000_050],
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ] as const) {
      const page = await core.call('group.search', { offset });
      expect(page).toEqual({ items: [], pagination: { total: 4, limit: 50, offset: next } });
    }
  });

  test('pages never overlap and never miss a row', async () => {
    const seen: string[] = [];
    for (let offset = 0; ; ) {
      const page = await core.call('group.search', { limit: 3, offset });
      if (page.items.length === 0) break;
      seen.push(...page.items.map(({ name }) => name));
      offset = page.pagination.offset;
    }
    expect(seen).toEqual(['ÄRGER', 'gamma_1', 'Beta', 'alpha']);
  });
});
