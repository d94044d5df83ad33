import type { RawEvent } from '../analytics/raw-events';
import { factUsage, factValues, findFact, missingDays } from '../usage/fact-days';
import type { DaySource } from './collect-days';
import type { Ledger } from './ledger';
import { type PartCodes, partCodes } from './part-codes';

/** Usage by customer, day and source or property, as far as it is kept. */
export interface FactDays extends Omit<DaySource, 'bookOf'> {
  codes: PartCodes;
}

/** Opens what is kept of a fact; `factOf` reads it from an event. */
export function factDays(
  { question, store }: Ledger,
  name: string,
  factOf: (event: RawEvent) => string | null,
): FactDays {
  const { sqlite } = store;
  const { environment_id, customers } = question;
  const fact = findFact(sqlite, environment_id, name);
  const codes = partCodes(name, fact === null ? [] : factValues(sqlite, fact));
  const chosen = customers && new Set(customers);
  return {
    codes,
    missing: (meter, days) => (fact === null ? [days] : missingDays(sqlite, { meter: meter.number, fact }, days)),
    read(meter, days, each) {
      if (fact === null) return;
      for (const usage of factUsage(sqlite, { meter: meter.number, fact }, days)) {
        const { day } = usage;
        usage.each((customer, part, event_count, units, nanos, femtos) => {
          if (chosen && !chosen.has(customer)) return;
          codes.see(part);
          each(day, customer, part, event_count, units, nanos, femtos);
        });
      }
    },
    partOf(event) {
      const code = codes.codeOf(factOf(event));
      codes.see(code);
      return code;
    },
  };
}
