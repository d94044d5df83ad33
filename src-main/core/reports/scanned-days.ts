import type { MeterFacts } from '../analytics/charged-prices';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { cutStretch, type EventStretch, eventsPerText } from '../usage/event-texts';
import type { DaySpan } from '../usage/priced-wanted';
import { sourceNames } from '../usage/raw-usage';
import type { EachDay } from './collect-days';
import type { ScannedEvents } from './scan-events';
import { type ScanPlan, stretchScanner } from './scanned-stretches';

interface ScanOf {
  /** `source`, or `properties.` and a name. */
  name: string;
  codeOf(value: string | null): number;
  /** Called after every few thousand events; throws when nobody waits any more. */
  checkpoint?: (() => void) | undefined;
}

/** A part of one day, or all of several. */
interface StretchOfDays extends EventStretch {
  days: readonly UsedDay[];
}

interface UsedDay {
  day: number;
  event_count: number;
}

const usedSql = 'select day, event_count from usage_day_totals where meter = ? and day >= ? and day < ? order by day';

/** Whole days of a meter. */
export interface MeterDays {
  meter: MeterFacts;
  days: DaySpan;
}

/**
 * Reads whole days of a meter from their events, each told by itself, in the order of the days; `dayStart` answers when one
 * begins, in epoch milliseconds. `next` says what will be read then, if anything: it is begun where there is time.
 */
export function scannedDays(
  store: Pick<Store, 'sqlite'>,
  dayStart: (day: number) => number,
  { name, codeOf, checkpoint }: ScanOf,
): (of: MeterDays, each: EachDay, next: () => MeterDays | null) => void {
  const { sqlite } = store;
  const sources = sourceNames(sqlite);
  const codes = { name, codeOf, codeOfSource: (source: number) => codeOf(sources(source) || null) };
  const scanned = stretchScanner<StretchOfDays>(store, codes, checkpoint);
  let planned: { of: MeterDays; plan: ScanPlan<StretchOfDays> } | null = null;

  function* stretches({ meter, days: { first_day, end_day } }: MeterDays): Generator<StretchOfDays> {
    const { event_number: event_name, archived_at: before } = meter;
    if (event_name === null) return;
    const used = prepared(sqlite, usedSql).all(meter.number, first_day, end_day) as UsedDay[];
    const stretchOf = (first: number, last: number) => ({
      event_name,
      from: dayStart(first),
      to: dayStart(last + 1),
      before,
    });
    const isAllCounted = meter.filters.length === 0 && before === null;
    const most = eventsPerText(sqlite, { event_name, from: dayStart(first_day), to: dayStart(end_day) });
    for (const days of isAllCounted ? atOnce(used, most) : used.map((day) => [day])) {
      const first = days[0]?.day ?? 0;
      if (days.length > 1) yield { ...stretchOf(first, days.at(-1)?.day ?? first), days };
      else for (const stretch of cutStretch(sqlite, stretchOf(first, first), most)) yield { ...stretch, days };
    }
  }

  function planOf(of: MeterDays): ScanPlan<StretchOfDays> {
    if (planned && isSame(planned.of, of)) return planned.plan;
    planned = { of, plan: { meter: of.meter, stretches: stretches(of) } };
    return planned.plan;
  }

  return (of, each, next) => {
    const plan = planOf(of);
    planned = null;
    function nextPlan() {
      const following = next();
      return following && planOf(following);
    }
    for (const [{ days }, events] of scanned(plan, nextPlan)) {
      if (!events) continue;
      if (days.length > 1) tellDayByDay(days, events, each);
      else tellOfDay(days[0]?.day ?? 0, events, { from: 0, to: events.count }, each);
    }
  };
}

const isSame = (one: MeterDays, other: MeterDays) =>
  one.meter === other.meter && one.days.first_day === other.days.first_day && one.days.end_day === other.days.end_day;

/** Puts days together that have no more events than are read at once. */
function* atOnce(used: readonly UsedDay[], most: number): Generator<readonly UsedDay[]> {
  let days: UsedDay[] = [];
  let events = 0;
  for (const day of used) {
    if (events + day.event_count > most && days.length > 0) {
      yield days;
      days = [];
      events = 0;
    }
    days.push(day);
    events += day.event_count;
  }
  if (days.length > 0) yield days;
}

/** Which event is of which day is a matter of how many each has: all of them are counted, and they come in their order. */
function tellDayByDay(days: readonly UsedDay[], events: Readonly<ScannedEvents>, each: EachDay): void {
  let from = 0;
  for (const { day, event_count } of days) {
    const to = from + event_count;
    if (to > events.count) throw new Error('there are fewer events than were counted');
    tellOfDay(day, events, { from, to }, each);
    from = to;
  }
  if (from < events.count) throw new Error('there are more events than were counted');
}

function tellOfDay(
  day: number,
  { customers, codes, units, nanos, femtos }: Readonly<ScannedEvents>,
  { from, to }: { from: number; to: number },
  each: EachDay,
): void {
  for (let at = from; at < to; at += 1) {
    each(day, customers[at] ?? 0, codes[at] ?? 0, 1, units[at] ?? 0, nanos[at] ?? 0, femtos[at] ?? 0);
  }
}
