import { factReader } from '../analytics/event-facts';
import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';

/** `source`, or `properties.` and a name, and the texts that pass. */
export interface FactFilter {
  name: string;
  values: ReadonlySet<string>;
}

/** Which events count. */
export interface EventFilter {
  passes(event: RawEvent): boolean;
  /** All that it looks at, if that is one thing: what is kept by it need not be read event by event. */
  only: FactFilter | null;
}

/** A filter, or none, narrowed to the events that say `value` of a fact; null is of those that say nothing. */
export function narrowedFilter(
  store: Store,
  filter: EventFilter | null,
  name: string,
  value: string | null,
): EventFilter {
  const fact = factReader(store, name);
  // An event without a source has an empty one; that a property is missing no text can say.
  const text = value ?? (name === 'source' ? '' : null);
  return {
    passes: (event) => fact(event) === value && (filter === null || filter.passes(event)),
    only: filter === null && text !== null ? { name, values: new Set([text]) } : null,
  };
}
