import { propertyReader, tokenText } from '@shared/rules/event-property';
import { readsNumber } from '@shared/rules/event-quantity';
import { oneQuantity, parseQuantity, type Quantity, zeroQuantity } from '@shared/rules/quantity';
import type { MeterFacts } from '../analytics/charged-prices';
import { countedQuantity } from '../analytics/meter-measure';
import { plainQuantity } from '../events/import/plain-numbers';
import { nameList } from '../events/name-list';
import type { EventHead, EventText } from '../usage/event-texts';
import { objectEnd, tokenFinder } from '../usage/plain-tokens';

/**
 * What the events of a text are worth, by the number of the customer and the code of what each says, in columns that the
 * next text fills again: told one by one, half of the time went into telling.
 */
export interface ScannedEvents {
  count: number;
  customers: Int32Array;
  codes: Int32Array;
  units: Float64Array;
  nanos: Int32Array;
  femtos: Int32Array;
}

const withRoom = (room: number): ScannedEvents => ({
  count: 0,
  customers: new Int32Array(room),
  codes: new Int32Array(room),
  units: new Float64Array(room),
  nanos: new Int32Array(room),
  femtos: new Int32Array(room),
});

const columnsOf = ({ customers, codes, units, nanos, femtos }: Readonly<ScannedEvents>) =>
  [customers, codes, units, nanos, femtos] as const;

/** The same events in columns of their own, which stay. */
export function slicedEvents({
  count,
  customers,
  codes,
  units,
  nanos,
  femtos,
}: Readonly<ScannedEvents>): ScannedEvents {
  return {
    count,
    customers: customers.slice(0, count),
    codes: codes.slice(0, count),
    units: units.slice(0, count),
    nanos: nanos.slice(0, count),
    femtos: femtos.slice(0, count),
  };
}

/** The memory of columns that go to another thread. */
export const buffersOf = (events: ScannedEvents): ArrayBuffer[] =>
  columnsOf(events).map(({ buffer }) => buffer as ArrayBuffer);

/** Columns for the events of one text after the other. */
export function scannedEvents() {
  let events = withRoom(256);

  function grow() {
    const larger = withRoom(2 * events.customers.length);
    for (const column of ['customers', 'codes', 'units', 'nanos', 'femtos'] as const)
      larger[column].set(events[column]);
    larger.count = events.count;
    events = larger;
  }

  return {
    clear() {
      events.count = 0;
    },
    add(customer: number, code: number, units: number, nanos: number, femtos: number) {
      const { count } = events;
      if (count === events.customers.length) grow();
      events.customers[count] = customer;
      events.codes[count] = code;
      events.units[count] = units;
      events.nanos[count] = nanos;
      events.femtos[count] = femtos;
      events.count = count + 1;
    },
    /** Good until the next are added. */
    all: (): Readonly<ScannedEvents> => events,
  };
}

/** Gives what events say their codes; null is of those that say nothing. */
export interface FactCodes {
  /** `source`, or `properties.` and a name. */
  name: string;
  codeOf(value: string | null): number;
  codeOfSource(source: number): number;
}

/** What has to be told of events that say codes of a fact. */
export const headOf = (name: string): EventHead => (name === 'source' ? 'customer and source' : 'customer');

// One by one, so that they are numbers in the loops below: from a list they would be looked up for every byte.
const blank = 32;
const quote = 34;
const minus = 45;
const zero = 48;

/** Values that are known by their bytes at once: beyond, they are learnt anew. */
const mostKnown = 20_000;

/**
 * Scans the events of a text that a meter counts, in their order, as `factReader` and `countedQuantity` read them. Plain
 * ones, nearly all mostly, from bytes to numbers: made texts of, they take several times as long.
 */
export function eventScan(
  meter: MeterFacts,
  codes: FactCodes,
  scanned = scannedEvents(),
): (text: EventText) => Readonly<ScannedEvents> {
  const { aggregation, filters } = meter;
  const isSource = codes.name === 'source';
  const property = isSource ? null : codes.name.slice('properties.'.length);
  const isCount = filters.length === 0 && aggregation.type === 'COUNT';
  const field = filters.length === 0 && readsNumber(aggregation) ? aggregation.field : null;
  // What is told apart by may be what is measured.
  const names = [...new Set([property, field].filter((name) => name !== null))];
  const finder = isCount || field !== null ? tokenFinder(names) : null;
  const fieldAt = names.indexOf(field ?? '');
  const readFact = property === null ? null : propertyReader(property);
  // When an archived meter counts is a matter of which events are in the text.
  const quantityOf = countedQuantity({ ...meter, archived_at: null });
  const codeOfToken = tokenCodes(codes);
  const number: Quantity = { units: 0, nanos: 0, femtos: 0 };

  return ({ first, bytes }) => {
    scanned.clear();
    let [customer = 0, source = 0] = first.split(' ').map(Number);
    for (let at = 0; at < bytes.length; ) {
      if (at > 0) {
        for (customer = 0; isDigit(bytes[at]); at += 1) customer = customer * 10 + (bytes[at] ?? 0) - zero;
        if (bytes[at] === blank) {
          at += 1;
          for (source = 0; isDigit(bytes[at]); at += 1) source = source * 10 + (bytes[at] ?? 0) - zero;
        }
      }
      const end = finder ? finder.find(bytes, at) : -1;
      if (finder && end !== -1) {
        const { starts, ends } = finder;
        const code = isSource ? codes.codeOfSource(source) : codeOfToken(bytes, starts[0] ?? 0, ends[0] ?? 0);
        const quantity = isCount ? oneQuantity : quantityIn(bytes, starts[fieldAt] ?? 0, ends[fieldAt] ?? 0, number);
        scanned.add(customer, code, quantity.units, quantity.nanos, quantity.femtos);
        at = end;
        continue;
      }
      const start = at;
      at = objectEnd(bytes, start);
      const properties = bytes.toString('utf8', start, at);
      const quantity = quantityOf(properties, 0);
      if (!quantity) continue;
      const token = readFact?.(properties);
      const code = isSource ? codes.codeOfSource(source) : codes.codeOf(token === undefined ? null : tokenText(token));
      scanned.add(customer, code, quantity.units, quantity.nanos, quantity.femtos);
    }
    return scanned.all();
  };
}

/** The codes of tokens without escapes. */
function tokenCodes({ codeOf }: FactCodes) {
  const values = nameList();
  /** By the index of the value. */
  const known: number[] = [];
  let codeOfNone: number | null = null;

  /** The code of a value by its bytes, whatever letters they stand for: the same ones are the same value. */
  function codeOfBytes(bytes: Buffer, start: number, end: number): number {
    const index = values.indexOfAscii(bytes, start, end);
    let code = known[index];
    if (code !== undefined) return code;
    code = codeOf(bytes.toString('utf8', start, end));
    known[index] = code;
    if (known.length > mostKnown) {
      values.clear();
      known.length = 0;
    }
    return code;
  }

  return (bytes: Buffer, start: number, end: number): number => {
    if (bytes[start] === quote) return codeOfBytes(bytes, start + 1, end - 1);
    if (start !== end && !isNull(bytes, start, end)) return codeOfBytes(bytes, start, end);
    codeOfNone ??= codeOf(null);
    return codeOfNone;
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
