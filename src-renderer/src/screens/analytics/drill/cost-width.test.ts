import { expect, test } from 'vitest';
import { costWidth } from './cost-width';

test('an exact cost has its room behind a number, up to where it takes two lines', () => {
  const width = (total_cost: string) => costWidth([{ total_cost: '1' }, { total_cost }]);
  expect(width('12.50')).toBe(9);
  expect(width('57.0987618132')).toBeGreaterThan(12);
  expect(width(`1657.${'1'.repeat(30)}`)).toBe(14.5);
});
