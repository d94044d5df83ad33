import { z } from 'zod';

/** A UTC instant as RFC 3339 text of fixed width (`2026-01-05T10:00:00.000Z`), so that text order is time order. */
export type Instant = string;

/** Epoch milliseconds to an instant. */
export const toInstant = (epochMs: number): Instant => new Date(epochMs).toISOString();

const rfc3339 = /^(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** Midnight UTC of a date such as 2026-01-31; null when there is no such day (Date would roll it over). */
export function midnightOf(date: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? null : ms;
}

/**
 * Parses RFC 3339 text with any offset and fraction (cut to milliseconds) to epoch milliseconds; null when it is not
 * one, names a day that does not exist, or is outside the years 0000 to 9999 of UTC.
 */
export function parseInstant(text: string): number | null {
  const date = rfc3339.exec(text)?.[1];
  if (date === undefined || midnightOf(date) === null) return null;
  const ms = Date.parse(text.replace(' ', 'T').toUpperCase());
  return ms >= earliest && ms <= latest ? ms : null;
}

/** An instant as requests may carry it, normalised to UTC. */
export const instantInput = z.string().transform((text, context) => {
  const ms = parseInstant(text);
  if (ms !== null) return toInstant(ms);
  context.addIssue({
    code: 'custom',
    message: 'Please enter a date and time such as 2026-01-31T00:00:00Z',
    params: { malformed: true },
  });
  return z.NEVER;
});
