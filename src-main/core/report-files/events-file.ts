import type { ReportInput } from '@shared/entities/analytics';
import { invalid } from '@shared/errors';
import { defaultTenantId } from '@shared/ids';
import { toInstant } from '@shared/instant';
import { metersOfFeatures } from '../analytics/meters-of-features';
import type { RawEvent } from '../analytics/raw-events';
import { usageMeters } from '../analytics/usage-catalog';
import type { Call } from '../deps';
import { type Cell, csvCells, neutralised } from '../reports/csv';
import type { Question } from '../reports/question';
import { questionOf } from '../reports/report-question';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { sourceNames } from '../usage/raw-usage';
import { countedOnce } from './counted-once';
import { type FilePlan, type FileRow, noKey } from './file-plan';

/** The wire's columns of raw events in their order (wire contract 7), then what our own import reads as well. */
const columns = [
  'id',
  'tenant_id',
  'environment_id',
  'external_customer_id',
  'customer_id',
  'subscription_id',
  'sub_line_item_id',
  'price_id',
  'meter_id',
  'feature_id',
  'event_name',
  'source',
  'timestamp',
  'ingested_at',
  'period_id',
  'qty_total',
  'provisional_usage_charges',
  'properties',
  'unique_hash',
  'event_id',
  // "1" in a row whose texts got apostrophes, "2" where one has blanks at its edges besides, so that reading the file again
  // gives the same texts.
  'neutralised',
];

const batchSize = 1000;

/**
 * Every event of a range as it is stored, by event name and time. Imported again it changes nothing. Events belong to
 * customers and features, not to plans, groups or currencies: a question about those is refused.
 */
export function eventsFile(input: ReportInput, { deps: { store }, context: { environment_id } }: Call): FilePlan {
  const { from, to, customers, filter } = questionOf(store, { ...input, window_size: null }, environment_id);
  for (const field of ['plan_ids', 'group_ids', 'currency'] as const) {
    if (input[field].length > 0) {
      throw invalid('Raw events belong to no plan, group or currency: please clear that filter', field);
    }
  }
  const names = eventNames(input, store, environment_id);
  const rowOf = eventRows(store, environment_id);
  return {
    columns,
    steps: names.length,
    *batches() {
      for (const [index, name] of names.entries()) {
        let rows: FileRow[] = [];
        let read = 0;
        for (const event of storedEvents(store, name.number, { from, to, customers })) {
          if (!filter || filter.passes(rawOf(event))) rows.push(rowOf(event, name.name));
          read += 1;
          if (read % batchSize > 0) continue;
          yield { rows, done: index + (event[1] - from) / (to - from) };
          rows = [];
        }
        yield { rows, done: index + 1 };
      }
    },
  };
}

/** A raw event with its id. */
type StoredEvent = readonly [...RawEvent, event_id: string];

const rawOf = ([event_name, at, customer, source, properties, ingested_at]: StoredEvent): RawEvent => [
  event_name,
  at,
  customer,
  source,
  properties,
  ingested_at,
];

function storedEvents(
  { sqlite }: Store,
  event_name: number,
  { from, to, customers }: Pick<Question, 'from' | 'to' | 'customers'>,
): IterableIterator<StoredEvent> {
  const filter = customers ? 'and customer in (select value from json_each(@customers))' : '';
  return sqlite
    .prepare(
      `select event_name, timestamp, customer, source, properties, ingested_at, event_id from events
       where event_name = @event_name and timestamp >= @from and timestamp < @to ${filter}
       order by timestamp, event_id`,
    )
    .raw()
    .iterate({
      event_name,
      from,
      to,
      ...(customers && { customers: JSON.stringify(customers) }),
    }) as IterableIterator<StoredEvent>;
}

interface EventName {
  number: number;
  name: string;
}

/** The event names to write: all, or those that the wanted features measure. */
function eventNames({ feature_ids }: ReportInput, store: Store, environment_id: string): EventName[] {
  const names = store.sqlite
    .prepare('select number, name from event_names where environment_id = ? and event_count > 0 order by name')
    .all(environment_id) as EventName[];
  if (feature_ids.length === 0) return names;
  const meters = [...usageMeters(store, environment_id).values()];
  const isWanted = metersOfFeatures(store, environment_id, feature_ids);
  const wanted = new Set(meters.filter(isWanted).map((one) => one.event_name));
  return names.filter(({ name }) => wanted.has(name));
}

/** How texts are to be read again: only exactly as they stand, without their apostrophes, or in any way. */
function markOf(texts: readonly string[]): Cell {
  if (texts.some((text) => text.trim() !== text)) return { number: 2 };
  return texts.some((text) => neutralised(text) !== text) ? { number: 1 } : '';
}

// A join that compares with what is bound is planned anew for each event, at ten times the cost of running it.
const customerSql = `
  select external_id, (select c.id from customers c where c.environment_id = ec.environment_id
    and c.external_id = ec.external_id and c.status = 'published') as id
  from event_customers ec where number = ?`;

/** Makes rows of events; customers are looked up event by event, so that no list of them is held. */
function eventRows(store: Store, environment_id: string) {
  const { sqlite } = store;
  const countedOf = countedOnce(usageMeters(store, environment_id).values());
  const sourceOf = sourceNames(sqlite);
  const findCustomer = prepared(sqlite, customerSql);
  return (event: StoredEvent, event_name: string): FileRow => {
    const [, at, number, sourceNumber, properties, ingested_at, event_id] = event;
    const customer = findCustomer.get(number) as { external_id: string; id: string | null };
    const source = sourceOf(sourceNumber);
    const counted = countedOf(rawOf(event));
    const texts = [event_id, customer.external_id, event_name, source];
    const cells: Cell[] = [
      event_id,
      defaultTenantId,
      environment_id,
      customer.external_id,
      customer.id ?? '',
      '',
      '',
      '',
      counted?.meter_id ?? '',
      '',
      event_name,
      source,
      toInstant(at),
      toInstant(ingested_at),
      '',
      counted ? { number: counted.quantity } : '',
      '',
      properties,
      // The wire says nowhere what is hashed, nor how: a hash of our own would match none of the server's.
      '',
      event_id,
      markOf(texts),
    ];
    return { line: csvCells(cells), customer: { id: String(number), name: customer.external_id }, group: noKey };
  };
}
