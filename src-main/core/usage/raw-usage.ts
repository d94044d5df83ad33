import type Database from 'better-sqlite3';

/** A raw event as usage reads it; customer and source are numbers in event_customers and event_sources. */
export interface RawUsage {
  event_id: string;
  customer: number;
  /** Epoch milliseconds. */
  timestamp: number;
  source: number;
  /** Canonical JSON; read single properties with event-quantity.ts and event-property.ts instead of parsing it. */
  properties: string;
  /** When it first came in, in epoch milliseconds. */
  ingested_at: number;
}

export interface RawUsageRange {
  environment_id: string;
  event_name: string;
  /** [start, end) in epoch milliseconds. */
  start: number;
  end: number;
  /** Only this customer; all when absent. */
  external_customer_id?: string | undefined;
  /** Backwards, the last event first. */
  lastFirst?: boolean;
}

/**
 * Streams the events of one name over a stretch of time, in order of time and event id or against it, in constant
 * memory. The connection can run other reads meanwhile, but no writes until the iteration has ended.
 */
export function rawUsage(sqlite: Database.Database, range: RawUsageRange): IterableIterator<RawUsage> {
  const { environment_id, event_name, start, end, external_customer_id, lastFirst = false } = range;
  const order = lastFirst ? 'timestamp desc, event_id desc' : 'timestamp, event_id';
  const byCustomer =
    external_customer_id === undefined
      ? ''
      : 'and customer = (select number from event_customers where environment_id = @environment_id and external_id = @external_customer_id)';
  return sqlite
    .prepare(`
      select event_id, customer, timestamp, source, properties, ingested_at from events
      where event_name = (select number from event_names where environment_id = @environment_id and name = @event_name)
        and timestamp >= @start and timestamp < @end ${byCustomer}
      order by ${order}
    `)
    .iterate({
      environment_id,
      event_name,
      start,
      end,
      ...(external_customer_id !== undefined && { external_customer_id }),
    }) as IterableIterator<RawUsage>;
}

/** Names of sources by the number that events carry; `""` for events without one. */
export function sourceNames(sqlite: Database.Database): (source: number) => string {
  const find = sqlite.prepare('select name from event_sources where number = ?').pluck();
  const known = new Map<number, string>();
  return (source) => {
    let name = known.get(source);
    if (name === undefined) {
      name = (find.get(source) as string | undefined) ?? '';
      known.set(source, name);
    }
    return name;
  };
}
