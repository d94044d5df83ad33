/** A row of a roll-up as a text, to be compared with a recount. */
export interface KeptRow {
  day: number;
  key: string;
  text: string;
}

/** The text of a sum's row. */
export const sumText = (event_count: bigint | number, quantity: bigint): string => `${event_count}/${quantity}`;

/** The text of a row that holds one event of a day. */
export const takenText = (
  event_count: bigint | number,
  quantity: bigint,
  timestamp: bigint | number,
  event_id: string,
): string => `${event_count}/${quantity}/${timestamp}/${event_id}`;

/** The key of a distinct value's row. */
export const uniqueKey = (customer: bigint | number, form: bigint | number, value: string): string =>
  `${customer}/${form}/${value}`;
