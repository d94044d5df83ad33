import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json';
import { propertyReader, tokenText } from './event-property';
import { eventQuantityOf, type MeterRule, uniqueValueOf } from './event-quantity';

type Type = MeterRule['aggregation']['type'];

const quantity = (type: Type, properties: Record<string, unknown>, more: Partial<MeterRule['aggregation']> = {}) => {
  const aggregation = { type, field: 'units', multiplier: null, bucket_size: null, ...more };
  return eventQuantityOf({ aggregation, filters: [] })(canonicalJson(properties));
};
const of = (units: number, nanos = 0, femtos = 0) => ({ units, nanos, femtos });

describe('the quantity of an event (wire contract 6.4)', () => {
  test.each([
    ['SUM', { units: 5 }, of(5)],
    ['SUM', { units: '5' }, of(5)],
    ['SUM', { units: '1.5e1' }, of(15)],
    ['SUM', { units: 0.25 }, of(0, 250_000_000)],
    ['SUM', { units: -5 }, of(0)],
    ['SUM', { units: '-5' }, of(0)],
    ['SUM', { units: 'many' }, of(0)],
    ['SUM', { units: true }, of(0)],
    ['SUM', { units: null }, of(0)],
    ['SUM', { units: { units: 5 } }, of(0)],
    ['SUM', { units: [5] }, of(0)],
    ['SUM', {}, of(0)],
    ['SUM', { other: 5 }, of(0)],
    ['AVG', { units: '7' }, of(7)],
    ['MAX', { units: '7' }, of(7)],
    ['LATEST', { units: '7' }, of(7)],
    ['WEIGHTED_SUM', { units: '7' }, of(7)],
    ['COUNT', {}, of(1)],
    ['COUNT_UNIQUE', { units: 'x' }, of(1)],
    ['COUNT_UNIQUE', { units: '' }, of(1)],
    ['COUNT_UNIQUE', {}, of(0)],
    ['COUNT_UNIQUE', { units: null }, of(0)],
  ] as const)('%s of %j', (type, properties, expected) => {
    expect(quantity(type, properties)).toEqual(expected);
  });

  test('SUM_WITH_MULTIPLIER multiplies exactly; without a multiplier it is 0', () => {
    expect(quantity('SUM_WITH_MULTIPLIER', { units: '3' }, { multiplier: '0.1' })).toEqual(of(0, 300_000_000));
    expect(quantity('SUM_WITH_MULTIPLIER', { units: '3' })).toEqual(of(0));
  });

  test('every filter must match by text form, any of its values', () => {
    const aggregation = { type: 'COUNT', field: null, multiplier: null, bucket_size: null } as const;
    const filters = [
      { key: 'model', values: ['a', 'b'] },
      { key: 'size', values: ['2'] },
    ];
    const count = eventQuantityOf({ aggregation, filters });
    expect(count(canonicalJson({ model: 'b', size: 2 }))).toEqual(of(1));
    expect(count(canonicalJson({ model: 'b', size: '2' }))).toEqual(of(1));
    expect(count(canonicalJson({ model: 'b', size: 2.5 }))).toBeNull();
    expect(count(canonicalJson({ model: 'b' }))).toBeNull();
    expect(count(canonicalJson({ model: 'c', size: 2 }))).toBeNull();
  });
});

test('a unique value is the text form', () => {
  const value = uniqueValueOf('user');
  expect(value('{"user":"a\\"b"}')).toBe('a"b');
  expect(value('{"user":12}')).toBe('12');
  expect(value('{}')).toBeNull();
});

test('a property read from text is the property that was written', () => {
  const name = fc.oneof(
    fc.constantFrom('units', 'a', 'a.b', '"', '\\', ',', ':', '{', '', '__proto__'),
    fc.string({ maxLength: 4 }),
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('"units":5', '{"units":5', ',"a":1', '\\'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: false }), name, (properties, wanted) => {
      const json = canonicalJson(properties);
      const token = propertyReader(wanted)(json);
      // Not JSON.parse of the whole text: in Node 24 it can take the key "\\" for the key '"' (a fault of its V8).
      const written = Object.hasOwn(properties, wanted) ? properties[wanted] : null;
      const expected = written === null ? undefined : (JSON.parse(canonicalJson(written)) as unknown);
      expect(token === undefined ? undefined : JSON.parse(token)).toEqual(expected);
      if (typeof expected === 'string' && token !== undefined) expect(tokenText(token)).toBe(expected);
    }),
  );
});
