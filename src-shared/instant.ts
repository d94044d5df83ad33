import { z } from 'zod';

/** A UTC instant as RFC 3339 text of fixed width (`2026-01-05T10:00:00.000Z`), so that text order is time order. */
export type Instant = string;

/** Epoch milliseconds to an instant. */
export const toInstant = (epochMs: number): Instant => new Date(epochMs).toISOString();

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** Parses RFC 3339 text with any offset and fraction to epoch milliseconds; null when it is not one. */
export function parseInstant(text: string): number | null {
  if (!rfc3339.test(text)) return null;
  const ms = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(ms) ? null : ms;
}

/** An instant as requests may carry it, normalised to UTC. */
export const instantInput = z.string().transform((text, context) => {
  const ms = parseInstant(text);
  if (ms !== null) return toInstant(ms);
  context.addIssue({ code: 'custom', message: 'Please enter a date and time such as 2026-01-31T00:00:00Z' });
  return z.NEVER;
});
