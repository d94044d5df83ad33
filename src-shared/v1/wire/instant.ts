import type { Instant } from '../../instant';

/** An instant as the wire shows it: the fraction only as far as needed (wire contract 1.3). */
export const wireInstant = (instant: Instant): string =>
  instant.endsWith('.000Z') ? `${instant.slice(0, -5)}Z` : instant.replace(/0+Z$/, 'Z');

export const wireInstantOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : wireInstant(instant);
