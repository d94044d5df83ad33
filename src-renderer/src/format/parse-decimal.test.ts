import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDecimalText } from './parse-decimal';

test.each([
  ['en-US', '1234.5', '1234.5'],
  ['en-US', '1,234.50', '1234.50'],
  ['en-US', '1,234', '1234'],
  ['en-US', '1,5', '1.5'],
  ['en-US', '1.234,50', '1234.50'],
  ['en-US', '.5', '0.5'],
  ['en-US', '-.5', '-0.5'],
  ['en-US', '5.', '5'],
  ['en-US', '+7', '7'],
  ['en-US', '0.000000000000000003', '0.000000000000000003'],
  ['en-US', '1,234,567', '1234567'],
  ['en-US', ' 12 345 ', '12345'],
  ['en-IN', '12,34,567.5', '1234567.5'],
  ['de-DE', '1234,5', '1234.5'],
  ['de-DE', '1.234,5', '1234.5'],
  ['de-DE', '1.234', '1234'],
  ['de-DE', '0.003', '0.003'],
  ['de-DE', '1.2345', '1.2345'],
  ['de-DE', '1,234.5', '1234.5'],
  ['fr-FR', '1\u202f234,5', '1234.5'],
  ['de-CH', '1’234.5', '1234.5'],
  ['ja-JP', '1,234', '1234'],
  ['ar-EG', '١٬٢٣٤٫٥', '1234.5'],
  ['en-US', '−3', '-3'],
  ['en-US', '', null],
  ['en-US', 'abc', null],
  ['en-US', '1e5', null],
  ['en-US', '1.2.3,4,5', null],
  ['en-US', '--1', null],
  ['en-US', '$5', null],
])('%s reads "%s" as %s', (locale, text, expected) => {
  expect(parseDecimalText(text, locale)).toBe(expected);
});

test('what a locale writes, it reads back exactly', () => {
  const decimals = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.bigInt({ min: 0n, max: 10n ** 12n }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(12, '0')}1`);
  fc.assert(
    fc.property(decimals, fc.constantFrom('en-US', 'en-IN', 'de-DE', 'fr-FR', 'ja-JP', 'ar-EG'), (text, locale) => {
      const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: 100 }).format(
        text as Intl.StringNumericLiteral,
      );
      expect(parseDecimalText(shown, locale)).toBe(text);
    }),
  );
});
