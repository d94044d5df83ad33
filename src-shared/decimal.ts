import { z } from 'zod';
import { Big, type Decimal } from './big';

const plainDecimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/** Whether the text is a decimal number (plain or exponent notation). */
export const isDecimal = (text: string) => text.length <= 200 && plainDecimal.test(text);

/** Normalises a decimal to plain notation without trailing zeros. Throws on anything that is not a decimal. */
export const normalizeDecimal = (text: string): Decimal => new Big(text).toFixed();

export const addDecimals = (a: Decimal, b: Decimal): Decimal => new Big(a).plus(b).toFixed();

export const sumDecimals = (values: Iterable<Decimal>): Decimal => {
  let sum = new Big('0');
  for (const value of values) sum = sum.plus(value);
  return sum.toFixed();
};

/** A decimal as requests may carry it (string or JSON number), normalised. */
export const decimalInput = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  if (isDecimal(text)) return normalizeDecimal(text);
  context.addIssue({ code: 'custom', message: 'Please enter a number' });
  return z.NEVER;
});

/** A decimal as every response carries it. */
export const decimal = z.string();
