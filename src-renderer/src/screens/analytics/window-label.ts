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

/** How the time of day of windows shorter than a day is written; null for the others. */
function timeOf(size: ReportWindow): Intl.DateTimeFormatOptions | null {
  if (size === 'DAY' || size === 'WEEK' || size === 'MONTH') return null;
  return size === 'MINUTE' || size === '15MIN' || size === '30MIN'
    ? { hour: 'numeric', minute: '2-digit' }
    : { hour: 'numeric' };
}

/** A window under the axis, short: "Mar 7", "9 AM" (of one day) or "Mar 7, 9 AM", "Mar 2026". */
export function shortWindowLabel(
  start: string,
  { size, zone, isOneDay, locale = currentLocale() }: Labelling & { isOneDay: boolean },
): string {
  const time = timeOf(size);
  if (time) return format(start, zone, locale, { ...time, ...(!isOneDay && { month: 'short', day: 'numeric' }) });
  if (size === 'MONTH') return format(start, zone, locale, { year: 'numeric', month: 'short' });
  return format(start, zone, locale, { month: 'short', day: 'numeric' });
}

/** A window in full: "Sat, Mar 7, 2026", "Mar 7, 2026, 9 AM", "Week of Mar 2, 2026", "March 2026". */
export function windowLabel(start: string, { size, zone, locale = currentLocale() }: Labelling): string {
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' };
  const time = timeOf(size);
  if (time) return format(start, zone, locale, { ...day, ...time });
  if (size === 'MONTH') return format(start, zone, locale, { year: 'numeric', month: 'long' });
  if (size === 'WEEK') return `Week of ${format(start, zone, locale, day)}`;
  return format(start, zone, locale, { ...day, weekday: 'short' });
}
