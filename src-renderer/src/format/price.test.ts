import { describe, expect, test } from 'vitest';
import { currencySymbol, formatMoney } from './money';
import { formatPrice, type PricedTerms } from './price';
import { formatNumber, formatQuantity } from './quantity';

const flat: PricedTerms = {
  amount: '1',
  currency: 'usd',
  type: 'USAGE',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  billing_period_count: 1,
  tier_mode: null,
  tiers: null,
  min_quantity: null,
  transform_quantity: { divide_by: 0, round: null },
};
const fixed: PricedTerms = { ...flat, type: 'FIXED', amount: '20' };
const pack: PricedTerms = {
  ...flat,
  billing_model: 'PACKAGE',
  amount: '50',
  transform_quantity: { divide_by: 10, round: 'up' },
};
const tier = (up_to: number | null, unit_amount: string) => ({ up_to, unit_amount, flat_amount: null });
const tiered: PricedTerms = {
  ...flat,
  billing_model: 'TIERED',
  tier_mode: 'VOLUME',
  tiers: [tier(100, '0.3'), tier(1000, '0.1'), tier(null, '0.20')],
};
const hour = { unit_singular: 'hour', unit_plural: 'hours' };

describe('one price, one line', () => {
  test.each<[string, PricedTerms, string]>([
    ['fixed', fixed, '$20 / month'],
    ['fixed with cents', { ...fixed, amount: '20.5' }, '$20.50 / month'],
    ['fixed, a minimum of more than one', { ...fixed, min_quantity: '3' }, '$20 × 3 / month'],
    ['fixed, a minimum of one', { ...fixed, min_quantity: '1' }, '$20 / month'],
    ['one-time', { ...fixed, billing_period: 'ONETIME' }, '$20 one-time'],
    ['daily', { ...fixed, billing_period: 'DAILY' }, '$20 / day'],
    ['weekly', { ...fixed, billing_period: 'WEEKLY' }, '$20 / week'],
    ['yearly', { ...fixed, billing_period: 'ANNUAL' }, '$20 / year'],
    ['quarterly', { ...fixed, billing_period: 'QUARTERLY' }, '$20 / quarter'],
    ['half-yearly', { ...fixed, billing_period: 'HALF_YEARLY' }, '$20 / half-year'],
    ['every three months', { ...fixed, billing_period_count: 3 }, '$20 / 3 months'],
    ['usage', flat, '$1 / unit / month'],
    ['a tiny price', { ...flat, amount: '0.000003' }, '$0.000003 / unit / month'],
    ['eighteen decimals', { ...flat, amount: '0.123456789012345678' }, '$0.123456789012345678 / unit / month'],
    [
      'more digits than a float has',
      { ...flat, amount: '12345678901234567.89' },
      '$12,345,678,901,234,567.89 / unit / month',
    ],
    ['free', { ...flat, amount: '0' }, '$0 / unit / month'],
    ['package', pack, '$50 per 10 units / month'],
    ['package of one', { ...pack, transform_quantity: { divide_by: 1, round: null } }, '$50 per 1 unit / month'],
    [
      'big package',
      { ...pack, transform_quantity: { divide_by: 1_000_000, round: null } },
      '$50 per 1,000,000 units / month',
    ],
    ['tiers, from the lowest unit price', tiered, 'From $0.10 / unit / month · 3 tiers · volume'],
    ['slab', { ...tiered, tier_mode: 'SLAB', tiers: [tier(null, '2')] }, 'From $2 / unit / month · 1 tier · slab'],
    ['tiers without a mode', { ...tiered, tier_mode: null }, 'From $0.10 / unit / month · 3 tiers'],
    ['no tiers', { ...tiered, tiers: [] }, 'No tiers'],
  ])('%s', (_case, price, text) => {
    expect(formatPrice(price, null, 'en-US')).toBe(text);
  });

  test('names the unit of the feature', () => {
    expect(formatPrice(flat, hour, 'en-US')).toBe('$1 / hour / month');
    expect(formatPrice(pack, hour, 'en-US')).toBe('$50 per 10 hours / month');
    expect(formatPrice(tiered, hour, 'en-US')).toBe('From $0.10 / hour / month · 3 tiers · volume');
  });
});

describe('money in six locales', () => {
  test.each<[string, string, string, string]>([
    ['en-US', '1234567.5', 'usd', '$1,234,567.50'],
    ['en-US', '0', 'usd', '$0.00'],
    ['en-US', '-3.1', 'USD', '-$3.10'],
    ['en-US', '0.000003', 'usd', '$0.000003'],
    ['en-US', '1234', 'jpy', '¥1,234'],
    ['en-US', '5', 'cad', 'CA$5.00'],
    ['en-US', '1234.5', 'jpy', '¥1,234.5'],
    ['en-IN', '1234567.5', 'inr', '₹12,34,567.50'],
    ['en-IN', '0.000003', 'inr', '₹0.000003'],
    ['en-IN', '12345678901234567.891', 'inr', '₹12,34,56,78,90,12,34,567.891'],
    ['de-DE', '1234567.5', 'eur', '1.234.567,50 €'],
    ['de-DE', '0.000003', 'eur', '0,000003 €'],
    ['de-DE', '14444', 'usd', '14.444,00 $'],
    ['fr-FR', '1234567.5', 'eur', '1 234 567,50 €'],
    ['fr-FR', '0.000003', 'usd', '0,000003 $US'],
    ['ja-JP', '1234567', 'jpy', '¥1,234,567'],
    ['ja-JP', '0.5', 'jpy', '¥0.5'],
    ['ja-JP', '1234.5', 'usd', '$1,234.50'],
    ['ar-EG', '1234.5', 'usd', '١٬٢٣٤٫٥٠ US$'],
    ['ar-EG', '0.000003', 'usd', '٠٫٠٠٠٠٠٣ US$'],
  ])('%s %s %s', (locale, amount, currency, text) => {
    // Which kind of space and direction mark a locale puts in is its own matter.
    const plain = formatMoney(amount, currency, { locale })
      .replace(/[\u00a0\u202f]/g, ' ')
      .replace(/[\u200e\u200f\u061c]/g, '');
    expect(plain.replace('￥', '¥')).toBe(text);
  });

  test('a whole price drops its minor digits, a total keeps them', () => {
    expect(formatMoney('20', 'usd', { locale: 'en-US', style: 'price' })).toBe('$20');
    expect(formatMoney('20', 'usd', { locale: 'en-US', style: 'total' })).toBe('$20.00');
    expect(formatMoney('20.1', 'usd', { locale: 'en-US', style: 'price' })).toBe('$20.10');
  });

  test('what is no decimal or no currency is shown as it is', () => {
    expect(formatMoney('abc', 'usd', { locale: 'en-US' })).toBe('abc USD');
    expect(formatMoney('5', 'x', { locale: 'en-US' })).toBe('5 X');
    expect(currencySymbol('inr', 'en-US')).toBe('₹');
    expect(currencySymbol('eur', 'de-DE')).toBe('€');
  });
});

describe('quantities', () => {
  test.each([
    ['3460', null, '3,460 units'],
    ['1', null, '1 unit'],
    ['1', hour, '1 hour'],
    ['0', hour, '0 hours'],
    ['0.000000001', hour, '0.000000001 hours'],
    ['2', { unit_singular: 'token', unit_plural: '' }, '2 tokens'],
  ])('%s', (quantity, unit, text) => {
    expect(formatQuantity(quantity, unit, 'en-US')).toBe(text);
  });

  test('keeps every digit in every locale', () => {
    expect(formatNumber('12345678901234567.125', 'de-DE')).toBe('12.345.678.901.234.567,125');
    expect(formatNumber('n/a', 'de-DE')).toBe('n/a');
  });
});
