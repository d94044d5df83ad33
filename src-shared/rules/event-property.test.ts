import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json';
import { propertyReader } from './event-property';

test('a property whose name ends in a quote and the wanted name is another one', () => {
  const read = propertyReader('n');
  expect(read('{"a\\"n":7,"n":5}')).toBe('5');
  expect(read('{"a\\"n":7}')).toBeUndefined();
  expect(read('{"\\"n":7,"a\\"n":8,"n":"\\"n"}')).toBe('"\\"n"');
});

const names = ['n', 'a.b', 'on-off', 'x y'];
const odd = ['a', 'n', '"', '\\', ',', ':', '{', '[', 'é', ' '];
const text = fc.string({ unit: fc.constantFrom(...odd) });
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const nested = fc.oneof(value, fc.array(value), fc.dictionary(fc.constantFrom('n', 'a"n'), value));
const name = fc.oneof(
  fc.constantFrom(...names),
  // As the names above, but for what comes before.
  fc.tuple(text, fc.constantFrom(...names)).map(([before, end]) => before + end),
  text,
);
const anyProperties = fc.oneof(
  { weight: 3, arbitrary: fc.dictionary(name, value, { maxKeys: 6 }) },
  { weight: 1, arbitrary: fc.dictionary(name, nested, { maxKeys: 6 }) },
);

test('whatever else an event has, a property is read as JSON reads it', () => {
  fc.assert(
    fc.property(anyProperties, fc.oneof(fc.constantFrom(...names), name), (properties, wanted) => {
      const known = Object.hasOwn(properties, wanted) ? properties[wanted] : null;
      expect(propertyReader(wanted)(canonicalJson(properties))).toBe(known === null ? undefined : canonicalJson(known));
    }),
    { numRuns: 2000 },
  );
});
