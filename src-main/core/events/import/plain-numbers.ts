import type { Quantity } from '@shared/rules/quantity';

const powersOfTen = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const point = 46;
const zero = 48;

/**
 * Reads a number of digits with or without a point, as `parseQuantity` does, from bytes; false when it is anything else,
 * even a number. At most 9 digits behind the point.
 */
export function plainQuantity(bytes: Uint8Array, start: number, end: number, quantity: Quantity): boolean {
  let units = 0;
  let nanos = 0;
  let decimals = -1;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit === point - zero && decimals < 0) decimals = 0;
    else if (digit < 0 || digit > 9) return false;
    else if (decimals < 0) units = units * 10 + digit;
    else {
      nanos = nanos * 10 + digit;
      decimals += 1;
    }
  }
  const digits = end - start - (decimals < 0 ? 0 : 1);
  const behind = Math.max(decimals, 0);
  if (digits === 0 || behind > 9 || digits - behind > 15) return false;
  quantity.units = units;
  quantity.nanos = nanos * (powersOfTen[9 - behind] ?? 0);
  quantity.femtos = 0;
  return true;
}

const secondsSize = '2026-01-31T00:00:00Z'.length;
const millisSize = '2026-01-31T00:00:00.000Z'.length;

/**
 * Reads times such as 2026-01-31T00:00:00Z or 2026-01-31T00:00:00.000Z in bytes, and any other that `timeOf` knows, as
 * epoch milliseconds; null for anything else. Remembers the last date: rows of a file mostly share it.
 */
export function plainTime(
  timeOf: (text: string) => number | null,
): (bytes: Buffer, start: number, end: number) => number | null {
  const date = new Uint8Array(11);
  let midnight: number | null = null;

  function isSameDate(bytes: Uint8Array, start: number): boolean {
    for (let at = 0; at < date.length; at += 1) if (bytes[start + at] !== date[at]) return false;
    return true;
  }

  return (bytes, start, end) => {
    const size = end - start;
    const ofDay = size === secondsSize || size === millisSize ? timeOfDay(bytes, start + date.length, size) : -1;
    if (ofDay >= 0 && midnight !== null && isSameDate(bytes, start)) return midnight + ofDay;
    const time = timeOf(bytes.toString('latin1', start, end));
    if (time !== null && ofDay >= 0) {
      midnight = time - ofDay;
      for (let at = 0; at < date.length; at += 1) date[at] = bytes[start + at] ?? 0;
    }
    return time;
  };
}

/** Of 00:00:00Z or 00:00:00.000Z in milliseconds; -1 when it is not that. */
function timeOfDay(bytes: Uint8Array, at: number, size: number): number {
  const z = at + size - 12;
  if (bytes[z] !== 90 || bytes[at + 2] !== 58 || bytes[at + 5] !== 58) return -1;
  const hours = digits(bytes, at, 2);
  const minutes = digits(bytes, at + 3, 2);
  const seconds = digits(bytes, at + 6, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return -1;
  const seconds000 = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (size === secondsSize) return seconds000;
  const millis = bytes[at + 8] === point ? digits(bytes, at + 9, 3) : -1;
  return millis < 0 ? -1 : seconds000 + millis;
}

/** So many digits as a number; -1 when one of them is none. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let number = 0;
  for (let place = at; place < at + count; place += 1) {
    const digit = (bytes[place] ?? 0) - zero;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
