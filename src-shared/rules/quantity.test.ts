import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiplyToQuantity, parseQuantity, type Quantity } from './quantity';
import { fromScaled, joinQuantity, quantityDigits } from './scaled-decimal';

const decimalOf = (quantity: Quantity | null) =>
  quantity &&
  fromScaled(joinQuantity(BigInt(quantity.units), BigInt(quantity.nanos), BigInt(quantity.femtos)), quantityDigits);

/** big.js as the second opinion. */
const rounded = (value: Big) => (value.lt('0') ? '0' : value.round(15, Big.roundHalfUp).toFixed());

describe('parseQuantity', () => {
  test.each([
    ['0', '0'],
    ['5', '5'],
    ['1.10', '1.1'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+7', '7'],
    [' 12 ', '12'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['12345.678901234567890', '12345.67890123456789'],
    ['0.0000000000000005', '0.000000000000001'],
    ['0.00000000000000049', '0'],
    ['999999999999999.999999999999999', '999999999999999.999999999999999'],
    ['-4', '0'],
    ['-0.5', '0'],
  ])('%s is %s', (text, decimal) => {
    expect(decimalOf(parseQuantity(text))).toBe(decimal);
  });

  test.each(['', ' ', '.', '-', 'abc', '1,5', '0x10', 'NaN', 'Infinity', '1e', '1 2', '--1', '1.2.3', '1e9999'])(
    '%j is no number',
    (text) => {
      expect(parseQuantity(text)).toBeNull();
    },
  );

  test('a number too big for one event is refused, not cut', () => {
    expect(parseQuantity('1000000000000000')).toBeNull();
    expect(parseQuantity('1e300')).toBeNull();
    expect(parseQuantity('999999999999999.9999999999999999')).toBeNull();
  });

  test('agrees with big.js on every decimal', () => {
    const decimal = fc
      .tuple(
        fc.boolean(),
        fc.stringMatching(/^\d{1,14}$/),
        fc.option(fc.stringMatching(/^\d{0,20}$/)),
        fc.option(fc.integer({ min: -20, max: 1 })),
      )
      .map(([negative, whole, fraction, exponent]) =>
        [
          negative ? '-' : '',
          whole,
          fraction === null ? '' : `.${fraction}`,
          exponent === null ? '' : `e${exponent}`,
        ].join(''),
      );
    fc.assert(
      fc.property(decimal, (text) => {
        expect(decimalOf(parseQuantity(text))).toBe(rounded(new Big(text.replace(/\.(?=$|e)/, ''))));
      }),
    );
  });
});

test('multiplyToQuantity rounds the exact product once', () => {
  const decimal = fc
    .tuple(fc.integer({ min: 0, max: 1e7 }), fc.stringMatching(/^\d{1,15}$/))
    .map(([whole, fraction]) => `${whole}.${fraction}`);
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(decimalOf(multiplyToQuantity(a, b))).toBe(rounded(new Big(a).times(b)));
    }),
  );
  expect(multiplyToQuantity('x', '2')).toBeNull();
});
