import type { ReportInput } from '@shared/entities/analytics';
import type { Settled } from '../analytics/account';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import { costText, quantityText } from '../analytics/settled-text';
import { csvCells } from '../reports/csv';
import { noGroupName } from '../reports/report-names';
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
  const customerOf = rowCustomers(store, range);
  const cellsOf = priceCells(store);
  return (usages: readonly ChargedUsage[]): FileRow[] =>
    usages
      .map((usage) => ({ ...usage, customer: customerOf(usage.customer_id) }))
      .sort(inFileOrder)
      .map(({ meter, price, customer, source, settled: { event_count, usage, cost } }): FileRow => {
        const { group, before, type, currency, after } = cellsOf(meter, price);
        const used = `${event_count},${type},${quantityText(usage)},${costText(cost)}`;
        const sourceCell = source === '' ? '' : csvCells([source]);
        const line = `${customer.cells},${before},${used},${currency},${sourceCell},${after}`;
        return { line, customer: customer.key, group };
      });
}

function rowCustomers({ sqlite }: Store, { start_time, end_time }: Pick<ReportInput, 'start_time' | 'end_time'>) {
  const find = prepared(sqlite, 'select name, external_id from customers where id = ?');
  const known = new Map<string, RowCustomer>();
  return (id: string): RowCustomer => {
    let customer = known.get(id);
    if (!customer) {
      if (known.size >= mostNames) known.clear();
      const row = find.get(id) as { name: string; external_id: string } | undefined;
      const { name, external_id } = row ?? { name: '', external_id: '' };
      const cells = csvCells([name, id, external_id, start_time, end_time]);
      customer = { key: { id, name: external_id }, name, cells };
      known.set(id, customer);
    }
    return customer;
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

type OrderedUsage = ChargedUsage & { customer: RowCustomer };

function inFileOrder(a: OrderedUsage, b: OrderedUsage): number {
  return (
    (a.meter === b.meter ? 0 : byText(a.meter.name, b.meter.name) || byText(a.meter.feature_id, b.meter.feature_id)) ||
    (a.customer === b.customer
      ? 0
      : byText(a.customer.name, b.customer.name) || byText(a.customer_id, b.customer_id)) ||
    byText(a.price?.id ?? '', b.price?.id ?? '') ||
    byText(a.source, b.source)
  );
}

const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
