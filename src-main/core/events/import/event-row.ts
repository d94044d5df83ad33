import { hash } from 'node:crypto';
import { AppError } from '@shared/errors';
import type { BatchRow } from '../event-batch';
import { notUtf8 } from './file-text';

/** Why a row is not an event. */
export interface RowProblem {
  column: string | null;
  value: string | null;
  message: string;
}

export type RowResult = { row: BatchRow } | { problem: RowProblem };

export const problem = (message: string, column: string | null = null, value: string | null = null): RowResult => ({
  problem: { column, value: value === null ? null : value.slice(0, 200).toWellFormed(), message },
});

/** What a row comes to by a reader that refuses with an AppError. */
export function rowOrRefusal(read: () => RowResult): RowResult {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return problem(error.message, error.field ?? null);
    throw error;
  }
}

/** The fields of an event as a file has them; an empty text is "not set". */
export interface RawEvent {
  event_name: string;
  external_customer_id: string;
  event_id: string;
  timestamp: string;
  source: string;
  /** Canonical JSON. */
  properties: string;
}

/** Characters of a name or an id. */
export const longest = 255;
const checked = ['event_name', 'external_customer_id', 'event_id', 'source'] as const;

/** Turns a row's fields into an event, or says what is wrong with it. */
export interface RowReader {
  /**
   * `isUtf8`: false where the row has bytes that are no UTF-8, be it in a column that is of no interest. `place` where it
   * is not alone on its line.
   */
  read(event: RawEvent, line: number, isUtf8: boolean, place?: string): RowResult;
}

/**
 * `file_name` and the place make the id of a row that has none, so that importing the same file again adds nothing.
 * `now` (epoch milliseconds) is the time of a row without a timestamp.
 */
export function rowReader(file_name: string, now: number, readTimestamp: (text: string) => number | null): RowReader {
  return {
    read(event, line, isUtf8, place = `${line}`) {
      if (event.event_name === '') return problem('An event needs an event name', 'event_name', '');
      if (event.external_customer_id === '') {
        return problem('An event needs the customer it belongs to', 'external_customer_id', '');
      }
      for (const column of checked) {
        const value = event[column];
        if (value.length > longest) return problem(`At most ${longest} characters are allowed here`, column, value);
        if (!isUtf8 && value.includes(notUtf8)) return problem(otherEncoding, column, value);
      }
      if (!isUtf8 && event.properties.includes(notUtf8InJson)) {
        return problem(otherEncoding, 'properties', event.properties.replaceAll(notUtf8InJson, '\uFFFD'));
      }
      const timestamp = event.timestamp === '' ? now : readTimestamp(event.timestamp);
      if (timestamp === null) {
        return problem('Please give a date and time such as 2026-01-31T00:00:00Z', 'timestamp', event.timestamp);
      }
      const { event_name, external_customer_id, source, properties } = event;
      const event_id = event.event_id || idOfRow(file_name, place, event);
      const is_undated = event.timestamp === '';
      return { row: { event_name, external_customer_id, source, timestamp, is_undated, event_id, properties, line } };
    },
  };
}

/** As canonical JSON writes it. */
const notUtf8InJson = JSON.stringify(notUtf8).slice(1, -1);
const otherEncoding = 'This row is not UTF-8 text. Save the file as UTF-8 (in Excel: "CSV UTF-8") and import it again';

function idOfRow(file_name: string, place: string, event: RawEvent): string {
  const { event_name, external_customer_id, timestamp, source, properties } = event;
  const content = [file_name, place, event_name, external_customer_id, timestamp, source, properties].join('\n');
  return `event_${hash('sha256', content, 'base64url').slice(0, 26)}`;
}
