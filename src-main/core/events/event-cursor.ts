import { invalid } from '@shared/errors';
import type { EventRow } from './read-event';

/** An event's place in a list. */
export interface EventCursor {
  /** Epoch milliseconds. */
  timestamp: number;
  event_id: string;
}

// The years 0000 to 9999 in nanoseconds have at most 21 digits.
const cursorForm = /^(-?\d{1,21})::(.+)$/s;

/** The cursor text of an event, `<unix-nano>::<event id>` (wire contract 6.2); null without an event. */
export const cursorOf = (row: EventRow | undefined): string | null =>
  row ? `${BigInt(row.timestamp) * 1_000_000n}::${row.event_id}` : null;

/** Reads a cursor; null when there is none. Throws on a text that is none. */
export function readCursor(text: string | null | undefined, field: string): EventCursor | null {
  if (!text) return null;
  const match = cursorForm.exec(text);
  if (!match) throw invalid('Please check the request payload', field);
  return { timestamp: Number(BigInt(match[1] ?? '0') / 1_000_000n), event_id: match[2] ?? '' };
}
