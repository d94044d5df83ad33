import { propertyReader, tokenText } from '@shared/rules/event-property';
import { readsNumber } from '@shared/rules/event-quantity';
import { oneQuantity, parseQuantity, type Quantity, zeroQuantity } from '@shared/rules/quantity';
import type Database from 'better-sqlite3';
import type { MeterFacts } from '../analytics/charged-prices';
import { countedQuantity } from '../analytics/meter-measure';
import { plainQuantity } from '../events/import/plain-numbers';
import { nameList } from '../events/name-list';
import { prepared } from '../store/prepared';
import { eventTexts } from '../usage/event-texts';
import { tokenFinder } from '../usage/plain-tokens';
import type { DaySpan } from '../usage/priced-wanted';
import { sourceNames } from '../usage/raw-usage';
import type { EachDay } from './collect-days';

/** Reads whole days of meters from their events, told apart by a source or property. */
export interface ScannedDays {
  /** Tells every event by itself, in the order of the days. */
  read(meter: MeterFacts, days: DaySpan, each: EachDay): void;
}

interface ScanOf {
  /** `source`, or `properties.` and a name. */
  name: string;
  /** The code of what an event says; null is of events that say nothing. */
  codeOf(value: string | null): number;
  /** Called after every few thousand events; throws when nobody waits any more. */
  checkpoint?: (() => void) | undefined;
}

/** Values that are known by their bytes at once: beyond, they are learnt anew. */
const mostKnown = 20_000;

const usedSql = 'select day, event_count from usage_day_totals where meter = ? and day >= ? and day < ? order by day';

const lineFeed = 10;
const blank = 32;
const quote = 34;
const minus = 45;
const zero = 48;
const openObject = 123;

/** `dayStart` answers when a day begins, in epoch milliseconds. */
export function scannedDays(
  sqlite: Database.Database,
  dayStart: (day: number) => number,
  { name, codeOf, checkpoint }: ScanOf,
): ScannedDays {
  const isSource = name === 'source';
  const property = isSource ? null : name.slice('properties.'.length);
  const sources = sourceNames(sqlite);
  const codeOfSource = (source: number) => codeOf(sources(source) || null);
  const values = nameList();
  /** The codes of values by their index. */
  const codes: number[] = [];
  let codeOfNone = -1;

  /** The code of the value whose bytes these are, whatever they stand for: the same ones are the same value. */
  function codeOfBytes(bytes: Buffer, start: number, end: number): number {
    const index = values.indexOfAscii(bytes, start, end);
    let code = codes[index];
    if (code === undefined) {
      code = codeOf(bytes.toString('utf8', start, end));
      codes[index] = code;
      if (codes.length > mostKnown) {
        values.clear();
        codes.length = 0;
      }
    }
    return code;
  }

  function codeOfToken(bytes: Buffer, start: number, end: number): number {
    if (bytes[start] === quote) return codeOfBytes(bytes, start + 1, end - 1);
    if (start === end || isNull(bytes, start, end)) {
      if (codeOfNone === -1) codeOfNone = codeOf(null);
      return codeOfNone;
    }
    return codeOfBytes(bytes, start, end);
  }

  /** Reads what stands in a text, event by event. */
  function reader(meter: MeterFacts) {
    const quantityOf = countedQuantity({ ...meter, archived_at: null });
    const { aggregation, filters } = meter;
    const isCount = filters.length === 0 && aggregation.type === 'COUNT';
    const field = filters.length === 0 && readsNumber(aggregation) ? aggregation.field : null;
    const names = [...(property === null ? [] : [property]), ...(field === null ? [] : [field])];
    const finder = isCount || field !== null ? tokenFinder(names) : null;
    const factAt = 0;
    const fieldAt = property === null ? 0 : 1;
    const readFact = property === null ? null : propertyReader(property);
    const quantity: Quantity = { units: 0, nanos: 0, femtos: 0 };

    return (bytes: Buffer, day: number, each: EachDay) => {
      for (let at = 0; at < bytes.length; at += 1) {
        let customer = 0;
        for (; isDigit(bytes[at]); at += 1) customer = customer * 10 + (bytes[at] ?? 0) - zero;
        let source = 0;
        if (bytes[at] === blank) {
          for (at += 1; isDigit(bytes[at]); at += 1) source = source * 10 + (bytes[at] ?? 0) - zero;
        }
        if (bytes[at] !== openObject) throw new Error('an event is not as it was put together');
        const end = finder ? finder.find(bytes, at) : -1;
        if (finder && end !== -1) {
          const { starts, ends } = finder;
          const code = isSource ? codeOfSource(source) : codeOfToken(bytes, starts[factAt] ?? 0, ends[factAt] ?? 0);
          const counted = isCount ? oneQuantity : quantityIn(bytes, starts[fieldAt] ?? 0, ends[fieldAt] ?? 0, quantity);
          each(day, customer, code, 1, counted.units, counted.nanos, counted.femtos);
          at = end;
          continue;
        }
        const found = bytes.indexOf(lineFeed, at);
        const lineEnd = found === -1 ? bytes.length : found;
        const text = bytes.toString('utf8', at, lineEnd);
        at = lineEnd;
        const counted = quantityOf(text, 0);
        if (!counted) continue;
        const token = readFact?.(text);
        const code = isSource ? codeOfSource(source) : codeOf(token === undefined ? null : tokenText(token));
        each(day, customer, code, 1, counted.units, counted.nanos, counted.femtos);
      }
    };
  }

  return {
    read(meter, { first_day, end_day }, each) {
      const { number, event_number, archived_at: before, filters } = meter;
      if (event_number === null) return;
      const readText = reader(meter);
      const used = prepared(sqlite, usedSql).raw().all(number, first_day, end_day) as [number, number][];
      for (const [day, event_count] of used) {
        const atMost = filters.length === 0 && before === null ? event_count : null;
        const stretch = { event_name: event_number, from: dayStart(day), to: dayStart(day + 1), before, atMost };
        for (const text of eventTexts(sqlite, stretch, isSource ? 'customer and source' : 'customer')) {
          checkpoint?.();
          readText(text, day, each);
        }
      }
    },
  };
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= zero + 9;

const isNull = (bytes: Buffer, start: number, end: number) =>
  end - start === 4 && bytes[start] === 110 && bytes[start + 1] === 117;

/** The number in a token (wire contract 6.4): anything that is none is nothing. */
function quantityIn(bytes: Buffer, start: number, end: number, into: Quantity): Quantity {
  if (start === end) return zeroQuantity;
  const isText = bytes[start] === quote;
  const from = isText ? start + 1 : start;
  const to = isText ? end - 1 : end;
  if (plainQuantity(bytes, from, to, into)) return into;
  if (!isText && bytes[start] !== minus && !isDigit(bytes[start])) return zeroQuantity;
  return parseQuantity(bytes.toString('utf8', from, to)) ?? zeroQuantity;
}
