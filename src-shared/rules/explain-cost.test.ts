import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Big } from '../big';
import { explainCost, tellingQuantities, totalDrops, workedExamples } from './explain-cost';
import { costOf } from './pricing';
import { anyTerms, flat, pack, quantityText, slab, tiers, volume } from './pricing-cases';

test('the steps add up to the cost, and each is its units times its amount', () => {
  fc.assert(
    fc.property(anyTerms, quantityText, (terms, quantity) => {
      const { cost, steps } = explainCost(terms, quantity);
      let sum = new Big('0');
      for (const step of steps) {
        expect(new Big(step.units).times(step.unit_amount).plus(step.flat_amount).toFixed()).toBe(step.cost);
        sum = sum.plus(step.cost);
      }
      expect(sum.toFixed()).toBe(cost);
      expect(cost).toBe(costOf(terms, quantity));
    }),
  );
});

test('a slab price is walked tier by tier', () => {
  const price = slab(tiers([5, '0', '1'], [10, '1', '2'], [null, '2']));
  expect(explainCost(price, '12').steps).toEqual([
    { units: '5', unit_amount: '0', flat_amount: '1', cost: '1', tier_index: 0 },
    { units: '5', unit_amount: '1', flat_amount: '2', cost: '7', tier_index: 1 },
    { units: '2', unit_amount: '2', flat_amount: '0', cost: '4', tier_index: 2 },
  ]);
  expect(explainCost(price, '0')).toEqual({ quantity: '0', cost: '0', steps: [] });
});

test('worked examples stand at zero, at each bound and one beyond', () => {
  expect(tellingQuantities(volume(tiers([20, '1'], [10, '2'], [null, '3'])))).toEqual(['0', '10', '11', '20', '21']);
  expect(tellingQuantities(pack('5', 100, 'up'))).toEqual(['0', '100', '101']);
  expect(workedExamples(flat('2')).map(({ cost }) => cost)).toEqual(['0', '2', '4']);
});

test('a volume price whose total drops across a bound says where', () => {
  const price = volume(tiers([1000, '.02'], [null, '.01']));
  expect(totalDrops(price)).toEqual([{ quantity: '1000', cost: '20', next_quantity: '1001', next_cost: '10.01' }]);
  expect(totalDrops(volume(tiers([1000, '.01'], [null, '.02'])))).toEqual([]);
  expect(totalDrops(slab(tiers([1000, '.02'], [null, '.01'])))).toEqual([]);
});
