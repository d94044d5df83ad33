import { expect, test } from 'vitest';
import { comparedColumns } from './compared-cells';

/** The least width of the columns together, in rem. */
const leastWidth = (amount: string) =>
  comparedColumns([{ cost_now: amount, cost_then: amount, difference: amount, percent: null }])
    .map(({ width }) => Number(/[\d.]+/.exec(width)?.[0]))
    .reduce((sum, width) => sum + width, 0);

test('amounts with very many decimals leave the table within its window', () => {
  const most = leastWidth(`1234.${'0'.repeat(29)}1`);
  expect(most).toBe(3 * 12 + 7.5);
  expect(leastWidth('1234.50')).toBeLessThan(most);
});
