import { isDecimal, normalizeDecimal } from '@shared/decimal';
import { parseInstant, toInstant } from '@shared/instant';

/**
 * Values of a server's rows, read by hand: rows come by the ten thousand, and a schema library takes ten times as long.
 * Each reader throws `unreadable` for what it does not know.
 */
export type Wire = Record<string, unknown>;

/** Thrown, always the same one: whoever reads a row only wants to know that it cannot be read. */
export const unreadable = new Error('a server describes something in a way Pricebook does not know');

export function object(value: unknown): Wire {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable;
  return value as Wire;
}

export function needText(value: unknown): string {
  if (typeof value !== 'string') throw unreadable;
  return value;
}

/** An id is never empty. */
export function id(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw unreadable;
  return value;
}

const isNone = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Servers leave empty texts out. */
export const text = (value: unknown): string => (isNone(value) ? '' : needText(value));

export const textOrNull = (value: unknown): string | null => text(value) || null;

export function int(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw unreadable;
  return value as number;
}

export function bool(value: unknown): boolean {
  if (typeof value !== 'boolean') throw unreadable;
  return value;
}

export function decimal(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw unreadable;
  const written = String(value);
  if (!isDecimal(written)) throw unreadable;
  return normalizeDecimal(written);
}

/** Instants that were read last: rows are made and changed many at a time. */
const instants = new Map<string, string>();
const mostInstants = 1000;

export function instant(value: unknown): string {
  const written = needText(value);
  const known = instants.get(written);
  if (known !== undefined) return known;
  const ms = parseInstant(written);
  if (ms === null) throw unreadable;
  if (instants.size >= mostInstants) instants.clear();
  const read = toInstant(ms);
  instants.set(written, read);
  return read;
}

export function oneOf<const T extends string>(allowed: readonly T[], value: unknown): T {
  if (!allowed.includes(value as T)) throw unreadable;
  return value as T;
}

export const orNull = <T>(read: (value: unknown) => T, value: unknown): T | null =>
  isNone(value) ? null : read(value);

export function list<T>(read: (value: unknown) => T, value: unknown): T[] {
  if (!Array.isArray(value)) throw unreadable;
  return value.map(read);
}

/** Metadata has texts only: numbers and the like are written out, but nothing that has parts. */
export function metadata(value: unknown): Record<string, string> {
  if (isNone(value)) return {};
  return Object.fromEntries(Object.entries(object(value)).map(([key, one]) => [key, plainText(one)]));
}

function plainText(value: unknown): string {
  if (typeof value === 'object' && value !== null) throw unreadable;
  return String(value ?? '');
}
