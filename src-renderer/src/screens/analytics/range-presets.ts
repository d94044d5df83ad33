import { calendarOf } from '@shared/rules/windows';
import type { DayRange, RangePreset } from '../../components/date-range-picker';

const dayLength = 24 * 60 * 60 * 1000;

/** "2026-03-07" as days since 1970-01-01. */
export const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / dayLength);
export const dayText = (day: number): string => new Date(day * dayLength).toISOString().slice(0, 10);

/** How many days a range covers, both ends included. */
export const daysIn = ({ from, to }: DayRange): number => dayNumber(to) - dayNumber(from) + 1;

const firstOfMonth = (day: number, months = 0): number => {
  const date = new Date(day * dayLength);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / dayLength;
};

export interface UsageSpan {
  /** IANA zone in which days begin and end. */
  zone: string;
  /** Epoch milliseconds. */
  now: number;
  /** Instants of the oldest and the newest usage; null while there is none. */
  first: string | null;
  last: string | null;
}

/** The id of the 30 days up to the newest usage: there is such a preset only when these days do not end today. */
export const newestRange = 'newest';

/** The ranges one press away, as calendar days of the zone. */
export function rangePresets({ zone, now, first, last }: UsageSpan): RangePreset[] {
  const { dayOf } = calendarOf(zone);
  const today = dayOf(now);
  const preset = (id: string, label: string, from: number, to: number) => ({
    id,
    label,
    from: dayText(from),
    to: dayText(to),
  });
  const presets = [
    preset('today', 'Today', today, today),
    preset('7d', '7d', today - 6, today),
    preset('30d', '30d', today - 29, today),
    preset('this_month', 'This month', firstOfMonth(today), today),
    preset('last_month', 'Last month', firstOfMonth(today, -1), firstOfMonth(today) - 1),
  ];
  if (first === null || last === null) return presets;
  const oldest = dayOf(Date.parse(first));
  const newest = dayOf(Date.parse(last));
  presets.push(preset('all', 'All data', oldest, newest));
  if (newest < today || oldest > today) presets.push(preset(newestRange, 'Newest 30 days', newest - 29, newest));
  return presets;
}

/** The range nobody had to choose: the newest 30 days of usage, so that the page never opens empty on old data. */
export function defaultPreset(presets: readonly RangePreset[]): RangePreset {
  const preset = presets.find((one) => one.id === newestRange) ?? presets.find((one) => one.id === '30d');
  if (!preset) throw new Error('There is no default range');
  return preset;
}

/** What the address says about the range: a preset's id, or "custom" with two days. */
export interface RangeChoice {
  range: string;
  from: string;
  to: string;
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayNumber(text));

/** The days a choice means. Anything that makes no sense (an edited address) falls back to the default. */
export function chosenRange(choice: RangeChoice, presets: readonly RangePreset[]): RangePreset {
  const { range, from, to } = choice;
  if (range === 'custom' && isDay(from) && isDay(to) && from <= to) return { id: 'custom', label: 'Custom', from, to };
  return presets.find((one) => one.id === range) ?? defaultPreset(presets);
}

/** The choice that a picked range stands for: the preset's name where it has one, so that a link stays relative. */
export function choiceOf(range: DayRange, presets: readonly RangePreset[]): RangeChoice {
  const preset = presets.find((one) => one.from === range.from && one.to === range.to);
  if (preset) return { range: preset === defaultPreset(presets) ? '' : preset.id, from: '', to: '' };
  return { range: 'custom', ...range };
}

/** Calendar days of a zone as the half-open range of instants that reports take. */
export function instantsOf({ from, to }: DayRange, zone: string): { start_time: string; end_time: string } {
  const { dayStart } = calendarOf(zone);
  const instant = (day: number) => new Date(dayStart(day)).toISOString();
  return { start_time: instant(dayNumber(from)), end_time: instant(dayNumber(to) + 1) };
}

/** The windows that are chosen by themselves. */
export type CoarseWindow = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
export type ReportWindow = CoarseWindow | 'MINUTE' | '15MIN' | '30MIN' | '3HOUR' | '6HOUR' | '12HOUR';

/** Shortest first. More windows than the most days have are thinner than a pixel. */
export const reportWindows: readonly { id: ReportWindow; label: string; maxDays: number }[] = [
  { id: 'MINUTE', label: 'Minute', maxDays: 1 },
  { id: '15MIN', label: '15 minutes', maxDays: 7 },
  { id: '30MIN', label: '30 minutes', maxDays: 15 },
  { id: 'HOUR', label: 'Hour', maxDays: 31 },
  { id: '3HOUR', label: '3 hours', maxDays: 92 },
  { id: '6HOUR', label: '6 hours', maxDays: 183 },
  { id: '12HOUR', label: '12 hours', maxDays: 366 },
  { id: 'DAY', label: 'Day', maxDays: 731 },
  { id: 'WEEK', label: 'Week', maxDays: Number.POSITIVE_INFINITY },
  { id: 'MONTH', label: 'Month', maxDays: Number.POSITIVE_INFINITY },
];

/** What a window is called inside a sentence: "day", "15-minute window". */
export const windowWordOf = (size: ReportWindow): string => {
  const label = reportWindows.find((one) => one.id === size)?.label ?? 'window';
  const [count = '', unit] = label.toLowerCase().split(' ');
  return unit ? `${count}-${unit.replace(/s$/, '')} window` : count;
};

/** The window to draw: the wanted one where it fits the range, else hours for a day, then days, weeks and months. */
export function windowFor(days: number, wanted: ''): CoarseWindow;
export function windowFor(days: number, wanted: string): ReportWindow;
export function windowFor(days: number, wanted: string): ReportWindow {
  const fitting = reportWindows.find((one) => one.id === wanted && days <= one.maxDays);
  if (fitting) return fitting.id;
  if (days <= 1) return 'HOUR';
  if (days <= 92) return 'DAY';
  return days <= 731 ? 'WEEK' : 'MONTH';
}
