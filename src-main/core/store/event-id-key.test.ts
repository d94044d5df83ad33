import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIdKey, eventIdKeys, headOfKey, keyInEnvironment, keyOfEventId } from './event-id-key';

test('keys stay what they are: stores hold them', () => {
  const keys = ['', 'a', 'ab', 'evt_01', '8f14e45f-ceea-467f-a0e2-2b1f1d2c3b4a', 'é日本'].map((id) =>
    keyOfEventId(1, id),
  );
  expect(keys).toMatchInlineSnapshot(`
    [
      40385491304448,
      40385491304545,
      40385491329378,
      25187991236657,
      121128996254817,
      98849569086636,
    ]
  `);
});

test('keys are whole numbers in their range, the same wherever the bytes stand, and another environment has others', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.nat(20),
      fc.integer({ min: 1, max: 1e9 }),
      (id, before, environment) => {
        const bytes = Buffer.from(id);
        const moved = Buffer.concat([Buffer.alloc(before, 'x'), bytes, Buffer.from('y')]);
        const key = eventIdKey(moved, before, before + bytes.length);
        expect(key).toBe(eventIdKey(bytes, 0, bytes.length));
        const own = keyInEnvironment(key, environment);
        expect(own).toBe(keyOfEventId(environment, id));
        for (const one of [key, own]) {
          expect(Number.isSafeInteger(one)).toBe(true);
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThan(eventIdKeys);
        }
        expect(own).not.toBe(keyInEnvironment(key, environment + 1));
      },
    ),
  );
});

test('ids that count on are neighbours, and others are spread evenly', () => {
  const heads = new Set(
    Array.from({ length: 10_000 }, (_, index) => headOfKey(keyOfEventId(1, `event-${index + 10_000}`))),
  );
  expect(heads.size).toBe(100);
  const parts = new Uint32Array(16);
  for (let index = 0; index < 16_000; index += 1) {
    const key = keyOfEventId(1, `${index.toString(36)}-of-a-kind`);
    const part = Math.floor((key / eventIdKeys) * parts.length);
    parts[part] = (parts[part] ?? 0) + 1;
  }
  for (const count of parts) expect(Math.abs(count - 1000)).toBeLessThan(200);
});
