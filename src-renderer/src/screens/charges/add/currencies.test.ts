import { expect, test } from 'vitest';
import { currencyOptions, matchingCurrencies } from './currencies';

const options = currencyOptions('en-US');

test('the most asked for come first, and every ISO currency comes once', () => {
  expect(options.slice(0, 3).map(({ code }) => code)).toEqual(['usd', 'eur', 'inr']);
  expect(new Set(options.map(({ code }) => code)).size).toBe(options.length);
  expect(options.map(({ code }) => code)).toEqual(expect.arrayContaining(['jpy', 'kwd', 'chf', 'zar']));
});

test('a currency is found by code or by name', () => {
  expect(matchingCurrencies(options, 'JPY').map(({ code }) => code)).toEqual(['jpy']);
  expect(matchingCurrencies(options, 'swiss')[0]?.code).toBe('chf');
  expect(matchingCurrencies(options, '')).toHaveLength(options.length);
});
