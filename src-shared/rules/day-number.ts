const dayLength = 86_400_000;

/** A calendar day "2026-03-07" as days since 1970-01-01; NaN when there is no such day. */
export const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayLength);

/** Days since 1970-01-01 as a calendar day "2026-03-07". */
export const dayText = (day: number): string => new Date(day * dayLength).toISOString().slice(0, 10);
