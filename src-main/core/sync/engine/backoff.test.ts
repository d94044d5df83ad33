import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff';
import type { Trouble } from './run-outcome';

const trouble = (kind: Trouble['kind'], retry_after_ms: number | null = null): Trouble => ({
  kind,
  message: '',
  retry_after_ms,
});

test('delays grow, half of them by chance, and a server that is back is noticed within ten seconds', () => {
  const longest = () => 1;
  const shortest = () => 0;
  expect([1, 2, 3, 4, 5, 50].map((n) => backoffMs(trouble('unreachable'), n, longest))).toEqual([
    1000, 2000, 4000, 8000, 8000, 8000,
  ]);
  expect([1, 3, 7, 50].map((n) => backoffMs(trouble('busy'), n, shortest))).toEqual([500, 2000, 30_000, 30_000]);
});

test('what a server asks for is kept to the millisecond; a wrong key is not tried again', () => {
  expect(backoffMs(trouble('busy', 2000), 9, Math.random)).toBe(2000);
  expect(backoffMs(trouble('unauthorized'), 1, Math.random)).toBeNull();
});

test('there is always a pause', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
      expect(backoffMs(trouble('broken'), failures, () => chance)).toBeGreaterThanOrEqual(500);
    }),
  );
});
