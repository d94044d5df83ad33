import { isShownTwice } from '../../format/date';
import { currentLocale } from '../../format/locale';
import type { ReportWindow } from './range-presets';

const formatters = new Map<string, Intl.DateTimeFormat>();

function format(instant: string, zone: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formatters.set(key, known);
  }
  return known.format(new Date(instant));
}

interface Labelling {
  size: ReportWindow;
  zone: string;
  locale?: string;
}

/**
 * How the time of day of a window shorter than a day is written, with the zone's name when the clocks show it twice;
 * null for the others.
 */
function timeOf(start: string, { size, zone }: Labelling): Intl.DateTimeFormatOptions | null {
  if (size === 'DAY' || size === 'WEEK' || size === 'MONTH') return null;
  const isFine = size === 'MINUTE' || size === '15MIN' || size === '30MIN';
  return {
    hour: 'numeric',
    ...(isFine && { minute: '2-digit' }),
    ...(isShownTwice(start, zone) && { timeZoneName: 'short' }),
  };
}

/** How long windows shorter than a day are, in minutes. */
const minutesOf: Partial<Record<ReportWindow, number>> = {
  MINUTE: 1,
  '15MIN': 15,
  '30MIN': 30,
  HOUR: 60,
  '3HOUR': 180,
  '6HOUR': 360,
  '12HOUR': 720,
};
const minutesOfDay = 1440;
const roundMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, minutesOfDay];

/** So many windows, or a few more, from one label to the next: windows shorter than a day are labelled at round times. */
export function roundStep(size: ReportWindow, windows: number): number {
  const minutes = minutesOf[size];
  if (minutes === undefined) return windows;
  const round = roundMinutes.find((step) => step % minutes === 0 && step >= windows * minutes);
  const perDay = minutesOfDay / minutes;
  return round === undefined ? Math.ceil(windows / perDay) * perDay : round / minutes;
}

/** A window under the axis, short: "Mar 7", "9 AM" (of one day) or "Mar 7, 9 AM", "Mar 2026". */
export function shortWindowLabel(
  start: string,
  { size, zone, isOneDay, locale = currentLocale() }: Labelling & { isOneDay: boolean },
): string {
  const time = timeOf(start, { size, zone });
  if (time) return format(start, zone, locale, { ...time, ...(!isOneDay && { month: 'short', day: 'numeric' }) });
  if (size === 'MONTH') return format(start, zone, locale, { year: 'numeric', month: 'short' });
  return format(start, zone, locale, { month: 'short', day: 'numeric' });
}

/** A window in full: "Sat, Mar 7, 2026", "Mar 7, 2026, 9 AM", "Week of Mar 2, 2026", "March 2026". */
export function windowLabel(start: string, { size, zone, locale = currentLocale() }: Labelling): string {
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' };
  const time = timeOf(start, { size, zone });
  if (time) return format(start, zone, locale, { ...day, ...time });
  if (size === 'MONTH') return format(start, zone, locale, { year: 'numeric', month: 'long' });
  if (size === 'WEEK') return `Week of ${format(start, zone, locale, day)}`;
  return format(start, zone, locale, { ...day, weekday: 'short' });
}
