import { describe, expect, test } from 'vitest';
import { newPricingDraft, type PricingDraft, pricingDraftOf, pricingErrors, termsOf } from './pricing-draft';

const draft = (part: Partial<PricingDraft>): PricingDraft => ({ ...newPricingDraft(), ...part });

test.each<[Partial<PricingDraft>, Record<string, string>]>([
  [{ amount: '' }, { amount: 'Enter a price (0 is allowed)' }],
  [{ amount: '0' }, {}],
  [{ amount: '-1' }, { amount: 'Please provide a non-negative amount value' }],
  [{ amount: '1,5x' }, { amount: 'Please enter a number' }],
  [{ model: 'PACKAGE', amount: '5' }, { package_size: 'Please provide the number of units to set up package pricing' }],
  [{ model: 'PACKAGE', amount: '5', package_size: '0' }, { package_size: 'Enter a whole number of units, 1 or more' }],
  [
    { model: 'PACKAGE', amount: '5', package_size: '1.5' },
    { package_size: 'Enter a whole number of units, 1 or more' },
  ],
  [{ model: 'PACKAGE', amount: '5', package_size: '100' }, {}],
  [{ model: 'VOLUME' }, { tiers: 'Some tiers are not complete yet' }],
  [
    { model: null, tiers: [{ id: 1, up_to: null, unit_amount: '1', flat_amount: '0' }] },
    { model: 'Choose how tiers are applied: Volume or Slab' },
  ],
])('%j is wrong by %j', (part, errors) => {
  expect(pricingErrors(draft(part))).toEqual(errors);
});

describe('a stored price opens as what it is', () => {
  const stored = { amount: '0', tiers: null, tier_mode: null, transform_quantity: { divide_by: 1, round: null } };
  const tiers = [{ up_to: null, unit_amount: '2', flat_amount: null }];
  test.each([
    [{ ...stored, billing_model: 'FLAT_FEE' as const, amount: '1.5' }, 'FLAT_FEE'],
    [{ ...stored, billing_model: 'TIERED' as const, tier_mode: 'SLAB', tiers }, 'SLAB'],
    [{ ...stored, billing_model: 'TIERED' as const, tier_mode: 'VOLUME', tiers }, 'VOLUME'],
    [{ ...stored, billing_model: 'TIERED' as const, tier_mode: 'odd', tiers }, null],
  ])('%j as %s', (price, model) => {
    expect(pricingDraftOf(price).model).toBe(model);
  });

  test('with its package size and rounding', () => {
    const price = {
      ...stored,
      billing_model: 'PACKAGE' as const,
      transform_quantity: { divide_by: 250, round: 'down' },
    };
    expect(pricingDraftOf(price)).toMatchObject({ package_size: '250', round: 'down' });
  });
});

test('terms are those of the chosen model only', () => {
  const typed = { amount: '5', package_size: '10', round: 'down' as const };
  expect(termsOf(draft({ ...typed, model: 'FLAT_FEE' }))).toEqual({
    billing_model: 'FLAT_FEE',
    amount: '5',
    tier_mode: null,
    tiers: null,
    transform_quantity: { divide_by: 1, round: null },
  });
  expect(termsOf(draft({ ...typed, model: 'PACKAGE' }))).toMatchObject({
    billing_model: 'PACKAGE',
    amount: '5',
    transform_quantity: { divide_by: 10, round: 'down' },
  });
  const tiers = [{ id: 1, up_to: null, unit_amount: '1', flat_amount: '0' }];
  expect(termsOf(draft({ ...typed, model: 'SLAB', tiers }))).toMatchObject({
    billing_model: 'TIERED',
    amount: '0',
    tier_mode: 'SLAB',
    tiers: [{ up_to: null, unit_amount: '1', flat_amount: null }],
  });
});
