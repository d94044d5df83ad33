import { sumDecimals } from '@shared/decimal';
import { explainBucketCost, explainCost } from '@shared/rules/explain-cost';
import { costOf, type PricingTerms } from '@shared/rules/pricing';
import { anyTerms, flat, pack, slab, tiers, volume } from '@shared/rules/pricing-cases';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tellSteps, termsSentences } from './step-sentences';

const wording = (terms: PricingTerms) => ({ terms, currency: 'usd', unit: 'hour', unit_plural: 'hours' });
const told = (terms: PricingTerms, quantity: string) =>
  tellSteps(explainCost(terms, quantity), wording(terms)).map(({ sentence }) => sentence);

test.each<[string, PricingTerms, string, string[]]>([
  ['a flat fee', flat('0.02'), '150', ['150 hours × $0.02 = $3']],
  ['one unit', flat('0.02'), '1', ['1 hour × $0.02 = $0.02']],
  ['started packages', pack('50', 10, 'up'), '25', ['3 started packages of 10 hours × $50 = $150']],
  ['a full package', pack('50', 10, 'down'), '15', ['1 full package of 10 hours × $50 = $50']],
  [
    'a slab',
    slab(tiers([1000, '0.02'], [null, '0.01', '7'])),
    '1500',
    ['Tier 1 (up to 1000): 1000 hours × $0.02 = $20', 'Tier 2 (unlimited): 500 hours × $0.01 + $7 flat = $12'],
  ],
  [
    'a slab that ends',
    slab(tiers([10, '5'], [20, '3'])),
    '25',
    [
      'Tier 1 (up to 10): 10 hours × $5 = $50',
      'Tier 2 (up to 20): 10 hours × $3 = $30',
      '5 hours beyond the last tier cost nothing',
    ],
  ],
  ['a volume', volume(tiers([10, '5'], [null, '3'])), '20', ['Tier 2 (unlimited): 20 hours × $3 = $60']],
  ['nothing', flat('0.02'), '0', []],
])('%s is told step by step', (_name, terms, quantity, sentences) => {
  expect(told(terms, quantity)).toEqual(sentences);
});

test('a bucket of nothing pays the flat amount of the first tier', () => {
  const terms = slab(tiers([10, '0', '2'], [null, '1']));
  expect(tellSteps(explainBucketCost(terms, '0'), wording(terms))).toMatchObject([
    { cost: '2', sentence: 'Tier 1 (up to 10): 0 hours × $0 + $2 flat = $2' },
  ]);
});

test('the terms name every tier in its order', () => {
  expect(termsSentences(wording(volume(tiers([null, '3'], [10, '5', '1']))))).toEqual([
    'All units are charged at the amount of the tier that the quantity falls in',
    'Tier 1 (up to 10): $5 per hour + $1 flat',
    'Tier 2 (unlimited): $3 per hour',
  ]);
});

test('steps add up to the cost, whatever the price and quantity', () => {
  const quantity = fc.bigInt({ min: 0n, max: 10n ** 9n }).map((thousandths) => (Number(thousandths) / 1000).toFixed(3));
  fc.assert(
    fc.property(anyTerms, quantity, (terms, q) => {
      const steps = tellSteps(explainCost(terms, q), wording(terms));
      expect(sumDecimals(steps.map(({ cost }) => cost))).toBe(costOf(terms, q));
    }),
  );
});
