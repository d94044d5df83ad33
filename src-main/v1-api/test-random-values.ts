import type { Content, JsonSchema } from '@shared/v1/openapi/document-type';
import { openApiDocument } from '@shared/v1/openapi/openapi-document';
import fc from 'fast-check';
import { hostileTexts } from '../core/hostile-texts';

/** A value of JSON, or a text such as `@plans#3` that stands for the id of a row and is put in place before sending. */
type Values = fc.Arbitrary<unknown>;

const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);

/** Values that nobody should send. */
const hostileValues: Values = fc.oneof(
  hostileTexts,
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e308, 5e-324, 2 ** 53, Number.MIN_SAFE_INTEGER, 2 ** 31, [], {}),
  fc.constantFrom<unknown>(
    [null],
    nested(100),
    Array.from({ length: 2000 }, () => 0),
  ),
  fc.constant(JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":1}}')),
  fc.jsonValue({ maxDepth: 3 }),
);

const instants = fc.constantFrom(
  '2026-04-01T00:00:00Z',
  '2026-05-01T12:34:56.789+05:30',
  '2026-05-30T00:00:00Z',
  '2026-06-01T00:00:00Z',
  '2026-06-01T00:00:00.000001Z',
  '2027-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
);
const decimals = fc.constantFrom(
  '0',
  '1',
  '0.02',
  '10.50',
  '-1',
  '1e3',
  2,
  0.5,
  '999999999999999',
  '0.000000000000001',
);
const names = fc.constantFrom('Tokens', 'a', 'Ünïcödé ✓', 'A longer name of something', 'x'.repeat(255));

/** Which rows the ids in a field are about. */
const tables: Record<string, string> = {
  group_id: 'groups',
  plan_id: 'plans',
  entity_id: 'plans',
  meter_id: 'meters',
  feature_id: 'features',
  customer_id: 'customers',
  price_id: 'prices',
  subscription_id: 'subscriptions',
  event_id: 'events',
  external_customer_id: 'external_ids',
  external_id: 'external_ids',
};

/** Texts that mean something in a field, so that many requests get through. */
const telling: Record<string, readonly string[]> = {
  currency: ['usd', 'EUR', 'jpy', 'xyz'],
  entity_type: ['price', 'PLAN', 'SUBSCRIPTION', 'feature'],
  event_name: ['tokens', 'calls'],
  timezone: ['', 'Europe/Berlin', 'UTC', 'Mars/Olympus'],
  email: ['', 'a@example.com'],
  address_country: ['', 'DE', 'XX'],
  lookup_key: ['', 'base', 'k1', 'k2', 'a/b c'],
  source: ['', 'api', 'batch'],
  expand: ['', 'prices', 'groups,meters', 'prices.meters', 'plan', 'nonsense'],
  group_by: ['source', 'feature_id', 'meter_id', 'properties.model', 'properties.', 'n'],
  field: ['name', 'created_at', 'group_id', 'amount', 'metadata', 'tiers', 'filters', 'nothing', 'id', 'n'],
  operator: ['eq', 'contains', 'not_contains', 'gt', 'lt', 'gte', 'in', 'not_in', 'before', 'after', 'like'],
  direction: ['asc', 'desc'],
  sort: ['name', 'created_at', 'timestamp', 'nothing'],
  tier_mode: ['VOLUME', 'SLAB', ''],
  round: ['up', 'down', 'sideways'],
  price_unit_type: ['FIAT', 'CUSTOM'],
  expression: ['n * 2', 'n +', ''],
  property_filters: ['model:a,b', 'x'],
  property_name: ['n', 'model'],
  key: ['model', 'n', ''],
  iter_last_key: ['1780000000000000000::e1', 'x'],
  iter_first_key: ['1780000000000000000::e1', 'x'],
};

const rowIds = (table: string) => fc.nat({ max: 9 }).map((row) => `@${table}#${row}`);

/** Ids as a field or a path may carry them: of rows that are there, of another environment, of nothing. */
export const idsOf = (table: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: rowIds(table) },
    { weight: 1, arbitrary: fc.nat({ max: 3 }).map((row) => `@other ${table}#${row}`) },
    { weight: 1, arbitrary: fc.constant('nothing') },
  );

export const tableOfPath = (path: string, name: string): string => {
  const table = path.split('/')[1] ?? '';
  return tables[name] ?? (name === 'lookup_key' ? 'lookup_keys' : table);
};

const { schemas } = openApiDocument().components;

/** Values as a schema of the document allows them; `name` is the field they stand in. */
export function valuesOf(schema: JsonSchema, name = '', depth = 0): Values {
  if (schema.$ref) return valuesOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => valuesOf(option, name, depth)));
  const types = [schema.type ?? []].flat();
  if (types.length > 1) return fc.oneof(...types.map((type) => valuesOf({ ...schema, type }, name, depth)));
  switch (types[0]) {
    case 'string':
      return textsOf(schema, name);
    case 'integer':
      return integersOf(schema);
    case 'number':
      return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, -1, 0.5, 100));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, name.replace(/s$/, ''), depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, depth > 2 ? 1 : 4),
      });
    case 'object':
      return objectsOf(schema, depth);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function textsOf(schema: JsonSchema, name: string): Values {
  if (schema.format === 'date-time') return instants;
  const table = tables[name];
  if (table) return fc.oneof({ weight: 6, arbitrary: idsOf(table) }, { weight: 1, arbitrary: fc.constant('') });
  const known = telling[name];
  if (known) return fc.constantFrom(...known);
  if ([schema.type].flat().includes('number')) return decimals;
  if (/amount|rate|multiplier|threshold/.test(name)) return decimals;
  return fc.oneof(names, fc.string({ minLength: 1, maxLength: 12 }));
}

function integersOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): Values {
  const min = minimum ?? (exclusiveMinimum === undefined ? -2 : exclusiveMinimum + 1);
  return fc.oneof(fc.integer({ min, max: Math.min(maximum ?? min + 20, min + 20) }), fc.constant(maximum ?? min + 50));
}

function objectsOf({ properties = {}, required = [], additionalProperties }: JsonSchema, depth: number): Values {
  const fields = Object.entries(properties);
  if (fields.length === 0) {
    const values =
      typeof additionalProperties === 'object' ? valuesOf(additionalProperties, '', depth + 1) : fc.jsonValue();
    return fc.dictionary(fc.constantFrom('model', 'n', 'region', 'x y'), values, { maxKeys: 3 });
  }
  return fc.record(Object.fromEntries(fields.map(([field, shape]) => [field, valuesOf(shape, field, depth + 1)])), {
    requiredKeys: required,
  });
}

interface Fault {
  at: number;
  how: 'drop' | 'replace' | 'add';
  key: string;
  value: unknown;
}

const faults: fc.Arbitrary<Fault> = fc.record({
  at: fc.nat({ max: 60 }),
  how: fc.constantFrom('drop' as const, 'replace' as const, 'replace' as const, 'add' as const),
  key: fc.constantFrom('unknown', '__proto__', 'constructor', 'toString', 'id', 'status', 'environment_id', ''),
  value: hostileValues,
});

/** Values that a schema allows but for one or two places. */
const nearlyValid = (schema: JsonSchema): Values =>
  fc
    .tuple(valuesOf(schema), fc.array(faults, { minLength: 1, maxLength: 2 }))
    .map(([value, wrongs]) => wrongs.reduce(spoil, value));

/** A copy of a value with one fault in it. */
function spoil(value: unknown, fault: Fault): unknown {
  const copy = structuredClone(value);
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (part: unknown) => {
    if (typeof part !== 'object' || part === null || places.length > 60) return;
    for (const [key, inner] of Object.entries(part)) {
      places.push({ holder: part as Record<string, unknown>, key });
      visit(inner);
    }
  };
  visit(copy);
  const place = places[fault.at % Math.max(places.length, 1)];
  if (!place) return { [fault.key]: fault.value };
  if (fault.how === 'drop') delete place.holder[place.key];
  else if (fault.how === 'replace') place.holder[place.key] = fault.value;
  else if (Array.isArray(place.holder)) place.holder.push(fault.value);
  else Object.defineProperty(place.holder, fault.key, { value: fault.value, enumerable: true, configurable: true });
  return copy;
}

/** Bodies that are no request at all; texts are sent as they are. */
const brokenTexts = fc.constantFrom(
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '{"name":"\\ud800"}',
  `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  '{"__proto__":{"name":"x"},"name":"y"}',
);

const tablesOfIds: Record<string, string> = { plan: 'plans', meter: 'meters', group: 'groups' };

/** An example of the document with ids of rows that are there, and keys that are not taken yet. */
function fitted(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    const table = tablesOfIds[/^([a-z]+)_01[0-9A-Z]{24}$/.exec(value)?.[1] ?? ''];
    if (table) return `@${table}#0`;
    return ['lookup_key', 'external_id', 'event_id'].includes(name) ? '@new' : value;
  }
  if (Array.isArray(value)) return value.map((item) => fitted(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fitted(inner, key)]));
}

/** A good request, with up to three of its fields as the schema allows them. */
function nearExample(schema: JsonSchema, example: unknown): Values {
  const base = fitted(example) as object;
  return fc.tuple(valuesOf(schema), fc.array(fc.nat({ max: 30 }), { maxLength: 3 })).map(([drawn, picks]) => {
    const fields = Object.entries(drawn as object);
    const chosen = picks.flatMap((pick) => (fields.length > 0 ? [fields[pick % fields.length] ?? []] : []));
    return { ...base, ...Object.fromEntries(chosen) };
  });
}

/** A body: an object of JSON, or a text that is sent as it is. */
export const bodiesOf = ({ schema, example }: Content): Values =>
  fc.oneof(
    { weight: 7, arbitrary: nearExample(schema, example ?? {}) },
    { weight: 5, arbitrary: valuesOf(schema) },
    { weight: 7, arbitrary: nearlyValid(schema) },
    { weight: 1, arbitrary: fc.dictionary(fc.string(), hostileValues, { maxKeys: 5 }) },
    { weight: 1, arbitrary: brokenTexts },
  );
