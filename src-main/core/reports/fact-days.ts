import type { MeterFacts } from '../analytics/charged-prices';
import { areFew } from '../analytics/days-of-use';
import type { RawEvent } from '../analytics/raw-events';
import { factUsage, factValues, findFact, missingDays } from '../usage/fact-days';
import type { DaySpan } from '../usage/priced-wanted';
import type { DaySource, EachDay } from './collect-days';
import type { Ledger } from './ledger';
import { type PartCodes, partCodes } from './part-codes';
import { scannedDays } from './scanned-days';

/** Usage by customer, day and source or property: what is kept of it, and the rest from the events. */
export interface FactDays extends Omit<DaySource, 'bookOf'> {
  codes: PartCodes;
  /** Tells what will be read: the same days of one meter after the other. */
  expect(meters: readonly MeterFacts[]): void;
}

/** Opens what is kept of a fact; `factOf` reads it from an event, `codesOf` gives its values their codes. */
export function factDays(
  { question, store }: Ledger,
  name: string,
  factOf: (event: RawEvent) => string | null,
  codesOf: (kept: readonly string[]) => PartCodes = (kept) => partCodes(name, kept),
): FactDays {
  const { sqlite } = store;
  const { environment_id, customers } = question;
  const fact = findFact(sqlite, environment_id, name);
  const codes = codesOf(fact === null ? [] : factValues(sqlite, fact));
  const chosen = customers && new Set(customers);
  const { dayStart } = question.calendar;
  const scanned = scannedDays(store, dayStart, { name, codeOf: codes.codeOf, checkpoint: question.checkpoint });
  const notKept = (meter: MeterFacts, days: DaySpan) =>
    fact === null ? [days] : missingDays(sqlite, { meter: meter.number, fact }, days);
  // Where few are asked for, their own events are found sooner than everybody's are gone through.
  const isScanned = !areFew(customers);
  let expected: readonly MeterFacts[] = [];
  return {
    codes,
    missing: (meter, days) => (isScanned ? [] : notKept(meter, days)),
    expect(meters) {
      expected = meters;
    },
    read(meter, days, each) {
      const see: EachDay = (day, customer, part, event_count, units, nanos, femtos) => {
        if (chosen && !chosen.has(customer)) return;
        codes.see(part);
        each(day, customer, part, event_count, units, nanos, femtos);
      };
      const gaps = isScanned ? notKept(meter, days) : [];
      let scannedGaps = 0;
      function afterThat() {
        const gap = gaps[scannedGaps];
        if (gap) return { meter, days: gap };
        const next = expected[expected.indexOf(meter) + 1];
        const [first] = next ? notKept(next, days) : [];
        return next && first ? { meter: next, days: first } : null;
      }
      function scanBefore(end_day: number) {
        for (let gap = gaps[scannedGaps]; gap && gap.first_day < end_day; gap = gaps[scannedGaps]) {
          scannedGaps += 1;
          scanned({ meter, days: gap }, see, afterThat);
        }
      }
      for (const usage of fact === null ? [] : factUsage(sqlite, { meter: meter.number, fact }, days)) {
        const { day } = usage;
        scanBefore(day);
        usage.each((customer, part, event_count, units, nanos, femtos) => {
          see(day, customer, part, event_count, units, nanos, femtos);
        });
      }
      scanBefore(days.end_day);
    },
    partOf(event) {
      const code = codes.codeOf(factOf(event));
      codes.see(code);
      return code;
    },
  };
}
