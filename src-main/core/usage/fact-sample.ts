/** Events that are looked at: enough to know few values from many, in some hundredths of a second. */
export const mostLooked = 8000;
/** Longer properties are not looked at: one such event could hold all of it up. */
export const mostBytes = 8192;
/** More values than this among the events looked at, or a longer one, are nothing that usage is told apart by unasked. */
const mostSeen = 200;
const longestValue = 100;
/** What is in fewer of the events, and what repeats more seldom, is not worth it either. */
const leastShare = 0.01;
const leastRepeated = 10;

/** What the contract lets reports be grouped by. */
const groupable = /^[A-Za-z0-9_.]+$/;

interface Seen {
  events: number;
  values: Set<string>;
}

/** A sample of events. */
export interface FactSample {
  /** `source` as it is known, `properties` in canonical JSON. */
  see(source: number | string, properties: string): void;
  /** How many were seen. */
  count(): number;
  /**
   * What usage of these events may be told apart by: `source` and properties with few values, those that the most events
   * have first. Ids, free texts and numbers that vary are none of them.
   */
  likely(): string[];
}

export function factSample(): FactSample {
  let looked = 0;
  const sources = new Set<number | string>();
  const seen = new Map<string, Seen>();

  function seeProperty(name: string, value: unknown) {
    let fact = seen.get(name);
    if (!fact) {
      fact = { events: 0, values: new Set() };
      seen.set(name, fact);
    }
    fact.events += 1;
    // One more than are wanted is enough to know.
    if (fact.values.size > mostSeen) return;
    const text = JSON.stringify(value);
    if (text.length <= longestValue) fact.values.add(text);
    else for (let more = 0; more <= mostSeen; more += 1) fact.values.add(`${more}`);
  }

  return {
    see(source, properties) {
      looked += 1;
      sources.add(source);
      if (properties.length > mostBytes) return;
      for (const [name, value] of Object.entries(JSON.parse(properties) as Record<string, unknown>)) {
        if (value !== null) seeProperty(name, value);
      }
    },
    count: () => looked,
    likely() {
      const properties = [...seen]
        .filter(([name, { events, values }]) => {
          const isRare = events < looked * leastShare;
          return !isRare && groupable.test(name) && values.size <= mostSeen && values.size * leastRepeated <= events;
        })
        .sort(([, a], [, b]) => b.events - a.events || a.values.size - b.values.size)
        .map(([name]) => `properties.${name}`);
      return sources.size > 1 ? ['source', ...properties] : properties;
    },
  };
}
