import type { SavedRange } from '@shared/entities/saved-report';
import { dayNumber, dayText, isDay } from '@shared/rules/day-number';
import { daysOfRange, type ReportRangeId } from '@shared/rules/report-range';
import { calendarOf } from '@shared/rules/windows';
import type { DayRange, PickedRange, RangePreset } from '../../components/date-range-picker';

/** How many days a range covers, both ends included. */
export const daysIn = ({ from, to }: DayRange): number => dayNumber(to) - dayNumber(from) + 1;

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

const labels = {
  today: 'Today',
  '7d': '7d',
  '30d': '30d',
  this_month: 'This month',
  last_month: 'Last month',
  all: 'All data',
} as const satisfies Partial<Record<ReportRangeId, string>>;
const presetIds = Object.keys(labels) as (keyof typeof labels)[];

/** The ranges one press away, as calendar days of the zone. */
export function rangePresets({ zone, now, first, last }: UsageSpan): RangePreset[] {
  const used = first === null || last === null ? null : { first: Date.parse(first), last: Date.parse(last) };
  const facts = { zone, now, first: used?.first ?? null, last: used?.last ?? null };
  const presets: RangePreset[] = presetIds
    .filter((id) => id !== 'all' || used !== null)
    .map((id) => ({ id, label: labels[id], ...textsOf(daysOfRange(id, facts)) }));
  if (!used) return presets;
  const today = daysOfRange('today', facts).from;
  const { from: oldest, to: newest } = daysOfRange('all', facts);
  if (newest < today || oldest > today) {
    presets.push({ id: newestRange, label: 'Newest 30 days', ...textsOf({ from: newest - 29, to: newest }) });
  }
  return presets;
}

const textsOf = ({ from, to }: { from: number; to: number }): DayRange => ({ from: dayText(from), to: dayText(to) });

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

/** Why the days that a choice names cannot be shown; null when they can. Only an address that was edited or cut is wrong. */
export function misreadRange({ range, from, to }: RangeChoice): string | null {
  if (range !== 'custom') {
    const isKnown = ['', newestRange, ...presetIds].includes(range);
    return isKnown ? null : 'This link names a range that is not known here.';
  }
  if (!isDay(from) || !isDay(to)) return 'This link names a day that is not in the calendar.';
  return from > to ? 'The last day in this link is before the first.' : null;
}

/** The days a choice means. Anything that makes no sense (an edited address) falls back to the default. */
export function chosenRange(choice: RangeChoice, presets: readonly RangePreset[]): RangePreset {
  const { range, from, to } = choice;
  if (misreadRange(choice) !== null) return defaultPreset(presets);
  if (range === 'custom') return { id: 'custom', label: 'Custom', from, to };
  return presets.find((one) => one.id === range) ?? defaultPreset(presets);
}

/** A range as a saved report keeps it: by a name that moves with time where it has one, else as the days it is. */
export const savedRangeOf = ({ id, from, to }: RangePreset): SavedRange => {
  const preset = presetIds.find((one) => one === id);
  return preset ? { preset } : { preset: 'custom', from, to };
};

/** What was picked, as the address says it: a preset moves with time, two days stay these days. */
export const choiceOf = (picked: PickedRange): RangeChoice =>
  'preset' in picked ? { range: picked.preset, from: '', to: '' } : { range: 'custom', ...picked };

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
