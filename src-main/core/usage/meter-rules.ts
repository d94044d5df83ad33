import type { Aggregation, MeterFilter } from '@shared/entities/meter';
import { propertyReader, sharedReaders } from '@shared/rules/event-property';
import {
  type EventQuantity,
  eventQuantityOf,
  isAdditive,
  readsNumber,
  uncountableIn,
  uniqueValueOf,
} from '@shared/rules/event-quantity';
import type { Quantity } from '@shared/rules/quantity';
import type Database from 'better-sqlite3';
import type { UsageFact } from './usage-fact';

/** A meter as usage needs it: which events it reads and what each of them is worth. */
export interface MeterUsageRule {
  id: string;
  number: number;
  environment_id: string;
  event_name: string;
  /** Whether its days add up. */
  additive: boolean;
  /** Whether its usage is the sum of what its events are worth, no average of them. */
  isSum: boolean;
  /** Whether one event stands for a day: the greatest or the latest; null when not. */
  picks: 'MAX' | 'LATEST' | null;
  /** The value of an event that is counted once, null when it has none; the rule is null unless distinct values count. */
  uniqueOf: ((properties: string) => string | null) | null;
  /** When it was archived, in epoch milliseconds: events that came in before it are counted. */
  archived_at: number | null;
  /** Whether an event that came in at this moment is counted: published meters count (wire contract 6.4). */
  counts(ingested_at: number): boolean;
  quantityOf: EventQuantity;
  /** The property that is read as a number; null when none is. */
  field: string | null;
  /** Whether every event is worth the number in that property, as it is there. */
  isPlain: boolean;
  /** The text of a number in an event that is too big to be counted; null when there is none. */
  uncountable(properties: string): string | null;
}

interface MeterRow {
  id: string;
  number: number;
  environment_id: string;
  event_name: string;
  aggregation: string;
  filters: string;
  archived_at: number | null;
}

const columns = 'id, number, environment_id, event_name, aggregation, filters, archived_at';

function ruleOf({ aggregation, filters, ...meter }: MeterRow, readerOf: typeof propertyReader): MeterUsageRule {
  const how = JSON.parse(aggregation) as Aggregation;
  const rule = { aggregation: how, filters: JSON.parse(filters) as MeterFilter[] };
  const { type, field, bucket_size } = how;
  const { archived_at } = meter;
  return {
    ...meter,
    additive: isAdditive(how),
    isSum: isAdditive(how) && type !== 'AVG',
    picks: bucket_size === null && (type === 'MAX' || type === 'LATEST') ? type : null,
    uniqueOf:
      bucket_size === null && type === 'COUNT_UNIQUE' ? (field ? uniqueValueOf(field, readerOf) : () => null) : null,
    counts: archived_at === null ? () => true : (ingested_at) => ingested_at < archived_at,
    quantityOf: eventQuantityOf(rule, readerOf),
    field: how.field,
    isPlain: rule.filters.length === 0 && how.field !== null && readsNumber(how),
    uncountable: uncountableIn(rule, readerOf),
  };
}

/** Every meter of an environment; archived ones too, because what they counted stays visible. */
export function metersOf(sqlite: Database.Database, environment_id: string): MeterUsageRule[] {
  const readerOf = sharedReaders();
  const rows = sqlite
    .prepare(`select ${columns} from meters where environment_id = ?`)
    .all(environment_id) as MeterRow[];
  return rows.map((row) => ruleOf(row, readerOf));
}

export const metersByEventName = (meters: readonly MeterUsageRule[]): Map<string, MeterUsageRule[]> =>
  Map.groupBy(meters, (meter) => meter.event_name);

/** One meter by its id. Throws when there is none: the caller has just read or written it. */
export function meterRule(sqlite: Database.Database, id: string): MeterUsageRule {
  const row = sqlite.prepare(`select ${columns} from meters where id = ?`).get(id) as MeterRow | undefined;
  if (!row) throw new Error(`no meter ${id}`);
  return ruleOf(row, propertyReader);
}

/** What an event is worth by a meter; null when the meter's filters leave it out. */
export function quantityBy(meter: MeterUsageRule, event: Pick<UsageFact, 'properties' | 'measured'>): Quantity | null {
  const { measured } = event;
  return measured && meter.isPlain && measured.property === meter.field
    ? measured.quantity
    : meter.quantityOf(event.properties);
}

/** Of the environment's event names the property that its meters read as a number, as it is; one for each name. */
export function measuredProperties(sqlite: Database.Database, environment_id: string): Record<string, string> {
  const plain = metersOf(sqlite, environment_id).filter(({ isPlain, archived_at }) => isPlain && archived_at === null);
  return Object.fromEntries(plain.map(({ event_name, field }) => [event_name, field ?? '']));
}
