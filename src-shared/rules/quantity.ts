/**
 * An exact amount of usage, never negative: units + nanos / 1e9 + femtos / 1e15. Three integers, because SQLite sums
 * integers exactly and decimals not at all. A sum of quantities adds part by part and is not carried over.
 */
export interface Quantity {
  units: number;
  nanos: number;
  femtos: number;
}

/** One event's quantity has at most this many digits before the point, so that every part stays an exact integer. */
const maxUnitDigits = 15;

export const zeroQuantity: Quantity = { units: 0, nanos: 0, femtos: 0 };
export const oneQuantity: Quantity = { units: 1, nanos: 0, femtos: 0 };

const decimalParts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const scale = 15n;
const unit = 10n ** scale;

/** A decimal as digits / 10^decimals. */
interface Digits {
  digits: bigint;
  decimals: number;
}

function digitsOf(text: string): Digits | null {
  if (text.length > 200) return null;
  const match = decimalParts.exec(text.trim());
  if (!match) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return null;
  const digits = BigInt(whole + fraction);
  return { digits: match[1] === '-' ? -digits : digits, decimals: fraction.length - Number(match[4] ?? 0) };
}

/** digits / 10^decimals in femtos, rounded half away from zero. */
function scaledOf({ digits, decimals }: Digits): bigint {
  const surplus = decimals - Number(scale);
  if (surplus <= 0) return digits * 10n ** BigInt(-surplus);
  const divisor = 10n ** BigInt(surplus);
  const half = digits < 0n ? -divisor / 2n : divisor / 2n;
  return (digits + half) / divisor;
}

/** A number of femtos (1e-15) as a quantity; null when it is too big for one event. A negative number is 0. */
function quantityOfScaled(scaled: bigint): Quantity | null {
  if (scaled <= 0n) return zeroQuantity;
  const units = scaled / unit;
  if (units >= 10n ** BigInt(maxUnitDigits)) return null;
  const rest = scaled % unit;
  return { units: Number(units), nanos: Number(rest / 1_000_000n), femtos: Number(rest % 1_000_000n) };
}

const powersOfTen = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** The common case, `1234` or `12.345`, without BigInt: every event of an import comes through here. */
function parsePlain(text: string): Quantity | null {
  let units = 0;
  let nanos = 0;
  let femtos = 0;
  let digits = 0;
  let fraction = -1;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === -2 && fraction < 0) {
      fraction = 0;
      continue;
    }
    if (digit < 0 || digit > 9) return null;
    digits += 1;
    if (fraction < 0) units = units * 10 + digit;
    else {
      if (fraction < 9) nanos = nanos * 10 + digit;
      else femtos = femtos * 10 + digit;
      fraction += 1;
    }
  }
  const fractionDigits = Math.max(fraction, 0);
  if (digits === 0 || fractionDigits > 15 || digits - fractionDigits > maxUnitDigits) return null;
  if (fractionDigits < 9) nanos *= powersOfTen[9 - fractionDigits] ?? 0;
  else femtos *= powersOfTen[15 - fractionDigits] ?? 0;
  return { units, nanos, femtos };
}

/**
 * Reads a decimal (plain or exponent notation, blanks around it allowed) as a quantity, exact to 15 fractional digits,
 * rounded half away from zero. A negative number is 0 (wire contract 6.4). Null when the text is no decimal or has more
 * than 15 digits before the point.
 */
export function parseQuantity(text: string): Quantity | null {
  const plain = parsePlain(text);
  if (plain) return plain;
  const digits = digitsOf(text);
  return digits && quantityOfScaled(scaledOf(digits));
}

const unsigned = /^\s*\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/** Whether a text is a number, however long, that is not negative: what `parseQuantity` should not take for nothing. */
export const isUnsignedNumber = (text: string): boolean => unsigned.test(text);

/** The product of two decimals as a quantity, rounded once; null when either is no decimal or the product is too big. */
export function multiplyToQuantity(a: string, b: string): Quantity | null {
  const left = digitsOf(a);
  const right = digitsOf(b);
  if (!left || !right) return null;
  return quantityOfScaled(scaledOf({ digits: left.digits * right.digits, decimals: left.decimals + right.decimals }));
}
