import { expect, test } from 'vitest';
import { amountWidth } from './amount-width';

test('short amounts have the usual width, long ones as much as they need', () => {
  expect(amountWidth([], { least: 9 })).toBe(9);
  expect(amountWidth(['1', '10491.22'], { least: 9 })).toBe(9);
  const long = amountWidth(['1', '4630.8652559724148148'], { least: 9 });
  expect(long).toBeGreaterThan(14);
  expect(amountWidth(['4630.8652559724148148'], { least: 9, beside: 2 }) - long).toBeGreaterThan(1.7);
  // Separators of thousands take room as well.
  expect(amountWidth(['4630000000.65255597'], { least: 9 })).toBeGreaterThan(
    amountWidth(['46.3000000065255597'], { least: 9 }),
  );
});
