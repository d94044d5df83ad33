import type { BatchRow } from '../event-batch';

/** What a whole file turned out to hold. */
export interface FileFacts {
  first_timestamp: number | null;
  last_timestamp: number | null;
  external_customer_ids_count: number;
  event_names: { event_name: string; event_count: number; numeric_properties: string[] }[];
}

interface PropertyFacts {
  seen: number;
  numeric: boolean;
}

const numeric = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$/;
// One property of flat canonical JSON; nested values are no numbers and may be skipped inexactly.
const property = /"((?:[^"\\]|\\.)*)":(?:"((?:[^"\\]|\\.)*)"|(-?\d[^,}]*)|([^,}]*))/g;

/** Gathers facts row by row; grows with the number of customers and names, not of rows. */
export function factsOfFile() {
  const customers = new Set<string>();
  const names = new Map<string, { count: number; properties: Map<string, PropertyFacts> }>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    add({ event_name, external_customer_id, timestamp, properties }: BatchRow): void {
      if (timestamp < first) first = timestamp;
      if (timestamp > last) last = timestamp;
      if (!customers.has(external_customer_id)) customers.add(detached(external_customer_id));
      let entry = names.get(event_name);
      if (!entry) {
        entry = { count: 0, properties: new Map() };
        names.set(detached(event_name), entry);
      }
      entry.count += 1;
      for (const [, key = '', text, number] of properties.matchAll(property)) {
        let facts = entry.properties.get(key);
        if (!facts) {
          facts = { seen: 0, numeric: true };
          entry.properties.set(detached(key), facts);
        }
        facts.seen += 1;
        if (facts.numeric) facts.numeric = numeric.test(text ?? number ?? '');
      }
    },
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

/** A copy that does not keep alive the block of the file it was cut from. */
const detached = (text: string) => Buffer.from(text).toString();
