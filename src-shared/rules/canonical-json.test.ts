import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, canonicalNumber, parseExactJson, readCanonicalJson } from './canonical-json';

describe('canonicalNumber', () => {
  test.each([
    ['1.10', '1.1'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['1.5e-3', '0.0015'],
    ['123e-2', '1.23'],
    ['0.1e1', '1'],
    ['100', '100'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e300', '1e300'],
    ['0e300', '0'],
  ])('%s is written %s', (source, text) => {
    expect(canonicalNumber(source)).toBe(text);
  });

  test('never changes the value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(canonicalNumber(String(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

test('equal values have equal text, whatever the order of their keys', () => {
  expect(canonicalJson(parseExactJson('{"b": 1.10, "a": [1e2, {"d":null,"c":"x"}]}'))).toBe(
    '{"a":[100,{"c":"x","d":null}],"b":1.1}',
  );
});

test('keeps digits that a float cannot hold', () => {
  const text = '{"n":12345678901234567890,"x":0.1234567890123456789}';
  expect(canonicalJson(parseExactJson(text))).toBe(text);
  expect(readCanonicalJson(text)).toEqual({ n: '12345678901234567890', x: '0.1234567890123456789' });
});

test('keeps numbers that are beyond a float', () => {
  const text = '{"big":1e400,"n":2.5,"small":1e-400}';
  expect(canonicalJson(parseExactJson(text))).toBe(text);
  expect(readCanonicalJson(text)).toEqual({ big: '1e400', n: 2.5, small: '1e-400' });
});

test('a number that a float holds is a number, also beside one that none holds', () => {
  const value = parseExactJson('{"a":1.50,"b":12345678901234567890,"c":1e3}') as Record<string, unknown>;
  expect([value.a, String(value.b), value.c]).toEqual([1.5, '12345678901234567890', 1000]);
});

test('means the same as the JSON it came from', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const canonical = canonicalJson(parseExactJson(json));
      expect(JSON.stringify(JSON.parse(canonical))).toEqual(canonicalOrder(JSON.parse(json)));
      expect(canonicalJson(parseExactJson(canonical))).toBe(canonical);
    }),
  );
});

/** Sorts keys the plain way, through JSON itself. */
const canonicalOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : Object.is(item, -0)
        ? 0
        : item,
  );

test('values nested too deep are refused rather than exhausting the stack', () => {
  const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  expect(canonicalJson(nested(100))).toBe(`${'['.repeat(100)}${']'.repeat(100)}`);
  expect(() => canonicalJson(nested(101))).toThrow('Properties can be nested at most 100 deep');
  expect(() => canonicalJson(nested(50_000))).toThrow('Properties can be nested at most 100 deep');
});
