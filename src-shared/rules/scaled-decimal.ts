import type { Decimal } from '../big';

/** Fractional digits of stored quantities and amounts (wire contract 1.4). */
export const quantityDigits = 15;
/** Fractional digits of a cost: an amount times a quantity. */
export const costDigits = 30;

/** 1 as a scaled quantity. */
export const quantityOne = 10n ** 15n;

/**
 * A plain decimal as an integer count of 10^-digits, for hot loops. Digits beyond are rounded half away from zero, as
 * the wire's storage does. Throws on anything that is not a plain decimal.
 */
export function toScaled(decimal: Decimal, digits: number): bigint {
  const negative = decimal.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.');
  let scaled = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  if (fraction.charCodeAt(digits) >= 53) scaled += 1n;
  return negative ? -scaled : scaled;
}

const zero = '0'.charCodeAt(0);

/** The plain decimal of a scaled integer, without trailing zeros. */
export function fromScaled(scaled: bigint, digits: number): Decimal {
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  let end = text.length;
  while (end > point && text.charCodeAt(end - 1) === zero) end -= 1;
  const whole = text.slice(0, point);
  const plain = end === point ? whole : `${whole}.${text.slice(point, end)}`;
  return scaled < 0n ? `-${plain}` : plain;
}

/** Integer division rounded half away from zero. The divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend < 0n ? -((-dividend + half) / divisor) : (dividend + half) / divisor;
}

/** Rounds a scaled integer to fewer fractional digits, half away from zero, keeping its scale. */
export function roundScaled(scaled: bigint, digits: number, keep: number): bigint {
  if (keep >= digits) return scaled;
  const step = 10n ** BigInt(digits - keep);
  return divideRounded(scaled, step) * step;
}

/** Quantities as the store keeps them (units + nanos / 1e9 + femtos / 1e15) as one scaled quantity. */
export const joinQuantity = (units: bigint, nanos: bigint, femtos: bigint): bigint =>
  units * quantityOne + nanos * 1_000_000n + femtos;
