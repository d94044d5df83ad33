import type { Quantity } from '@shared/rules/quantity';

/** What of an event matters to usage. `customer` is the number in event_customers. */
export interface UsageFact {
  event_id: string;
  event_name: string;
  customer: number;
  timestamp: number;
  properties: string;
  /** What a property is worth that was read as a number before: no need to look for it in `properties`. */
  measured?: { property: string; quantity: Quantity } | null;
  /** Which row of the batch it is that is being told by facts; null when it cannot be told. One that leaves has none. */
  told?: number | null;
  /** When it first came in: a meter that was archived before does not count it. Epoch milliseconds. */
  ingested_at: number;
}

/** Gathers what events add to and take from roll-ups, and writes it in one go. Part of one transaction. */
export interface RollUp {
  /** One event enters (sign 1) or leaves (sign -1) the usage of every meter that counts it. */
  count(event: UsageFact, sign: 1 | -1): void;
  /** Writes everything gathered so far; the events themselves must be stored as they are to be then. */
  write(): void;
}
