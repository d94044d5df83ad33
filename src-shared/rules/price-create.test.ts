import { describe, expect, test } from 'vitest';
import { type PriceCreateInput, priceCreate } from '../entities/price';
import { AppError } from '../errors';
import { checkPriceCreate } from './price-create';

const fixed: PriceCreateInput = {
  currency: 'usd',
  entity_type: 'PLAN',
  entity_id: 'plan_1',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ARREAR',
  amount: '10',
};
const usage: PriceCreateInput = { ...fixed, type: 'USAGE', meter_id: 'meter_1' };
const tiered: PriceCreateInput = {
  ...usage,
  billing_model: 'TIERED',
  tier_mode: 'SLAB',
  tiers: [{ up_to: 10, unit_amount: '2' }, { unit_amount: '1' }],
};
const packaged: PriceCreateInput = { ...usage, billing_model: 'PACKAGE', transform_quantity: { divide_by: 100 } };

const refusal = (input: PriceCreateInput): AppError | null => {
  try {
    checkPriceCreate(priceCreate.parse(input));
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};

describe('prices that are fine', () => {
  test.each<[string, PriceCreateInput]>([
    ['fixed', fixed],
    ['free of charge', { ...fixed, amount: '0' }],
    ['usage', usage],
    ['tiered, whatever its order and without a last tier', { ...tiered, tiers: [{ up_to: 5, unit_amount: 1 }] }],
    ['tiered without a mode', { ...tiered, tier_mode: null }],
    ['package', packaged],
    ['package that rounds down', { ...packaged, transform_quantity: { divide_by: 1, round: 'down' } }],
    ['one-time in advance', { ...fixed, billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' }],
    ['a trial on a recurring fixed price', { ...fixed, trial_period_days: 14 }],
    ['starting and ending at once', { ...fixed, start_date: '2026-01-01T00:00:00Z', end_date: '2026-01-01T00:00:00Z' }],
    ['for several of', { ...fixed, min_quantity: 3 }],
  ])('%s', (_what, input) => {
    expect(refusal(input)).toBeNull();
  });
});

describe('prices that are refused (wire contract 3.3, literal messages)', () => {
  test.each<[string, PriceCreateInput]>([
    ['Invalid price entity type', { ...fixed, entity_type: 'TEAM' }],
    [
      'Set price_unit_type to CUSTOM when using price_unit_config',
      { ...fixed, price_unit_config: { price_unit: 'btc' } },
    ],
    ['Invalid price unit type', { ...fixed, price_unit_type: 'POINTS' }],
    ['Price unit config must be provided when using custom pricing units', { ...fixed, price_unit_type: 'CUSTOM' }],
    [
      'For custom pricing units, use price_unit_config.price_unit_tiers only, not regular tiers',
      { ...tiered, price_unit_type: 'CUSTOM', price_unit_config: { price_unit: 'btc' } },
    ],
    [
      'Price unit tiers are required to set up tiered pricing with custom pricing units',
      { ...tiered, tiers: null, price_unit_type: 'CUSTOM', price_unit_config: { price_unit: 'btc' } },
    ],
    ['Price tiers are required to set up tiered pricing', { ...tiered, tiers: null }],
    ['Price tiers are required to set up tiered pricing', { ...tiered, tiers: [] }],
    ['Unit amount cannot be negative', { ...tiered, tiers: [{ unit_amount: '-0.1' }] }],
    ['Flat amount cannot be negative', { ...tiered, tiers: [{ unit_amount: '1', flat_amount: '-5' }] }],
    ['Please provide the number of units to set up package pricing', { ...packaged, transform_quantity: null }],
    [
      'Transform quantity divide by must be greater than or equal to 1',
      { ...packaged, transform_quantity: { divide_by: 0 } },
    ],
    ['Invalid rounding type', { ...packaged, transform_quantity: { divide_by: 1, round: 'nearest' } }],
    ['Amount is required to set up package pricing with fiat pricing units', { ...packaged, amount: null }],
    ['Amount is required to set up flat fee pricing with fiat pricing units', { ...fixed, amount: undefined }],
    ['Please select a metered feature to set up usage pricing', { ...usage, meter_id: '' }],
    ['min_quantity cannot be set for usage pricing', { ...usage, min_quantity: 0 }],
    ['One-time charges are always billed in advance', { ...fixed, billing_period: 'ONETIME' }],
    ['One-time charges are always billed in advance', { ...usage, billing_period: 'ONETIME' }],
    ['Please provide a non-negative trial_period_days', { ...fixed, trial_period_days: -1 }],
    ['trial_period_days can only be set for recurring fixed prices', { ...usage, trial_period_days: 7 }],
    [
      'trial_period_days can only be set for recurring fixed prices',
      { ...fixed, billing_period: 'ONETIME', invoice_cadence: 'ADVANCE', trial_period_days: 7 },
    ],
    [
      'Start date must be before end date',
      { ...fixed, start_date: '2026-02-01T00:00:00Z', end_date: '2026-01-31T00:00:00Z' },
    ],
    ['Please provide a non-negative amount value', { ...fixed, amount: '-1' }],
    ['min_quantity cannot be negative', { ...fixed, min_quantity: -1 }],
    ['Please use ARREAR invoice cadence for USAGE price type', { ...usage, invoice_cadence: 'ADVANCE' }],
    [
      'Please use ARREAR invoice cadence for USAGE price type',
      { ...usage, billing_period: 'ONETIME', invoice_cadence: 'ADVANCE' },
    ],
  ])('%s', (message, input) => {
    const error = refusal(input);
    expect(error?.message).toBe(message);
    expect(error?.code).toBe('validation_error');
    expect(error?.field).toBeTruthy();
  });

  test('custom price units say plainly that they cannot be used', () => {
    const error = refusal({ ...fixed, price_unit_type: 'CUSTOM', price_unit_config: { price_unit: 'btc' } });
    expect(error?.code).toBe('validation_error');
    expect(error?.message).toBe('Custom pricing units cannot be used here. Price in a currency instead.');
  });

  test('the earlier rule speaks when several are broken', () => {
    expect(refusal({ ...tiered, tiers: [], meter_id: '', trial_period_days: -1 })?.message).toBe(
      'Price tiers are required to set up tiered pricing',
    );
    expect(refusal({ ...usage, meter_id: '', amount: '-1' })?.message).toBe(
      'Please select a metered feature to set up usage pricing',
    );
  });
});
