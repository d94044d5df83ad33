/** Windows by the platform's own calendar, one instant at a time: slow, and apart from what the engine cuts by. */
import { Temporal } from 'temporal-polyfill';

/** Starts the window around an instant (epoch milliseconds). */
export type Cut = (size: string, at: number) => number;

const minute = 60_000;
const lengths: Readonly<Record<string, number>> = {
  MINUTE: minute,
  '15MIN': 15 * minute,
  '30MIN': 30 * minute,
  HOUR: 60 * minute,
};
const hours: Readonly<Record<string, number>> = { '3HOUR': 3, '6HOUR': 6, '12HOUR': 12 };

/** From fine to coarse. */
const sizes = ['MINUTE', '15MIN', '30MIN', 'HOUR', '3HOUR', '6HOUR', '12HOUR', 'DAY', 'WEEK', 'MONTH'];
export const coarser = (a: string, b: string | null) => (b !== null && sizes.indexOf(b) > sizes.indexOf(a) ? b : a);

const zoned = (at: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const startOf = (date: Temporal.PlainDate, zone: string) => date.toZonedDateTime(zone).epochMilliseconds;

/** The windows of a zone; months are those of the calendar. */
export const cutInZone =
  (zone: string): Cut =>
  (size, at) => {
    const time = zoned(at, zone);
    const length = lengths[size];
    if (length !== undefined) {
      const wall = ((time.hour * 60 + time.minute) * 60 + time.second) * 1000 + time.millisecond;
      // One later: the change before an instant is not the one at it.
      const change = zoned(at + 1, zone).getTimeZoneTransition('previous')?.epochMilliseconds;
      return Math.max(at - (wall % length), change ?? Number.NEGATIVE_INFINITY);
    }
    const date = time.toPlainDate();
    const step = hours[size];
    if (step !== undefined) {
      const mark = date.toPlainDateTime().add({ hours: Math.floor(time.hour / step) * step });
      return Math.max(mark.toZonedDateTime(zone).epochMilliseconds, startOf(date, zone));
    }
    if (size === 'WEEK') return startOf(date.subtract({ days: date.dayOfWeek - 1 }), zone);
    return startOf(size === 'MONTH' ? date.with({ day: 1 }) : date, zone);
  };

/** The windows of a zone; months begin on the day on which the anchor (epoch milliseconds) falls. */
export function cutByAnchor(zone: string, anchor: number): Cut {
  const cut = cutInZone(zone);
  const { day } = zoned(anchor, zone);
  return (size, at) => {
    if (size !== 'MONTH') return cut(size, at);
    const month = zoned(at, zone).toPlainDate().with({ day: 1 });
    const begin = (first: Temporal.PlainDate) => startOf(first.with({ day: Math.min(day, first.daysInMonth) }), zone);
    const thisMonth = begin(month);
    return thisMonth <= at ? thisMonth : begin(month.subtract({ months: 1 }));
  };
}
