import type { Price } from '@shared/entities/price';
import { priceCreate, priceUpdate } from '@shared/entities/price';
import { checkPriceCreate } from '@shared/rules/price-create';
import { checkPriceUpdate, isCritical, successorOf } from '@shared/rules/price-update';
import { describe, expect, test } from 'vitest';
import type { PricingDraft } from '../pricing/pricing-draft';
import { setTierCell } from '../pricing/tier-rows';
import { changedDetails, changedPricing, isChanged, type PriceEdit, priceEditOf, priceUpdates } from './price-edit';

const now = '2026-03-07T10:00:00.000Z';
const at = '2026-04-01T00:00:00.000Z';

const price = (part: Partial<Price> = {}): Price => ({
  id: 'price_1',
  amount: '0.1',
  display_amount: '$0.1',
  currency: 'usd',
  price_unit_type: 'FIAT',
  type: 'USAGE',
  billing_period: 'MONTHLY',
  billing_period_count: 1,
  billing_model: 'FLAT_FEE',
  display_name: 'Tokens',
  billing_cadence: 'RECURRING',
  invoice_cadence: 'ARREAR',
  trial_period_days: 0,
  min_quantity: null,
  tier_mode: null,
  tiers: null,
  transform_quantity: { divide_by: 1, round: null },
  meter_id: 'meter_1',
  lookup_key: 'tokens',
  description: 'Per token',
  metadata: { team: 'ml' },
  entity_type: 'PLAN',
  entity_id: 'plan_1',
  parent_price_id: null,
  group_id: 'group_1',
  start_date: '2026-01-01T00:00:00.000Z',
  end_date: null,
  sequence: 1,
  environment_id: 'env_1',
  tenant_id: 'tenant_1',
  status: 'published',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  created_by: '',
  updated_by: '',
  meter: null,
  group: null,
  plan: null,
  ...part,
});

const packaged = price({
  billing_model: 'PACKAGE',
  amount: '5',
  transform_quantity: { divide_by: 250, round: 'down' },
});
const tiers = [
  { up_to: 1000, unit_amount: '0.02', flat_amount: null },
  { up_to: null, unit_amount: '0.01', flat_amount: '5' },
];
const slab = price({ billing_model: 'TIERED', amount: '0', tier_mode: 'SLAB', tiers });

const edited = (of: Price, part: Partial<PriceEdit> = {}, pricing: Partial<PricingDraft> = {}): PriceEdit => {
  const edit = priceEditOf(of, now);
  return { ...edit, ...part, pricing: { ...edit.pricing, ...pricing } };
};

describe('nothing has changed', () => {
  test.each([
    ['as it opens', price(), edited(price())],
    ['the original typed back in another spelling', price(), edited(price(), {}, { amount: '0.100' })],
    ['blanks around a name', price(), edited(price(), { display_name: ' Tokens ' })],
    ['a package', packaged, edited(packaged)],
    ['tiers', slab, edited(slab)],
    ['an empty flat fee for none', slab, edited(slab, {}, { tiers: editedTier(slab, 0, 'flat_amount', '') })],
    ['another effective moment alone', price(), edited(price(), { effective: { choice: 'custom', at } })],
    [
      'a stored price without a tier mode',
      price({ ...slab, tier_mode: null }),
      edited(price({ ...slab, tier_mode: null })),
    ],
  ])('%s', (_name, of, edit) => {
    expect(isChanged(of, edit)).toBe(false);
    expect(priceUpdates(of, edit, at)).toEqual({ details: null, pricing: null });
  });
});

function editedTier(of: Price, index: number, cell: 'up_to' | 'unit_amount' | 'flat_amount', text: string) {
  const { tiers: rows } = priceEditOf(of, now).pricing;
  return setTierCell(rows, rows[index]?.id ?? -1, cell, text);
}

describe('details change in place', () => {
  test.each<[string, Partial<PriceEdit>, object]>([
    ['a name', { display_name: 'Input tokens' }, { display_name: 'Input tokens' }],
    ['another group', { group_id: 'group_2' }, { group_id: 'group_2' }],
    ['no group', { group_id: null }, { group_id: '' }],
    ['a text emptied', { description: '' }, { clear: ['description'] }],
    [
      'all texts emptied',
      { display_name: '', lookup_key: '', description: ' ' },
      { clear: ['display_name', 'lookup_key', 'description'] },
    ],
    ['metadata', { metadata: { team: 'ml', tier: 'gold' } }, { metadata: { team: 'ml', tier: 'gold' } }],
    ['no metadata', { metadata: {} }, { metadata: {} }],
  ])('%s', (_name, part, request) => {
    const { details, pricing } = priceUpdates(price(), edited(price(), part), at);
    expect(details).toEqual({ id: 'price_1', ...request });
    expect(pricing).toBeNull();
    expect(isCritical(priceUpdate.parse(details))).toBe(false);
    expect(changedDetails(price(), edited(price(), part))).not.toEqual([]);
  });
});

describe('pricing makes a new version', () => {
  test('the package size survives a change of the amount only', () => {
    const { pricing } = priceUpdates(packaged, edited(packaged, {}, { amount: '6' }), at);
    expect(pricing).toEqual({ id: 'price_1', effective_from: at, amount: '6' });
    expect(successorOf(packaged, priceUpdate.parse(pricing), at)).toMatchObject({
      amount: '6',
      transform_quantity: { divide_by: 250, round: 'down' },
    });
  });

  test('slab opens as slab, and volume and slab turn into each other', () => {
    expect(priceEditOf(slab, now).pricing.model).toBe('SLAB');
    const toVolume = priceUpdates(slab, edited(slab, {}, { model: 'VOLUME' }), at).pricing;
    expect(toVolume).toEqual({ id: 'price_1', effective_from: at, tier_mode: 'VOLUME' });
    expect(successorOf(slab, priceUpdate.parse(toVolume), at)).toMatchObject({ tier_mode: 'VOLUME', tiers });
    const volume = price({ ...slab, tier_mode: 'VOLUME' });
    expect(priceUpdates(volume, edited(volume, {}, { model: 'SLAB' }), at).pricing).toMatchObject({
      tier_mode: 'SLAB',
    });
  });

  test('one changed tier sends all of them', () => {
    const edit = edited(slab, {}, { tiers: editedTier(slab, 1, 'unit_amount', '0.005') });
    expect(changedPricing(slab, edit)).toEqual(['tiers']);
    expect(priceUpdates(slab, edit, null).pricing).toEqual({
      id: 'price_1',
      tiers: [tiers[0], { up_to: null, unit_amount: '0.005', flat_amount: '5' }],
    });
  });

  test('a flat price becomes a package, a package becomes tiered, tiers become flat', () => {
    expect(
      priceUpdates(price(), edited(price(), {}, { model: 'PACKAGE', package_size: '10' }), at).pricing,
    ).toMatchObject({ billing_model: 'PACKAGE', amount: '0.1', transform_quantity: { divide_by: 10, round: 'up' } });
    const rows = [{ id: 1, up_to: null, unit_amount: '3', flat_amount: '' }];
    expect(priceUpdates(packaged, edited(packaged, {}, { model: 'SLAB', tiers: rows }), at).pricing).toMatchObject({
      billing_model: 'TIERED',
      tier_mode: 'SLAB',
      tiers: [{ up_to: null, unit_amount: '3', flat_amount: null }],
    });
    expect(priceUpdates(slab, edited(slab, {}, { model: 'FLAT_FEE', amount: '2' }), at).pricing).toEqual({
      id: 'price_1',
      effective_from: at,
      billing_model: 'FLAT_FEE',
      amount: '2',
    });
  });

  test('a model that was tried and left again leaves nothing behind', () => {
    const tried = edited(price(), {}, { model: 'FLAT_FEE', package_size: '10', round: 'down' });
    expect(isChanged(price(), tried)).toBe(false);
  });

  test('the core takes each of these updates, and the successor they make', () => {
    for (const [of, pricing] of [
      [price(), { amount: '2' }],
      [price(), { model: 'PACKAGE', package_size: '10' }],
      [packaged, { package_size: '100', round: 'up' }],
      [packaged, { model: 'FLAT_FEE' }],
      [slab, { model: 'VOLUME' }],
      [slab, { model: 'PACKAGE', amount: '1', package_size: '5' }],
    ] as [Price, Partial<PricingDraft>][]) {
      const update = priceUpdate.parse(priceUpdates(of, edited(of, {}, pricing), at).pricing);
      checkPriceUpdate(update);
      expect(isCritical(update)).toBe(true);
      checkPriceCreate(priceCreate.parse(successorOf(of, update, at)));
    }
  });

  test('details and pricing together are two calls, details first', () => {
    const { details, pricing } = priceUpdates(price(), edited(price(), { group_id: null }, { amount: '2' }), null);
    expect(details).toEqual({ id: 'price_1', group_id: '' });
    expect(pricing).toEqual({ id: 'price_1', amount: '2' });
  });
});
