import type { Report } from '@shared/entities/analytics';
import { dayText } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';
import type { DayRange } from '../../components/date-range-picker';

/**
 * The days that some windows of a report cover, both included, in its zone. Of a week or month that reaches beyond the
 * report only the days within it count.
 */
export function shownDays(
  { windows, start_time, end_time, timezone }: Pick<Report, 'windows' | 'start_time' | 'end_time' | 'timezone'>,
  { first, last }: { first: number; last: number },
): DayRange {
  const { dayOf } = calendarOf(timezone);
  const start = windows[first] ?? start_time;
  const end = windows[last + 1] ?? end_time;
  return {
    from: dayText(dayOf(Date.parse(start < start_time ? start_time : start))),
    to: dayText(dayOf(Date.parse(end) - 1)),
  };
}
