import { canonicalJson } from '@shared/rules/canonical-json';
import { propertyReader } from '@shared/rules/event-property';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectEnd, tokenFinder } from './plain-tokens';

const names = ['n', 'color', 'a.b', 'on-off', 'x y'];

const value = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'é', '"', '\\', '{', '}', ',', ':', '\n', '\ud800', ' ') }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom({}, { n: 1 }, [], ['n', { color: '}' }]),
);
const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: fc.constantFrom('n', 'c', '"', 'é', '\\', ':') }));
const events = fc.array(fc.dictionary(name, value, { maxKeys: 6 }), { minLength: 1, maxLength: 6 });

test('tokens found in bytes are those read from the text, and what is no plain object is left to that', () => {
  let found = 0;
  let left = 0;
  fc.assert(
    fc.property(events, (all) => {
      const finder = tokenFinder(names);
      for (const properties of all) {
        const text = canonicalJson(properties);
        const bytes = Buffer.from(`12${text}\n`);
        const end = finder?.find(bytes, 2) ?? -1;
        expect(objectEnd(bytes, 2)).toBe(bytes.length - 1);
        const isPlain = !/[\\[]|.\{/.test(text);
        if (end === -1) {
          left += 1;
          // A bracket inside of a text is no reason to leave it.
          expect(isPlain).toBe(false);
          continue;
        }
        found += 1;
        expect(end).toBe(bytes.length - 1);
        const tokens = names.map((_, place) => bytes.toString('utf8', finder?.starts[place], finder?.ends[place]));
        const expected = names.map((one) => propertyReader(one)(text) ?? '');
        expect(tokens.map((token) => (token === 'null' ? '' : token))).toEqual(expected);
      }
    }),
    { numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(500);
  expect(left).toBeGreaterThan(500);
});

test('a name that JSON writes in several ways is not looked for', () => {
  expect(tokenFinder(['a"b'])).toBeNull();
  expect(tokenFinder(['é'])).toBeNull();
});

test('nothing of the bytes is held on to: they may be freed', () => {
  const finder = tokenFinder(['n']);
  const bytes = () => Buffer.from(new TextEncoder().encode('{"n":22,"z":1}').buffer);
  const first = bytes();
  expect(finder?.find(first, 0)).toBe(first.length);
  first.buffer.transfer(0);
  const second = bytes();
  expect(finder?.find(second, 0)).toBe(second.length);
  expect(second.toString('latin1', finder?.starts[0], finder?.ends[0])).toBe('22');
});
