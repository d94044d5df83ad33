import { expect, test } from 'vitest';
import { costOfUsage } from './cost-of-usage';

test('each customer is priced alone before the costs are added', () => {
  const slab = {
    billing_model: 'TIERED' as const,
    amount: '0',
    tier_mode: 'SLAB',
    tiers: [
      { up_to: 10, unit_amount: '1', flat_amount: null },
      { up_to: null, unit_amount: '2', flat_amount: null },
    ],
    transform_quantity: { divide_by: 1, round: null },
  };
  expect(costOfUsage(slab, ['3', '12'])).toBe('17');
  expect(costOfUsage(slab, ['15'])).toBe('20');
  expect(costOfUsage(slab, [])).toBe('0');
});
