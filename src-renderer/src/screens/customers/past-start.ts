import { dayText } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';

/** Whether a day such as 2026-03-07 lies before today, in this zone. */
const isPast = (day: string, zone: string, now: number): boolean =>
  day !== '' && day < dayText(calendarOf(zone).dayOf(now));

/** What whoever joins a plan from a past day should know (wire contract 4.8); null for any other day. */
export const pastStartNote = (day: string, zone: string, now = Date.now()): string | null =>
  isPast(day, zone, now) ? 'Prices of the plan that have ended by now are not taken over.' : null;
