import { formatDate } from './date';
import { currentLocale } from './locale';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Beyond this many days a date says more than a count. */
const farDays = 30;

/**
 * How long ago a UTC instant was: "now", "5 minutes ago", "yesterday"; older than 30 days its date. An instant ahead of
 * this machine's clock counts as now.
 */
export function formatRelative(instant: string, now = Date.now(), locale = currentLocale()): string {
  const age = Math.max(0, now - Date.parse(instant));
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (age < minuteMs) return words.format(0, 'second');
  if (age < hourMs) return words.format(-Math.floor(age / minuteMs), 'minute');
  if (age < dayMs) return words.format(-Math.floor(age / hourMs), 'hour');
  if (age < farDays * dayMs) return words.format(-Math.floor(age / dayMs), 'day');
  return formatDate(instant, { locale });
}
