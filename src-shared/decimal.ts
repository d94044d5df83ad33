import { z } from 'zod';
import { Big, type Decimal } from './big';

const plainDecimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/** Whether the text is a decimal number (plain or exponent notation). */
export const isDecimal = (text: string) => text.length <= 200 && plainDecimal.test(text);

/** Most decimals come as they are kept. */
const normalDecimal = /^(0|[1-9]\d*)(\.\d*[1-9])?$/;

/** Normalises a decimal to plain notation without trailing zeros. Throws on anything that is not a decimal. */
export const normalizeDecimal = (text: string): Decimal =>
  normalDecimal.test(text) ? text : new Big(text.replace(/^\+/, '')).toFixed();

export const addDecimals = (a: Decimal, b: Decimal): Decimal => new Big(a).plus(b).toFixed();

export const sumDecimals = (values: Iterable<Decimal>): Decimal => {
  let sum = new Big('0');
  for (const value of values) sum = sum.plus(value);
  return sum.toFixed();
};

const storedDecimal = /^-?\d{1,15}(\.\d{1,15})?$/;

/**
 * A decimal as requests may carry it (string or JSON number), normalised. At most 15 digits on either side of the point,
 * because that is what quantities and costs are counted in: a digit beyond would be lost without a word.
 */
export const decimalInput = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  const decimal = isDecimal(text) ? normalizeDecimal(text) : null;
  if (decimal !== null && storedDecimal.test(decimal)) return decimal;
  const message =
    decimal === null
      ? 'Please enter a number'
      : 'Please enter a number of at most 15 digits before and 15 after the point';
  context.addIssue({ code: 'custom', message, params: { malformed: decimal === null } });
  return z.NEVER;
});

/** A decimal as every response carries it. */
export const decimal = z.string();
