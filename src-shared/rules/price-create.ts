import type { PriceCreate } from '../entities/price';
import { invalid } from '../errors';

const entityTypes = ['PLAN', 'SUBSCRIPTION', 'ADDON', 'COSTSHEET', 'PRICE'];

const isNegative = (amount: string) => amount.startsWith('-');

/**
 * Refuses a price that breaks a rule of wire contract 3.3 which needs no other rows (rules 3 to 14, in that order; 1 and
 * 2 are the schema's). Throws AppError with the literal message.
 */
export function checkPriceCreate(input: PriceCreate): void {
  if (!entityTypes.includes(input.entity_type)) throw invalid('Invalid price entity type', 'entity_type');
  checkPriceUnit(input);
  checkModel(input);
  checkUsage(input);
  checkPeriod(input);
  if (input.amount && isNegative(input.amount)) throw invalid('Please provide a non-negative amount value', 'amount');
  if (input.min_quantity && input.min_quantity < 0) throw invalid('min_quantity cannot be negative', 'min_quantity');
  if (input.type === 'USAGE' && input.invoice_cadence === 'ADVANCE') {
    throw invalid('Please use ARREAR invoice cadence for USAGE price type', 'invoice_cadence');
  }
}

/** Rules 4 and 5; custom price units themselves are not part of this product. */
function checkPriceUnit({ price_unit_type, price_unit_config, tiers, billing_model }: PriceCreate): void {
  if (price_unit_config && price_unit_type !== 'CUSTOM') {
    throw invalid('Set price_unit_type to CUSTOM when using price_unit_config', 'price_unit_config');
  }
  if (price_unit_type === 'FIAT') return;
  if (price_unit_type !== 'CUSTOM') throw invalid('Invalid price unit type', 'price_unit_type');
  if (!price_unit_config) {
    throw invalid('Price unit config must be provided when using custom pricing units', 'price_unit_config');
  }
  if (tiers && tiers.length > 0) {
    throw invalid(
      'For custom pricing units, use price_unit_config.price_unit_tiers only, not regular tiers',
      'price_unit_config',
    );
  }
  const unitTiers = price_unit_config.price_unit_tiers;
  if (billing_model === 'TIERED' && !(Array.isArray(unitTiers) && unitTiers.length > 0)) {
    throw invalid(
      'Price unit tiers are required to set up tiered pricing with custom pricing units',
      'price_unit_config',
    );
  }
  throw invalid('Custom pricing units cannot be used here. Price in a currency instead.', 'price_unit_type');
}

/** Rules 6 to 8. */
function checkModel({ billing_model, tiers, transform_quantity, amount }: PriceCreate): void {
  if (billing_model === 'TIERED') {
    if (!tiers || tiers.length === 0) throw invalid('Price tiers are required to set up tiered pricing', 'tiers');
    for (const [index, tier] of tiers.entries()) {
      if (isNegative(tier.unit_amount)) {
        throw invalid('Unit amount cannot be negative', `tiers.${index}.unit_amount`, { index });
      }
      if (tier.flat_amount && isNegative(tier.flat_amount)) {
        throw invalid('Flat amount cannot be negative', `tiers.${index}.flat_amount`, { index });
      }
    }
  }
  if (billing_model === 'PACKAGE') {
    if (!transform_quantity) {
      throw invalid('Please provide the number of units to set up package pricing', 'transform_quantity');
    }
    if (transform_quantity.divide_by < 1) {
      throw invalid('Transform quantity divide by must be greater than or equal to 1', 'transform_quantity.divide_by');
    }
    if (transform_quantity.round && !['up', 'down'].includes(transform_quantity.round)) {
      throw invalid('Invalid rounding type', 'transform_quantity.round');
    }
    if (!amount) throw invalid('Amount is required to set up package pricing with fiat pricing units', 'amount');
  }
  if (billing_model === 'FLAT_FEE' && !amount) {
    throw invalid('Amount is required to set up flat fee pricing with fiat pricing units', 'amount');
  }
}

/** Rule 9. */
function checkUsage({ type, meter_id, min_quantity }: PriceCreate): void {
  if (type !== 'USAGE') return;
  if (!meter_id) throw invalid('Please select a metered feature to set up usage pricing', 'meter_id');
  if (min_quantity !== null && min_quantity !== undefined) {
    throw invalid('min_quantity cannot be set for usage pricing', 'min_quantity');
  }
}

/** Rules 10 to 12. */
function checkPeriod(input: PriceCreate): void {
  const { type, billing_period, invoice_cadence, trial_period_days, start_date, end_date } = input;
  if (billing_period === 'ONETIME' && invoice_cadence === 'ARREAR') {
    throw invalid('One-time charges are always billed in advance', 'invoice_cadence');
  }
  if (trial_period_days < 0) {
    throw invalid('Please provide a non-negative trial_period_days', 'trial_period_days');
  }
  if (trial_period_days > 0 && (type === 'USAGE' || billing_period === 'ONETIME')) {
    throw invalid('trial_period_days can only be set for recurring fixed prices', 'trial_period_days');
  }
  if (start_date && end_date && start_date > end_date) {
    throw invalid('Start date must be before end date', 'end_date');
  }
}
