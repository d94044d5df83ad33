import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Price, type PriceUpdateInput, priceCreate, priceUpdate } from '../entities/price';
import { checkPriceCreate } from './price-create';
import {
  checkPriceUpdate,
  checkSuccession,
  criticalFields,
  editedInPlace,
  isCritical,
  successorOf,
} from './price-update';

const update = (fields: Omit<PriceUpdateInput, 'id'>) => priceUpdate.parse({ id: 'price_1', ...fields });

const price: Price = {
  id: 'price_1',
  amount: '10',
  display_amount: '$10',
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
  description: 'All tokens',
  metadata: { team: 'llm' },
  entity_type: 'PLAN',
  entity_id: 'plan_1',
  parent_price_id: null,
  group_id: 'group_1',
  start_date: '2026-01-01T00:00:00.000Z',
  end_date: null,
  sequence: 1,
  environment_id: 'env_1',
  tenant_id: 't',
  status: 'published',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  created_by: 'u',
  updated_by: 'u',
  meter: null,
  group: null,
  plan: null,
};
const at = '2026-06-01T00:00:00.000Z';

describe('what makes an update critical (wire contract 3.8)', () => {
  test.each<[boolean, Omit<PriceUpdateInput, 'id'>]>([
    [true, { billing_model: 'PACKAGE' }],
    [true, { amount: '10' }],
    [true, { amount: '0' }],
    [true, { tier_mode: 'SLAB' }],
    [true, { tiers: [{ unit_amount: '1' }] }],
    [true, { transform_quantity: { divide_by: 2 } }],
    [true, { price_unit_amount: '1' }],
    [true, { price_unit_tiers: [{ unit_amount: '1' }] }],
    [false, {}],
    [false, { tiers: [] }],
    [false, { tier_mode: '' }],
    [false, { amount: null, billing_model: null, tiers: null, transform_quantity: null }],
    [false, { display_name: 'x', description: 'x', lookup_key: 'x', metadata: {}, group_id: '' }],
    [false, { effective_from: at }],
    [false, { clear: ['lookup_key', 'description', 'display_name'] }],
  ])('%s: %j', (critical, fields) => {
    expect(isCritical(update(fields))).toBe(critical);
  });

  test('only the pricing fields ever count, in any combination', () => {
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const fields = fc.record({
      lookup_key: optional(fc.string({ maxLength: 9 })),
      description: optional(fc.string({ maxLength: 9 })),
      display_name: optional(fc.string({ maxLength: 9 })),
      group_id: optional(fc.constantFrom('', 'group_2')),
      amount: optional(fc.constantFrom('0', '1.5')),
      billing_model: optional(fc.constantFrom('FLAT_FEE' as const, 'TIERED' as const)),
    });
    fc.assert(
      fc.property(fields, (given) => {
        const wanted = (['billing_model', 'amount'] as const).filter((field) => given[field] !== undefined);
        expect(criticalFields(update(given))).toEqual(wanted);
      }),
    );
  });
});

describe('updates that are refused (literal messages)', () => {
  test.each<[string, Omit<PriceUpdateInput, 'id'>, Partial<Price>]>([
    [
      'When providing effective_from, you must also provide one of: amount, billing_model, tier_mode, tiers, transform_quantity, price_unit_amount, or price_unit_tiers',
      { effective_from: at, display_name: 'x' },
      {},
    ],
    [
      'Cannot provide both FIAT fields (amount, tiers) and custom price unit fields (price_unit_amount, price_unit_tiers) in the same request',
      { amount: '1', price_unit_amount: '1' },
      {},
    ],
    [
      'Cannot provide both FIAT fields (amount, tiers) and custom price unit fields (price_unit_amount, price_unit_tiers) in the same request',
      { tiers: [{ unit_amount: '1' }], price_unit_tiers: [{ unit_amount: '1' }] },
      {},
    ],
    [
      'Price unit type cannot be changed during update. Cannot use price_unit_amount or price_unit_tiers on a FIAT price.',
      { price_unit_amount: '1' },
      {},
    ],
    ['Cannot update a terminated price', { amount: '1' }, { end_date: '2027-01-01T00:00:00.000Z' }],
    [
      "The effective date for terminating this price cannot be before the price's start date",
      { amount: '1' },
      { start_date: '2026-07-01T00:00:00.000Z' },
    ],
  ])('%s', (message, fields, own) => {
    const check = () => {
      checkPriceUpdate(update(fields));
      checkSuccession({ ...price, ...own }, update(fields), at);
    };
    expect(check).toThrow(message);
  });
});

describe('editing in place', () => {
  test('empty text keeps, clear empties, "" ungroups, metadata replaces', () => {
    expect(editedInPlace(price, update({ lookup_key: '', description: '', metadata: {}, group_id: '' }))).toEqual({
      lookup_key: 'tokens',
      description: 'All tokens',
      display_name: 'Tokens',
      metadata: {},
      group_id: null,
    });
    expect(editedInPlace(price, update({ clear: ['lookup_key', 'description'] }))).toMatchObject({
      lookup_key: '',
      description: '',
      group_id: 'group_1',
    });
  });
});

describe('successor', () => {
  test('keeps all that the update does not name', () => {
    expect(successorOf(price, update({ amount: '12' }), at)).toMatchObject({
      amount: '12',
      lookup_key: 'tokens',
      description: 'All tokens',
      display_name: 'Tokens',
      group_id: 'group_1',
      metadata: { team: 'llm' },
      meter_id: 'meter_1',
      start_date: at,
      end_date: null,
    });
  });

  test('tiers given with a flat fee are dropped, an amount given with tiers too', () => {
    expect(successorOf(price, update({ tiers: [{ unit_amount: '1' }] }), at).tiers).toBeNull();
    const tiers = [{ up_to: null, unit_amount: '1', flat_amount: null }];
    const tiered = successorOf(price, update({ billing_model: 'TIERED', tier_mode: 'SLAB', tiers, amount: '5' }), at);
    expect(tiered).toMatchObject({ amount: null, tiers, tier_mode: 'SLAB' });
  });

  test('from tiers to a flat fee without an amount takes the old amount, which is 0', () => {
    const tiers = [{ up_to: null, unit_amount: '1', flat_amount: null }];
    const from: Price = { ...price, billing_model: 'TIERED', tier_mode: 'SLAB', tiers, amount: '0' };
    expect(successorOf(from, update({ billing_model: 'FLAT_FEE' }), at)).toMatchObject({ amount: '0', tiers: null });
  });

  test('a price without a name gets the name of its kind', () => {
    expect(successorOf({ ...price, display_name: '' }, update({ amount: '1' }), at).display_name).toBe('Usage');
    const fixed: Price = { ...price, type: 'FIXED', meter_id: '', display_name: '' };
    expect(successorOf(fixed, update({ amount: '1' }), at)).toMatchObject({
      display_name: 'Recurring',
      meter_id: null,
    });
  });

  test('is itself a request the create rules take, for any new amount', () => {
    fc.assert(
      fc.property(fc.nat(), (amount) => {
        const successor = successorOf(price, update({ amount: String(amount) }), at);
        checkPriceCreate(priceCreate.parse(successor));
      }),
    );
  });
});
