import type Database from 'better-sqlite3';
import type { UsageFact } from '../usage/usage-fact';
import type { EventBatch } from './event-batch';
import type { NumberedRows } from './insert-events';
import { numberedNames } from './numbered-names';

/** The rows of a batch by what their names mean. */
export interface NamedRows extends NumberedRows {
  nameText(row: number): string;
  /** The property whose number was read with the row, if one was. */
  measuredProperty(row: number): string | null;
  /** That number, good until the next is asked for. */
  measured(row: number): UsageFact['measured'];
}

/** What the indexes of batches that are stored in turn stand for. */
export interface BatchNames {
  /** The event names that were told, in the order of their indexes. */
  eventNames: readonly string[];
  /** Numbers the names that come with a batch. */
  take(batch: EventBatch): void;
  /** A batch whose names were taken, with their numbers. */
  rowsOf(batch: EventBatch): NamedRows;
}

/** Of one environment: remembers the names of every batch until one begins anew. */
export function batchNames(sqlite: Database.Database, environment_id: string): BatchNames {
  const numbers = numberedNames(sqlite, environment_id);
  const nameTexts: string[] = [];
  const nameNumbers: number[] = [];
  const nameProperties: (string | null)[] = [];
  const customerNumbers: number[] = [];
  const sourceNumbers: number[] = [];

  function take(batch: EventBatch) {
    if (batch.begins)
      for (const list of [nameTexts, nameNumbers, nameProperties, customerNumbers, sourceNumbers]) list.length = 0;
    nameTexts.push(...batch.event_names);
    nameNumbers.push(...numbers.eventNames(batch.event_names));
    nameProperties.push(...batch.measured);
    for (const customer of numbers.customers(batch.external_customer_ids)) customerNumbers.push(customer);
    for (const source of numbers.sources(batch.sources)) sourceNumbers.push(source);
  }

  function rowsOf(batch: EventBatch) {
    const eventName = (row: number) => nameNumbers[batch.event_name[row] ?? -1] ?? -1;
    const customer = (row: number) => customerNumbers[batch.external_customer_id[row] ?? -1] ?? -1;
    const source = (row: number) => sourceNumbers[batch.source[row] ?? -1] ?? -1;
    const nameText = (row: number) => nameTexts[batch.event_name[row] ?? -1] ?? '';
    const { is_read, units, nanos, femtos } = batch;
    const measuredProperty = (row: number) =>
      is_read[row] === 1 ? (nameProperties[batch.event_name[row] ?? -1] ?? null) : null;
    // Of the row at hand: one for each would be thrown away at once.
    const number = { property: '', quantity: { units: 0, nanos: 0, femtos: 0 } };
    const measured = (row: number): UsageFact['measured'] => {
      const property = measuredProperty(row);
      if (property === null) return null;
      number.property = property;
      number.quantity.units = units[row] ?? 0;
      number.quantity.nanos = nanos[row] ?? 0;
      number.quantity.femtos = femtos[row] ?? 0;
      return number;
    };
    return { eventName, customer, source, nameText, measuredProperty, measured };
  }

  return { eventNames: nameTexts, take, rowsOf };
}
