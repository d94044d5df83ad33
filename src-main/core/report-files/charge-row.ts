import type { ReportInput } from '@shared/entities/analytics';
import type { Settled } from '../analytics/account';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import { costText, quantityText } from '../analytics/settled-text';
import { csvCells } from '../reports/csv';
import { type CustomerName, noGroupName } from '../reports/report-names';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { FileKey, FileRow } from './file-plan';

/** The wire's usage_analytics columns in their order (wire contract 7), then ours. */
export const chargeColumns = [
  'customer_name',
  'customer_id',
  'customer_external_id',
  'start_time',
  'end_time',
  'feature_name',
  'feature_id',
  'feature_group_name',
  'event_name',
  'event_count',
  'aggregation_field',
  'total_usage',
  'total_cost',
  'currency',
  'source',
  'price_id',
  'price_display_name',
  'price_group_id',
  'price_group_name',
  'group_lookup_key',
  'unit',
  'plan_name',
] as const;

/** What a row of charged usage is about. */
export interface ChargedUsage {
  meter: MeterFacts;
  /** Null for the usage of a customer that nothing charges. */
  price: ChargedPrice | null;
  customer_id: string;
  /** "" when the row is about all sources. */
  source: string;
  settled: Settled;
}

/** A customer as the rows about it tell it. */
interface RowCustomer {
  key: FileKey;
  name: string;
  /** The cells that are the same in all its rows. */
  cells: string;
}

/** The cells that are the same for all customers of a price, before and after what is charged. */
interface PriceCells {
  group: FileKey;
  before: string;
  type: string;
  currency: string;
  after: string;
}

/** Names of more customers than this are looked up again rather than held. */
const mostNames = 20_000;

/**
 * Makes rows of charged usage, in their order: by feature, then by customer, then by price, so that the file is the same
 * for the same data. Cells that rows share are written once.
 */
export function chargeRows(store: Store, range: Pick<ReportInput, 'start_time' | 'end_time'>) {
  const customersOf = rowCustomers(store, range);
  const cellsOf = priceCells(store);
  return (usages: readonly ChargedUsage[]): FileRow[] => {
    const customerOf = customersOf(usages.map(({ customer_id }) => customer_id));
    return usages
      .map((usage): OrderedUsage => ({ usage, customer: customerOf(usage.customer_id) }))
      .sort(inFileOrder)
      .map(({ usage: { meter, price, source, settled }, customer }): FileRow => {
        const { event_count, usage, cost } = settled;
        const { group, before, type, currency, after } = cellsOf(meter, price);
        const used = [event_count, type, quantityText(usage), costText(cost), currency];
        const line = [customer.cells, before, ...used, csvCells([source]), after].join(',');
        return { line, customer: customer.key, group };
      });
  };
}

/** Looks customers up, all that are asked for at once. */
function rowCustomers({ sqlite }: Store, { start_time, end_time }: Pick<ReportInput, 'start_time' | 'end_time'>) {
  const find = prepared(
    sqlite,
    'select id, name, external_id from customers where id in (select value from json_each(?))',
  );
  const range = csvCells([start_time, end_time]);
  const known = new Map<string, RowCustomer>();
  const rowCustomer = ({ id, name, external_id }: CustomerName): RowCustomer => ({
    key: { id, name: external_id },
    name,
    cells: `${csvCells([name, id, external_id])},${range}`,
  });
  return (ids: readonly string[]): ((id: string) => RowCustomer) => {
    if (known.size > mostNames) known.clear();
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0) {
      for (const row of find.all(JSON.stringify(missing)) as CustomerName[]) known.set(row.id, rowCustomer(row));
    }
    return (id) => known.get(id) ?? rowCustomer({ id, name: '', external_id: '' });
  };
}

function priceCells({ sqlite }: Store) {
  const findPlan = prepared(sqlite, 'select name from plans where id = ?').pluck();
  const known = new Map<ChargedPrice | MeterFacts, PriceCells>();
  return (meter: MeterFacts, price: ChargedPrice | null): PriceCells => {
    let cells = known.get(price ?? meter);
    if (!cells) {
      const group = price?.group ?? null;
      const plan = price ? ((findPlan.get(price.plan_id) as string | undefined) ?? '') : '';
      cells = {
        group: { id: group?.id ?? '', name: group?.name ?? noGroupName },
        before: csvCells([meter.name, meter.feature_id, '', meter.event_name]),
        // The wire puts the aggregation's type here, whatever the name of the column says.
        type: csvCells([meter.aggregation.type]),
        currency: csvCells([price?.currency ?? '']),
        after: csvCells([
          price?.id ?? '',
          price?.display_name ?? '',
          group?.id ?? '',
          price ? (group?.name ?? noGroupName) : '',
          group?.lookup_key ?? '',
          meter.unit,
          plan,
        ]),
      };
      known.set(price ?? meter, cells);
    }
    return cells;
  };
}

interface OrderedUsage {
  usage: ChargedUsage;
  customer: RowCustomer;
}

function inFileOrder(a: OrderedUsage, b: OrderedUsage): number {
  return byMeter(a.usage.meter, b.usage.meter) || byCustomer(a.customer, b.customer) || byPrice(a.usage, b.usage);
}

const byMeter = (a: MeterFacts, b: MeterFacts) =>
  a === b ? 0 : byText(a.name, b.name) || byText(a.feature_id, b.feature_id);

const byCustomer = (a: RowCustomer, b: RowCustomer) =>
  a === b ? 0 : byText(a.name, b.name) || byText(a.key.id, b.key.id);

const byPrice = (a: ChargedUsage, b: ChargedUsage) =>
  byText(a.price?.id ?? '', b.price?.id ?? '') || byText(a.source, b.source);

const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
