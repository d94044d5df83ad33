import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Big } from '../big';
import { costOf, costOfBuckets } from './pricing';
import { anyTerms, quantityText } from './pricing-cases';
import {
  costDigits,
  divideRounded,
  fromScaled,
  joinQuantity,
  quantityDigits,
  roundScaled,
  toScaled,
} from './scaled-decimal';
import { compilePrice } from './scaled-pricing';

test('scaled integers cost exactly what decimals cost', () => {
  fc.assert(
    fc.property(anyTerms, quantityText, (terms, quantity) => {
      const price = compilePrice(terms);
      const scaled = toScaled(quantity, quantityDigits);
      expect(fromScaled(price.cost(scaled), costDigits)).toBe(costOf(terms, quantity));
      expect(fromScaled(price.bucketCost(scaled), costDigits)).toBe(costOfBuckets(terms, [quantity]));
    }),
    { numRuns: 2000 },
  );
});

test('a price that calls itself linear is', () => {
  fc.assert(
    fc.property(anyTerms, quantityText, quantityText, (terms, first, second) => {
      const price = compilePrice(terms);
      fc.pre(price.linear);
      const [a, b] = [toScaled(first, quantityDigits), toScaled(second, quantityDigits)];
      expect(price.cost(a + b)).toBe(price.cost(a) + price.cost(b));
    }),
  );
});

test('scaling keeps fifteen digits and rounds the rest half away from zero', () => {
  const cases: [string, number, bigint][] = [
    ['1', 15, 10n ** 15n],
    ['-0.5', 0, -1n],
    ['0.4999', 0, 0n],
    ['.02', 2, 2n],
    ['5.', 1, 50n],
    ['0.0000000000000005', 15, 1n],
    ['-12.345', 2, -1235n],
  ];
  for (const [text, digits, scaled] of cases) expect([text, toScaled(text, digits)]).toEqual([text, scaled]);
  expect(() => toScaled('1e5', 15)).toThrow();
});

test('scaling there and back is the plain decimal', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.constantFrom(1, 15, 30), (scaled, digits) => {
      const text = fromScaled(scaled, digits);
      expect(toScaled(text, digits)).toBe(scaled);
      expect(new Big(text).toFixed()).toBe(text);
    }),
  );
});

test('divisions and rounding go half away from zero', () => {
  expect([divideRounded(5n, 2n), divideRounded(-5n, 2n), divideRounded(4n, 3n), divideRounded(-4n, 3n)]).toEqual([
    3n,
    -3n,
    1n,
    -1n,
  ]);
  expect(fromScaled(roundScaled(toScaled('61.728', 30), 30, 2), 30)).toBe('61.73');
  expect(fromScaled(roundScaled(toScaled('-0.5', 30), 30, 0), 30)).toBe('-1');
  expect(joinQuantity(3n, -1n, 5n)).toBe(toScaled('2.999999999000005', 15));
});
