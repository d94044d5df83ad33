import { describe, expect, test } from 'vitest';
import { amountInWords, currencyDigits, currencySymbol, displayAmount } from './currency';

describe('display amount (wire contract 3.4)', () => {
  test.each([
    ['10.50', 'usd', '$10.5'],
    ['0', 'eur', '€0'],
    ['5.00', 'jpy', '¥5'],
    ['10', 'xyz', 'XYZ10'],
    ['1.5', 'AUD', 'AUS1.5'],
    ['0.000000000000001', 'usd', '$0.000000000000001'],
    ['3', 'constructor'.slice(0, 3), 'CON3'],
  ])('%s %s is %s', (amount, currency, shown) => {
    expect(displayAmount(amount, currency)).toBe(shown);
  });
});

test('digits: two unless the table says otherwise', () => {
  expect(['usd', 'jpy', 'clf', 'kwd', 'xyz'].map(currencyDigits)).toEqual([2, 0, 4, 3, 2]);
});

test('the symbol does not depend on case', () => {
  expect(currencySymbol('EUR')).toBe(currencySymbol('eur'));
});

test.each([
  ['0.5', 'usd', '$0.50'],
  ['3.00', 'usd', '$3'],
  ['0.123', 'usd', '$0.123'],
  ['1.5', 'kwd', 'KD1.500'],
  ['1.5', 'jpy', '¥1.5'],
])('%s %s reads %s in a sentence', (amount, currency, text) => expect(amountInWords(amount, currency)).toBe(text));
