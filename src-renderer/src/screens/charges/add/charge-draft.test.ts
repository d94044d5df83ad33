import type { Feature } from '@shared/entities/feature';
import { priceCreate } from '@shared/entities/price';
import { checkPriceCreate } from '@shared/rules/price-create';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billingPeriodOrder } from '../pricing/periods';
import { newPricingDraft, pricingModels } from '../pricing/pricing-draft';
import { type ChargeDraft, chargeErrors, chargeRequest, newChargeDraft, withFeature, withPeriod } from './charge-draft';
import { startDateOf } from './start-choice';

const feature = { id: 'feat_1', name: 'LLM tokens', meter_id: 'meter_1' } as Feature;
const flat = (amount: string) => ({ ...newPricingDraft(), amount });
const fixed = (part: Partial<ChargeDraft> = {}): ChargeDraft => ({
  ...newChargeDraft('FIXED', 'Base Plan'),
  pricing: flat('20'),
  ...part,
});
const usage = (part: Partial<ChargeDraft> = {}): ChargeDraft => ({
  ...withFeature(newChargeDraft('USAGE', 'Base Plan'), feature),
  pricing: flat('0.5'),
  ...part,
});

test('a fixed charge starts with the plan name, USD, Monthly, Arrear and one unit', () => {
  expect(newChargeDraft('FIXED', 'Base Plan')).toMatchObject({
    display_name: 'Base Plan',
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    min_quantity: '1',
    has_trial: false,
    group_id: null,
  });
});

test('the display name follows the feature until the person types one', () => {
  const draft = usage();
  expect(draft.display_name).toBe('LLM tokens');
  const other = { ...feature, name: 'GPU' } as Feature;
  expect(withFeature(draft, other).display_name).toBe('GPU');
  expect(withFeature({ ...draft, display_name: 'Mine' }, other).display_name).toBe('Mine');
});

test('one-time forces Advance and has no trial', () => {
  const draft = withPeriod(fixed({ has_trial: true, trial_days: '14' }), 'ONETIME');
  expect(draft).toMatchObject({ invoice_cadence: 'ADVANCE', has_trial: false });
  expect(chargeRequest(draft, 'plan_1', null)).not.toHaveProperty('trial_period_days');
});

describe('errors', () => {
  test.each<[ChargeDraft, object]>([
    [fixed(), {}],
    [usage(), {}],
    [usage({ feature: null }), { meter_id: 'Please select a metered feature to set up usage pricing' }],
    [fixed({ pricing: flat('-1') }), { amount: 'Please provide a non-negative amount value' }],
    [fixed({ min_quantity: '1.5' }), { min_quantity: 'Enter a whole number, 0 or more' }],
    [fixed({ min_quantity: '' }), {}],
    [fixed({ has_trial: true }), { trial_period_days: 'Enter the number of trial days, 1 or more' }],
    [fixed({ start: { choice: 'custom', at: null } }), { start_date: 'Choose when the charge starts' }],
    [fixed({ is_metadata_valid: false }), { metadata: 'Each metadata key needs to be there once' }],
  ])('%#', (draft, errors) => {
    expect(chargeErrors(draft)).toEqual(errors);
    expect(chargeRequest(draft, 'plan_1', null) === null).toBe(Object.keys(errors).length > 0);
  });
});

test('whatever the form accepts, the core accepts', () => {
  const amount = fc.constantFrom('0', '20', '0.000000000000001', '0.0000000000000001', '1000000', '1000000000000000');
  const anyDraft = fc.record({
    type: fc.constantFrom('FIXED' as const, 'USAGE' as const),
    period: fc.constantFrom(...billingPeriodOrder),
    model: fc.constantFrom(...pricingModels),
    amount,
    size: fc.constantFrom('1', '100', '0', ''),
    round: fc.constantFrom('up' as const, 'down' as const),
    unit: amount,
    min: fc.constantFrom('', '0', '3'),
    trial: fc.constantFrom('', '14'),
    group_id: fc.constantFrom(null, 'group_1'),
  });
  let accepted = 0;
  fc.assert(
    fc.property(anyDraft, (given) => {
      // The form offers no one-time usage and no billing model for fixed charges.
      const period = given.type === 'USAGE' && given.period === 'ONETIME' ? 'MONTHLY' : given.period;
      const pricing = {
        ...newPricingDraft(),
        model: given.type === 'FIXED' ? ('FLAT_FEE' as const) : given.model,
        amount: given.amount,
        package_size: given.size,
        round: given.round,
        tiers: newPricingDraft().tiers.map((row) => ({ ...row, unit_amount: given.unit })),
      };
      const base = given.type === 'FIXED' ? fixed() : usage();
      const draft = withPeriod(
        { ...base, pricing, min_quantity: given.min, has_trial: given.trial !== '', trial_days: given.trial },
        period,
      );
      const request = chargeRequest({ ...draft, group_id: given.group_id }, 'plan_1', null);
      if (!request) return;
      accepted++;
      checkPriceCreate(priceCreate.parse(request));
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test.each([
  ['now', null],
  ['month', '2026-03-01T00:00:00.000Z'],
  ['first-usage', '2026-01-02T00:00:00.000Z'],
  ['custom', '2026-02-02T10:00:00Z'],
] as const)('a start of %s is %s', (choice, instant) => {
  const surroundings = { now: '2026-03-07T10:00:00Z', zone: 'UTC', firstUsage: '2026-01-02T15:00:00Z' };
  expect(startDateOf({ choice, at: '2026-02-02T10:00:00Z' }, surroundings)).toBe(instant);
});
