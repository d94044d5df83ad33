import type { MeterFacts } from '../analytics/charged-prices';
import { countedQuantity } from '../analytics/meter-measure';
import { type RawEvent, rawEvents } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { packColumns } from '../store/packed-columns';
import { prepared } from '../store/prepared';
import { codeOfNone, columnsOfDay, type KeptFact, keepDay, mostUnits } from '../usage/fact-days';
import { usageEnvironment } from '../usage/usage-environment';
import { type FactCoder, factCoder } from './fact-coder';
import { type UsageTable, usageTable } from './usage-table';

/** A day of one event name of which usage by some facts is to be kept. */
export interface DayToKeep {
  environment_id: string;
  day: number;
  /** Number of the event name. */
  event_name: number;
  wanted: { meter: MeterFacts; facts: KeptFact[] }[];
  /** Numbers of all meters for which the day need not wait then. */
  meters: number[];
}

/** Events read at once. */
const eventsPerStep = 4000;

/** Keeps days by facts, step by step. Each step is part of a transaction. */
export interface DayKeeping {
  /** Reads some more of a day; true once it is kept. Nothing may be written between the steps of one day. */
  keep(unit: DayToKeep): boolean;
}

/** What is known of values holds until anybody else writes. */
export function dayKeeping(store: Store): DayKeeping {
  const { sqlite } = store;
  const coders = new Map<number, FactCoder>();
  const tables: UsageTable[] = [];
  let open: { unit: DayToKeep; next: number; count(event: RawEvent): void } | null = null;

  function coderOf(fact: KeptFact): FactCoder {
    let coder = coders.get(fact.number);
    if (!coder) {
      coder = factCoder(store, fact);
      coders.set(fact.number, coder);
    }
    return coder;
  }

  /** Counts an event in the tables of its unit, in the order in which `rest` reads them. */
  function counter({ wanted }: DayToKeep): (event: RawEvent) => void {
    const facts = [...new Set(wanted.flatMap((one) => one.facts))].map(coderOf);
    const place = new Map(facts.map(({ fact }, index) => [fact, index]));
    const codes = facts.map(() => -1);
    let used = 0;
    const readers = wanted.map((one) => ({
      quantityOf: countedQuantity(one.meter),
      into: one.facts.map((fact) => ({ fact: place.get(fact.number) ?? 0, table: tableAt(used++) })),
    }));
    return (event) => {
      const [, , customer, , properties, ingested_at] = event;
      codes.fill(-1);
      for (const { quantityOf, into } of readers) {
        const quantity = quantityOf(properties, ingested_at);
        if (!quantity) continue;
        for (const { fact, table } of into) {
          const known = codes[fact] ?? -1;
          const code = known === -1 ? (facts[fact]?.codeOf(event) ?? codeOfNone) : known;
          codes[fact] = code;
          table.add(customer, code, 1, quantity.units, quantity.nanos, quantity.femtos, 0n);
        }
      }
    };
  }

  function tableAt(index: number): UsageTable {
    const table = tables[index] ?? usageTable();
    tables[index] = table;
    table.clear();
    return table;
  }

  function close({ wanted, day }: DayToKeep) {
    let used = 0;
    for (const { meter, facts } of wanted) {
      for (const fact of facts) {
        const table = tables[used++];
        const coder = coderOf(fact);
        if (!table || coder.isTooVaried()) continue;
        const usage = coder.hasTold() ? packedDay(table) : null;
        keepDay(sqlite, { meter: meter.number, day, fact: fact.number }, usage);
      }
    }
  }

  function endWaiting({ day, meters }: DayToKeep): true {
    for (const meter of meters) {
      prepared(sqlite, 'delete from usage_fact_waiting where day = ? and meter = ?').run(day, meter);
    }
    return true;
  }

  return {
    keep(unit) {
      const { calendar } = usageEnvironment(sqlite, unit.environment_id);
      if (open?.unit !== unit) {
        for (const coder of coders.values()) coder.begin();
        open = { unit, next: calendar.dayStart(unit.day), count: counter(unit) };
      }
      // A fact may have been given up since the day was found missing.
      if (unit.wanted.every(({ facts }) => facts.every((fact) => coderOf(fact).isTooVaried()))) return endWaiting(unit);
      const end = calendar.dayStart(unit.day + 1);
      const cut = nextCut(store, unit.event_name, { from: open.next, end });
      for (const event of rawEvents(store, [[unit.event_name, open.next, cut]], null)) open.count(event);
      for (const coder of coders.values()) coder.save();
      open.next = cut;
      if (cut < end) return false;
      open = null;
      close(unit);
      return endWaiting(unit);
    },
  };
}

// Without its end the days after a short one would be walked as well, for each day again.
const cutSql = `
  select timestamp from events where event_name = ? and timestamp >= ? and timestamp < ?
  order by timestamp limit 1 offset ?`;

/** Where about as many events as are read at once end. More events of one moment than that are read together. */
function nextCut({ sqlite }: Store, event_name: number, { from, end }: { from: number; end: number }): number {
  const cut = prepared(sqlite, cutSql).pluck().get(event_name, from, end, eventsPerStep) as number | undefined;
  return cut === undefined ? end : Math.max(cut, from + 1);
}

/** The usage of a day in columns; null when a sum is bigger than they hold. */
function packedDay(table: UsageTable): Uint8Array | null {
  const columns = Array.from({ length: columnsOfDay }, () => new Float64Array(table.size()));
  let row = 0;
  let fits = true;
  table.each((...sum) => {
    const spilled = sum[6];
    if (spilled !== 0n || sum[3] > mostUnits) fits = false;
    for (const [index, column] of columns.entries()) column[row] = Number(sum[index]);
    row += 1;
  });
  return fits ? packColumns(columns) : null;
}
