const dayLength = 86_400_000;

/** A calendar day "2026-03-07" as days since 1970-01-01; only for what `isDay` takes for one. */
export const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayLength);

/** Days since 1970-01-01 as a calendar day "2026-03-07". */
export const dayText = (day: number): string => new Date(day * dayLength).toISOString().slice(0, 10);

/** Whether a text names a day that there is in the calendar: "2026-02-31" does not, though `Date` takes it for one in March. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayNumber(text)) && dayText(dayNumber(text)) === text;
