import type { RawEvent } from '../analytics/raw-events';
import { columnsReader } from '../store/packed-columns';
import { columnsOfDay, factValues, findFact, keptDays, missingDays } from '../usage/fact-days';
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
  const { columns, read } = columnsReader(columnsOfDay);
  const chosen = customers && new Set(customers);
  return {
    codes,
    missing: (meter, days) => (fact === null ? [days] : missingDays(sqlite, { meter: meter.number, fact }, days)),
    read(meter, days, each) {
      if (fact === null) return;
      for (const [day, usage] of keptDays(sqlite, { meter: meter.number, fact }, days)) {
        const rows = read(usage);
        const [who, what, counts, units, nanos, femtos] = columns;
        if (!who || !what || !counts || !units || !nanos || !femtos) return;
        for (let row = 0; row < rows; row += 1) {
          const customer = who[row] ?? 0;
          if (chosen && !chosen.has(customer)) continue;
          const part = what[row] ?? 0;
          codes.see(part);
          each(day, customer, part, counts[row] ?? 0, units[row] ?? 0, nanos[row] ?? 0, femtos[row] ?? 0);
        }
      }
    },
    partOf(event) {
      const code = codes.codeOf(factOf(event));
      codes.see(code);
      return code;
    },
  };
}
