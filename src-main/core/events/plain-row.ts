import type { Quantity } from '@shared/rules/quantity';

/** Where a text stands among bytes. */
export interface Stretch {
  start: number;
  end: number;
}

/** An event whose texts are ASCII and stand among the bytes of a file: none of them is made a text. */
export interface PlainRow {
  bytes: Uint8Array;
  event_name: Stretch;
  external_customer_id: Stretch;
  event_id: Stretch;
  source: Stretch;
  /** Canonical JSON in UTF-8: the first so many bytes of it. */
  properties: Uint8Array;
  properties_size: number;
  timestamp: number;
  line: number;
  /** Where what it says by each of the facts that are told stands, in their order: nowhere when it lacks it. */
  facts: readonly Stretch[];
  /** As that of a `BatchRow`. */
  quantity: Quantity | null;
}
