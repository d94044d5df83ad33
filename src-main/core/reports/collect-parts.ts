import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { collectFromEvents } from './collect-events';
import { type Collected, type Ledger, openLedger, type Question } from './ledger';
import { refuseTooManyParts } from './report-question';

/** What the events with one source, or one value of a property, come to; null is the part of those without one. */
export interface CollectedPart {
  part: string | null;
  collected: Collected;
}

/**
 * Adds up what every price charges for in each part of the events, each from zero (wire contract 6.8). Reads every event
 * of the range, as no roll-up knows of sources and properties.
 */
export function collectParts(
  store: Store,
  question: Question,
  name: string,
  partOf: (event: RawEvent) => string | null,
): CollectedPart[] {
  const base = openLedger(store, question);
  const parts = new Map<string | null, ReturnType<typeof openLedger>>();
  function bookOf(event: RawEvent): Ledger {
    const part = partOf(event);
    let opened = parts.get(part);
    if (!opened) {
      refuseTooManyParts(parts.size + 1, name);
      opened = openLedger(store, question);
      parts.set(part, opened);
    }
    return opened.book;
  }
  const meters = new Set([...question.prices.map(({ meter }) => meter), ...question.unchargedMeters]);
  collectFromEvents({ ...base.book, bookOf }, [...meters]);
  return [...parts].map(([part, opened]) => ({ part, collected: opened.close() }));
}
