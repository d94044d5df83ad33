import { explainCost } from '@shared/rules/explain-cost';
import type { PricingTerms } from '@shared/rules/pricing';
import { expect, test } from 'vitest';
import { costWords } from './cost-words';

const terms = (part: Partial<PricingTerms>): PricingTerms => ({
  billing_model: 'FLAT_FEE',
  amount: '0',
  tier_mode: null,
  tiers: null,
  transform_quantity: { divide_by: 1, round: null },
  ...part,
});
const tiers = [
  { up_to: 1000, unit_amount: '0.02', flat_amount: null },
  { up_to: null, unit_amount: '0.01', flat_amount: '7' },
];
const pack = (round: string | null) =>
  terms({ billing_model: 'PACKAGE', amount: '50', transform_quantity: { divide_by: 10, round } });

test.each<[PricingTerms, string, string]>([
  [terms({ amount: '0.000003' }), '1234567', '1,234,567 × $0.000003'],
  [terms({ amount: '5' }), '0', 'No usage costs nothing'],
  [pack('up'), '25', '25 ÷ 10 rounded up: 3 packages × $50'],
  [pack(null), '1', '1 ÷ 10 rounded up: 1 package × $50'],
  [pack('down'), '25', '25 ÷ 10 rounded down: 2 packages × $50'],
  [terms({ billing_model: 'TIERED', tier_mode: 'VOLUME', tiers }), '1000', 'Tier 1 for all: 1,000 × $0.02'],
  [
    terms({ billing_model: 'TIERED', tier_mode: 'VOLUME', tiers }),
    '1500',
    'Tier 2 for all: 1,500 × $0.01 + $7 flat fee',
  ],
  [
    terms({ billing_model: 'TIERED', tier_mode: 'SLAB', tiers }),
    '1500',
    '1,000 × $0.02 (tier 1) + 500 × $0.01 + $7 flat fee (tier 2)',
  ],
  [
    terms({ billing_model: 'TIERED', tier_mode: 'SLAB', tiers: tiers.slice(0, 1) }),
    '1500',
    '1,000 × $0.02 (tier 1) + 500 tokens above the last tier, free',
  ],
  [terms({ billing_model: 'TIERED', tier_mode: null, tiers }), '5', 'Not charged'],
])('%j at %s: %s', (price, quantity, words) => {
  const unit = { unit_singular: 'token', unit_plural: 'tokens' };
  expect(costWords(price, explainCost(price, quantity), 'usd', unit, 'en-US')).toBe(words);
});
