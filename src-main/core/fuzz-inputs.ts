import type { ProcedureName } from '@shared/contract';
import { contract } from '@shared/contract';
import fc from 'fast-check';
import { z } from 'zod';
import { hostileTexts } from './hostile-texts';

/** A call as the fuzz test makes it; texts such as `@plans#7` stand for the id of a row and are put in place just before. */
export interface FuzzCall {
  name: ProcedureName;
  input: unknown;
}

/** Stands for lists within lists, 20,000 deep. */
export const deepMark = '@deep';

const hostile = fc.oneof(
  hostileTexts,
  fc.constantFrom<unknown>(
    null,
    undefined,
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    1.5,
    1e308,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    2 ** 31,
    10n,
    [],
    {},
    [null],
    deepMark,
    new Date(0),
    JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":1}}'),
  ),
);

const instants = fc.constantFrom(
  '2025-11-30T00:00:00Z',
  '2026-01-01T00:00:00Z',
  '2026-02-01T12:34:56.789+05:30',
  '2026-03-07T00:00:00Z',
  '2026-03-08T00:00:00Z',
  '2026-04-01T00:00:00.000Z',
  '2027-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
);
const decimals = fc.constantFrom('0', '0.001', '1', '2.5', '10.50', '1e3', '-1', '0.000000000000001', '123456789.123');

/** Tables whose ids a field of this name may hold. */
const tables: readonly [RegExp, string][] = [
  [/^entity_ids?$|^plan_ids?$/, 'plans'],
  [/^group_ids?$/, 'groups'],
  [/^price_ids?$/, 'prices'],
  [/^meter_ids?$/, 'meters'],
  [/^feature_ids?$/, 'features'],
  [/^customer_ids?$/, 'customers'],
  [/^external_(customer_)?ids?$/, 'external_ids'],
  [/^event_id$/, 'events'],
];

/** Texts that fit a field, told by its name. */
function textsFor(field: string, subject: string): fc.Arbitrary<string> {
  const table = /^ids?$/.test(field) ? `${subject}s` : tables.find(([names]) => names.test(field))?.[1];
  if (table) {
    const row = fc.nat({ max: 400 });
    return fc.oneof(
      { weight: 8, arbitrary: row.map((n) => `@${table}#${n}`) },
      { weight: 1, arbitrary: row.map((n) => `@other ${table}#${n}`) },
      { weight: 1, arbitrary: fc.constantFrom('', 'nothing_has_this_id') },
    );
  }
  if (/_(date|time|from|at|lt)$|^timestamp$|^date$/.test(field)) return instants;
  if (/amount|rate|multiplier/.test(field)) return decimals;
  if (field === 'currency') return fc.constantFrom('usd', 'USD', 'eur', 'jpy', 'zzz');
  if (field === 'entity_type') return fc.constantFrom('price', 'PLAN', 'PLAN', 'ADDON', 'feature', 'constructor');
  if (field === 'timezone')
    return fc.constantFrom('UTC', 'utc', 'Asia/Kathmandu', 'America/New_York', 'EST5EDT', '+02:00', '');
  if (field === 'expand') return fc.constantFrom('', 'meters', 'prices', 'prices.meters,groups', 'plan', 'secrets');
  if (field === 'event_name') return fc.constantFrom('gpu', 'tokens', 'storage', 'toString', '');
  if (field === 'operator') {
    return fc.constantFrom(
      'eq',
      'contains',
      'not_contains',
      'gt',
      'lt',
      'gte',
      'lte',
      'in',
      'not_in',
      'before',
      'after',
      'is',
    );
  }
  if (field === 'field') {
    return fc.constantFrom(
      ...['id', 'name', 'status', 'created_at', 'metadata', 'lookup_key', 'amount', 'value', 'display_order', 'tiers'],
      ...[
        'group_id',
        'entity_id',
        'min_quantity',
        'sequence',
        'reporting_unit',
        'aggregation',
        'email',
        'plan_id',
        'n',
      ],
    );
  }
  if (field === 'group_by') return fc.constantFrom('source', 'feature_id', 'meter_id', 'properties.region', 'region');
  if (field === 'tier_mode') return fc.constantFrom('SLAB', 'VOLUME', 'OTHER');
  if (field === 'round') return fc.constantFrom('up', 'down', '', 'sideways');
  if (field === 'name' || field === 'search') return fc.constantFrom('GPU', 'Égress', 'a', '日本', '"\'%', 'New thing');
  return fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('', 'a', 'gpu', 'key-1', '1', '2026-01-01T00:00:00Z'));
}

const numbers = fc.constantFrom(0, 1, 2, 3, 10, 100, 1000, 1001, -1, -7, 2 ** 31, Number.MAX_SAFE_INTEGER);

/** Any JSON value: what the properties of an event may hold. */
const anything = fc.oneof(
  decimals,
  fc.constantFrom<unknown>(1, -2.5, 1e21, 0.1, true, null, 'text', [1], { a: { b: 1 } }),
  hostile,
);

/**
 * Inputs of a schema: mostly what it asks for, with a `share` of the values (0 to 1) replaced by hostile ones. Fields
 * that may be absent mostly are.
 */
function inputsOf(schema: z.ZodType, field: string, subject: string, share: number): fc.Arbitrary<unknown> {
  const fitting = fittingInputs(schema, field, subject, share);
  if (share === 0) return fitting;
  return fc.oneof({ weight: 100 * (1 - share), arbitrary: fitting }, { weight: 100 * share, arbitrary: hostile });
}

function fittingInputs(schema: z.ZodType, field: string, subject: string, share: number): fc.Arbitrary<unknown> {
  const inner = (type: unknown, name = field) => inputsOf(type as z.ZodType, name, subject, share);
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape as Record<string, z.ZodType>);
    const fields = Object.fromEntries(shape.map(([name, type]) => [name, inner(type, name)]));
    const requiredKeys = shape.filter(([, type]) => !type.safeParse(undefined).success).map(([name]) => name);
    const all = fc.record(fields, { requiredKeys });
    return fc
      .tuple(all, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }))
      .map(([given, dice]) =>
        Object.fromEntries(
          Object.entries(given as object).filter(
            ([name], index) => requiredKeys.includes(name) || (dice[index % dice.length] ?? 0) < 0.5,
          ),
        ),
      );
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return inner(schema.unwrap());
  if (schema instanceof z.ZodNullable) return fc.option(inner(schema.unwrap()), { freq: 5 });
  if (schema instanceof z.ZodPipe) return inner(schema.in);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((option) => inner(option)));
  if (schema instanceof z.ZodArray) return fc.array(inner(schema.element), { maxLength: 3 });
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodRecord) {
    const keys = fc.constantFrom('region', 'n', 'source', '__proto__', 'a.b', '"', '');
    return fc.dictionary(keys, inner(schema.valueType, 'value'), { maxKeys: 4 });
  }
  if (schema instanceof z.ZodString) return textsFor(field, subject);
  if (schema instanceof z.ZodNumber) return numbers;
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  return anything;
}

/** Requests that succeed, on whose fields the drawn ones are laid: else few drawn requests would get past validation. */
const price = {
  currency: 'usd',
  entity_type: 'PLAN',
  entity_id: '@plans#0',
  type: 'USAGE',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ARREAR',
  amount: '1',
  meter_id: '@meters#0',
  tiers: [{ up_to: 10, unit_amount: '1' }],
  transform_quantity: { divide_by: 10 },
};
const meter = { name: 'm', event_name: 'gpu', aggregation: { type: 'SUM', field: 'n' } };
const bases: Partial<Record<ProcedureName, object>> = {
  'group.create': { name: 'g', entity_type: 'price' },
  'price.create': price,
  'price.createBulk': { items: [price, price] },
  'meter.create': meter,
  'feature.create': { name: 'f', type: 'metered', meter },
  'subscription.create': {
    external_customer_id: '@external_ids#1',
    plan_id: '@plans#0',
    currency: 'usd',
    billing_period: 'MONTHLY',
  },
  'subscription.createMany': { plan_id: '@plans#0', start_date: '2026-01-01T00:00:00Z' },
  'report.usageByGroup': { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-08T00:00:00Z' },
  'report.drill': { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-08T00:00:00Z', level: 'customers' },
  'report.uncharged': {
    start_time: '2026-03-01T00:00:00Z',
    end_time: '2026-03-08T00:00:00Z',
    level: 'customers',
    meter_id: '@meters#0',
  },
  'report.explain': { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-08T00:00:00Z', price_id: '@prices#0' },
};

function callsOf(name: ProcedureName): fc.Arbitrary<FuzzCall> {
  const [subject = ''] = name.split('.');
  const base = bases[name] ?? {};
  const drawn = (share: number) => inputsOf(contract[name].input, name, subject, share);
  const onBase = fc.tuple(drawn(0), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 })).map(([input, dice]) => ({
    ...base,
    ...Object.fromEntries(
      Object.entries(input as object).filter(([key], index) => !Object.hasOwn(base, key) || dice[index % 8]),
    ),
  }));
  const nearMiss = drawn(0.15).map((input) =>
    typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...base, ...input } : input,
  );
  return fc
    .oneof({ weight: 5, arbitrary: onBase }, { weight: 4, arbitrary: nearMiss }, { weight: 1, arbitrary: drawn(0.5) })
    .map((input) => ({ name, input }));
}

/** Calls of every procedure of the contract, as often of one as of another. */
export const fuzzCalls = (): fc.Arbitrary<FuzzCall> =>
  fc.oneof(
    ...(Object.keys(contract) as ProcedureName[])
      // They write files where the host says, which a made up path must not.
      .filter((name) => !('target' in contract[name]))
      .map(callsOf),
  );
