import type { Aggregation, MeterFilter } from '@shared/entities/meter';
import { type EventQuantity, eventQuantityOf, isAdditive, uncountableIn } from '@shared/rules/event-quantity';
import type Database from 'better-sqlite3';

/** A meter as usage needs it: which events it reads and what each of them is worth. */
export interface MeterUsageRule {
  id: string;
  number: number;
  environment_id: string;
  event_name: string;
  /** Only additive meters have roll-ups; the others are read from raw events. */
  additive: boolean;
  quantityOf: EventQuantity;
  /** The property that is read as a number; null when none is. */
  field: string | null;
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
}

const columns = 'id, number, environment_id, event_name, aggregation, filters';

function ruleOf({ aggregation, filters, ...meter }: MeterRow): MeterUsageRule {
  const how = JSON.parse(aggregation) as Aggregation;
  const rule = { aggregation: how, filters: JSON.parse(filters) as MeterFilter[] };
  return {
    ...meter,
    additive: isAdditive(how),
    quantityOf: eventQuantityOf(rule),
    field: how.field,
    uncountable: uncountableIn(rule),
  };
}

/** Every meter of an environment; archived ones too, because what they counted stays visible. */
export const metersOf = (sqlite: Database.Database, environment_id: string): MeterUsageRule[] =>
  (sqlite.prepare(`select ${columns} from meters where environment_id = ?`).all(environment_id) as MeterRow[]).map(
    ruleOf,
  );

/** One meter by its id. Throws when there is none: the caller has just read or written it. */
export function meterRule(sqlite: Database.Database, id: string): MeterUsageRule {
  const row = sqlite.prepare(`select ${columns} from meters where id = ?`).get(id) as MeterRow | undefined;
  if (!row) throw new Error(`no meter ${id}`);
  return ruleOf(row);
}
