import { expect, test } from 'vitest';
import { commitmentExamples } from './commitment-examples';
import { flat, slab, tiers } from './pricing-cases';

const ten = {
  type: 'amount' as const,
  amount: '10',
  quantity: null,
  duration: null,
  overage_factor: '1.5',
  true_up_enabled: true,
  is_windowed: false,
};
const shown = (examples: ReturnType<typeof commitmentExamples>) =>
  examples.map(({ at, quantity, cost, overage, true_up, charged }) => [at, quantity, cost, overage, true_up, charged]);

test('an amount: at nothing, half of it, it and twice it', () => {
  expect(shown(commitmentExamples(ten, flat('1')))).toEqual([
    ['nothing', null, '0', '0', '10', '10'],
    ['half', null, '5', '0', '5', '10'],
    ['commitment', null, '10', '0', '0', '10'],
    ['beyond', null, '20', '15', '0', '25'],
  ]);
});

test('a quantity is priced as the price does, and without true-up only what is used is charged', () => {
  const quantity = { ...ten, type: 'quantity' as const, amount: null, quantity: '20', true_up_enabled: false };
  expect(shown(commitmentExamples(quantity, slab(tiers([10, '5'], [null, '1']))))).toEqual([
    ['nothing', '0', '0', '0', '0', '0'],
    ['half', '10', '50', '0', '0', '50'],
    ['commitment', '20', '60', '0', '0', '60'],
    ['beyond', '40', '80', '30', '0', '90'],
  ]);
});
