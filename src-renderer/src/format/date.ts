import { calendarOf } from '@shared/rules/windows';
import { currentLocale } from './locale';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, options);
    formatters.set(key, known);
  }
  return known;
}

interface DateOptions {
  locale?: string;
  /** IANA zone; default the machine's. */
  zone?: string | undefined;
}

/** A UTC instant as a day: "Mar 7, 2026". */
export const formatDate = (instant: string, { locale = currentLocale(), zone }: DateOptions = {}): string =>
  formatter(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: zone }).format(new Date(instant));

/** A UTC instant as a time of a day that is named beside it: "9:05 AM". */
export const formatTime = (instant: string, { locale = currentLocale(), zone }: DateOptions = {}): string =>
  formatter(locale, { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(new Date(instant));

/** A UTC instant as a moment with its zone: "Mar 7, 2026, 9:05 AM GMT+5:30". */
export const formatDateTime = (instant: string, options: DateOptions = {}): string => dateTime(instant, {}, options);

const dateTime = (
  instant: string,
  more: Intl.DateTimeFormatOptions,
  { locale = currentLocale(), zone }: DateOptions,
): string =>
  formatter(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...more,
    timeZone: zone,
    timeZoneName: 'short',
  }).format(new Date(instant));

/**
 * A moment that stands beside others: with its seconds, and thousandths of them, only where one of the others would look
 * the same without: "Mar 7, 2026, 9:05:20.250 AM UTC".
 */
export function formatDateTimeAmong(instant: string, others: readonly string[], options: DateOptions = {}): string {
  const at = Date.parse(instant);
  const apart = others.map((other) => Date.parse(other)).filter((other) => other !== at && !Number.isNaN(other));
  const isIn = (unit: number) => apart.some((other) => Math.floor(other / unit) === Math.floor(at / unit));
  const seconds = isIn(60_000) && ({ second: '2-digit' } as const);
  const thousandths = isIn(1000) && ({ fractionalSecondDigits: 3 } as const);
  return dateTime(instant, { ...seconds, ...thousandths }, options);
}

/**
 * A UTC instant among others of a zone that is named once: the day alone where that is when it begins, else with its
 * time: "Mar 7, 2026", "Mar 7, 2026, 9:05 AM"; "Nov 1, 2026, 1:30 AM EST" where the clocks show it twice.
 */
export const formatMoment = (instant: string, options: DateOptions = {}): string =>
  beginsDay(instant, options.zone) ? formatDate(instant, options) : moment(instant, options);

/** The same in a list: with the time of each unless all begin their days, so that an hour does not look like a day. */
export const formatMomentAmong = (instant: string, others: readonly string[], options: DateOptions = {}): string =>
  [instant, ...others].every((one) => beginsDay(one, options.zone))
    ? formatDate(instant, options)
    : moment(instant, options);

const clockOf = (instant: string, zone?: string) =>
  formatter('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone }).format(
    new Date(instant),
  );

const beginsDay = (instant: string, zone?: string) => clockOf(instant, zone) === '00:00:00';

function moment(instant: string, { locale = currentLocale(), zone }: DateOptions): string {
  const seconds = clockOf(instant, zone).endsWith(':00') ? {} : { second: '2-digit' as const };
  const name = zone !== undefined && isShownTwice(instant, zone) ? { timeZoneName: 'short' as const } : {};
  return formatter(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...seconds,
    ...name,
    timeZone: zone,
  }).format(new Date(instant));
}

const halfHour = 30 * 60_000;

/**
 * Whether the clocks of a zone show the time of an instant twice, because they are put back around it: only with the
 * zone's name beside it does one know which of the two is meant.
 */
export function isShownTwice(instant: string, zone: string): boolean {
  const at = Date.parse(instant);
  const { dayOf, dayStart } = calendarOf(zone);
  const day = dayOf(at);
  // Looking at clocks takes its time: only in days that last longer than others.
  if (dayStart(day + 1) - dayStart(day) <= 48 * halfHour) return false;
  const clock = (when: number) =>
    formatter('en-GB', { day: '2-digit', hour: '2-digit', minute: '2-digit', timeZone: zone }).format(when);
  // Clocks are put back by an hour, or by half of one.
  return [-2, -1, 1, 2].some((steps) => clock(at + steps * halfHour) === clock(at));
}

/** A calendar day "2026-03-07" as "Mar 7, 2026", whatever the zone. */
export const formatDay = (day: string, locale = currentLocale()): string =>
  formatDate(`${day}T00:00:00Z`, { locale, zone: 'UTC' });

/** Calendar days, both included, as "Mar 2, 2026 – Mar 7, 2026"; one day alone as that day. */
export const formatDays = ({ from, to }: { from: string; to: string }): string =>
  from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`;

const two = (value: number) => String(value).padStart(2, '0');

/** A UTC instant as the text a datetime-local input takes, in local time. */
export function instantToLocalInput(instant: string): string {
  const date = new Date(instant);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The local time a datetime-local input holds, as a UTC instant. A time skipped by a clock change moves forward. */
export const localInputToInstant = (text: string): string => new Date(text).toISOString().replace('.000Z', 'Z');

/** The machine's offset from UTC at an instant: "UTC+05:30". */
export function zoneOffsetText(instant: string): string {
  const minutes = -new Date(instant).getTimezoneOffset();
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
