import type { BillingPeriod } from '@shared/entities/price';
import { Temporal } from 'temporal-polyfill';

/** Billing periods in the order of the forms. */
export const billingPeriodOrder: readonly BillingPeriod[] = [
  'DAILY',
  'WEEKLY',
  'MONTHLY',
  'ANNUAL',
  'QUARTERLY',
  'HALF_YEARLY',
  'ONETIME',
];

const instantText = (day: Temporal.PlainDate, zone: string) =>
  new Date(day.toZonedDateTime(zone).epochMilliseconds).toISOString();

const dayAt = (instant: string, zone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();

/** Midnight of the first of the month an instant falls in, in a zone. */
export const monthStart = (instant: string, zone: string): string =>
  instantText(dayAt(instant, zone).with({ day: 1 }), zone);

/** Midnight of the day an instant falls on, in a zone. */
export const dayStart = (instant: string, zone: string): string => instantText(dayAt(instant, zone), zone);

/**
 * When the next calendar period begins after an instant, at midnight in a zone: the next day, Monday, month, quarter,
 * half-year or year. A one-time charge has no period: null.
 */
export function nextPeriodStart(period: BillingPeriod, instant: string, zone: string): string | null {
  const day = dayAt(instant, zone);
  const month = day.with({ day: 1 });
  switch (period) {
    case 'DAILY':
      return instantText(day.add({ days: 1 }), zone);
    case 'WEEKLY':
      return instantText(day.add({ days: 8 - day.dayOfWeek }), zone);
    case 'MONTHLY':
      return instantText(month.add({ months: 1 }), zone);
    case 'QUARTERLY':
      return instantText(month.add({ months: 3 - ((month.month - 1) % 3) }), zone);
    case 'HALF_YEARLY':
      return instantText(month.add({ months: 6 - ((month.month - 1) % 6) }), zone);
    case 'ANNUAL':
      return instantText(month.with({ month: 1 }).add({ years: 1 }), zone);
    case 'ONETIME':
      return null;
  }
}
