import type { BatchRow } from '../event-batch';

/** What a whole file turned out to hold. */
export interface FileFacts {
  first_timestamp: number | null;
  last_timestamp: number | null;
  external_customer_ids_count: number;
  event_names: { event_name: string; event_count: number; numeric_properties: string[] }[];
}

export interface PropertyFacts {
  /** As canonical JSON writes it, with its colon. */
  key: string;
  seen: number;
  numeric: boolean;
}

export interface NameFacts {
  count: number;
  /** By name as JSON writes it. */
  properties: Map<string, PropertyFacts>;
  /** The same in the order of canonical JSON. */
  inOrder: PropertyFacts[];
}

const numeric = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$/;
/** Whether a value is a number, and so one that a meter could add up. */
export const isNumeric = (text: string): boolean => numeric.test(text);
// One property of flat canonical JSON; nested values are no numbers and may be skipped inexactly.
const property = /"((?:[^"\\]|\\.)*)":(?:"((?:[^"\\]|\\.)*)"|(-?\d[^,}]*)|([^,}]*))/g;

/** Gathers facts row by row; grows with the number of customers and names, not of rows. */
export function factsOfFile() {
  const customers = new Set<string>();
  const names = new Map<string, NameFacts>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  function nameFacts(event_name: string): NameFacts {
    let entry = names.get(event_name);
    if (!entry) {
      entry = { count: 0, properties: new Map(), inOrder: [] };
      names.set(detached(event_name), entry);
    }
    return entry;
  }

  function addEvent(entry: NameFacts, timestamp: number): void {
    if (timestamp < first) first = timestamp;
    if (timestamp > last) last = timestamp;
    entry.count += 1;
  }

  return {
    /** Customers that rows belong to; the same ones may be told again. */
    addCustomers(external_customer_ids: readonly string[]): void {
      for (const customer of external_customer_ids) customers.add(customer);
    },
    add({ event_name, timestamp, properties }: BatchRow): void {
      const entry = nameFacts(event_name);
      addEvent(entry, timestamp);
      const at = addKnown(entry, properties);
      if (at < properties.length) addAny(entry, properties, at);
    },
    nameFacts,
    /** Counts an event whose properties are counted one by one: see `propertyFacts`. */
    addEvent,
    facts: (): FileFacts => ({
      first_timestamp: Number.isFinite(first) ? first : null,
      last_timestamp: Number.isFinite(last) ? last : null,
      external_customer_ids_count: customers.size,
      event_names: [...names]
        .sort(([a, { count: x }], [b, { count: y }]) => y - x || (a < b ? -1 : 1))
        .map(([event_name, { count, properties }]) => ({
          event_name,
          event_count: count,
          numeric_properties: [...properties]
            .filter(([, facts]) => facts.numeric)
            .sort(([a, { seen: x }], [b, { seen: y }]) => y - x || (a < b ? -1 : 1))
            .map(([name]) => JSON.parse(`"${name}"`) as string),
        })),
    }),
  };
}

/**
 * Counts plain texts and numbers of properties that the event name has had before, which are nearly all: several times as
 * fast as the expression. Answers where the first other property starts; the length of the text when there is none.
 */
function addKnown({ inOrder }: NameFacts, properties: string): number {
  let at = 1;
  for (const facts of inOrder) {
    if (!properties.startsWith(facts.key, at)) continue;
    const start = at + facts.key.length;
    const end = plainEnd(properties, start);
    if (end === -1) return at;
    facts.seen += 1;
    if (facts.numeric) facts.numeric = isNumeric(unquoted(properties.slice(start, end)));
    // Behind the comma, or behind the end.
    at = end + 1;
  }
  return at === 1 && properties.length === 2 ? 2 : at;
}

/** Where a number, or a text without escapes, ends; -1 for any other value. */
function plainEnd(properties: string, start: number): number {
  if (properties.charCodeAt(start) === 34) {
    const close = properties.indexOf('"', start + 1);
    return properties.slice(start, close).includes('\\') ? -1 : close + 1;
  }
  const first = properties.charCodeAt(start);
  if (first !== 45 && !(first >= 48 && first <= 57)) return -1;
  const comma = properties.indexOf(',', start);
  return comma === -1 ? properties.length - 1 : comma;
}

const unquoted = (token: string) => (token.charCodeAt(0) === 34 ? token.slice(1, -1) : token);

/** Counts every property from a place on. */
function addAny(entry: NameFacts, properties: string, from: number): void {
  for (const [, key = '', text, number] of properties.slice(from).matchAll(property)) {
    const facts = propertyFacts(entry, key);
    facts.seen += 1;
    if (facts.numeric) facts.numeric = isNumeric(text ?? number ?? '');
  }
}

/** What is known of a property, given by its name as JSON writes it, without the quotes. */
export function propertyFacts(entry: NameFacts, key: string): PropertyFacts {
  let facts = entry.properties.get(key);
  if (!facts) {
    facts = { key: `"${detached(key)}":`, seen: 0, numeric: true };
    entry.properties.set(detached(key), facts);
    entry.inOrder = [...entry.inOrder, facts].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
  return facts;
}

/** A copy that does not keep alive the block of the file it was cut from. */
const detached = (text: string) => Buffer.from(text).toString();
