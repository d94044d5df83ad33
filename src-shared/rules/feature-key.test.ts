import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codePoint } from '../text-cases';
import { defaultFeatureKey } from './feature-key';

test.each([
  ['GPU hours', 'gpu_hours'],
  [' --LLM (in / out)!! ', 'llm_in_out'],
  ['a__b', 'a_b'],
  ['Égress', 'gress'],
  ['Größe', 'gr_e'],
  ['İstanbul', 'i_stanbul'],
  ['日本', ''],
  ['9 lives', '9_lives'],
])('%j gives %j', (name, key) => {
  expect(defaultFeatureKey(name)).toBe(key);
});

test('any name gives a key that says itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600, unit: codePoint }), (name) => {
      const key = defaultFeatureKey(name);
      expect(key).toMatch(/^([a-z0-9]+(_[a-z0-9]+)*)?$/);
      expect(key.length).toBeLessThanOrEqual(255);
      expect(defaultFeatureKey(key)).toBe(key);
    }),
  );
});
