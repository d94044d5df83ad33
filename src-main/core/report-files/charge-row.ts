import type { ReportInput } from '@shared/entities/analytics';
import type { Settled } from '../analytics/account';
import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import { costText, quantityText } from '../analytics/settled-text';
import { noGroupName } from '../reports/report-names';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { FileRow } from './file-plan';

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

interface CustomerName {
  name: string;
  external_id: string;
}

/** Names of more customers than this are looked up again rather than held. */
const mostNames = 20_000;

/** Makes rows of charged usage. */
export function chargeRows({ sqlite }: Store, { start_time, end_time }: Pick<ReportInput, 'start_time' | 'end_time'>) {
  const findCustomer = prepared(sqlite, 'select name, external_id from customers where id = ?');
  const findPlan = prepared(sqlite, 'select name from plans where id = ?').pluck();
  const names = new Map<string, CustomerName | undefined>();

  function nameOf(customer_id: string): CustomerName | undefined {
    if (!names.has(customer_id)) {
      if (names.size >= mostNames) names.clear();
      names.set(customer_id, findCustomer.get(customer_id) as CustomerName | undefined);
    }
    return names.get(customer_id);
  }

  return ({ meter, price, customer_id, source, settled }: ChargedUsage): FileRow => {
    const customer = nameOf(customer_id);
    const group = price?.group ?? null;
    return {
      customer: { id: customer_id, name: customer?.external_id ?? '' },
      group: { id: group?.id ?? '', name: group?.name ?? noGroupName },
      cells: [
        customer?.name ?? '',
        customer_id,
        customer?.external_id ?? '',
        start_time,
        end_time,
        meter.name,
        meter.feature_id,
        '',
        meter.event_name,
        { number: settled.event_count },
        // The wire puts the aggregation's type here, whatever the name of the column says.
        meter.aggregation.type,
        { number: quantityText(settled.usage) },
        { number: costText(settled.cost) },
        price?.currency ?? '',
        source,
        price?.id ?? '',
        price?.display_name ?? '',
        group?.id ?? '',
        price ? (group?.name ?? noGroupName) : '',
        group?.lookup_key ?? '',
        meter.unit,
        price ? ((findPlan.get(price.plan_id) as string | undefined) ?? '') : '',
      ],
    };
  };
}

const orderedBy = ['feature_name', 'feature_id', 'customer_name', 'customer_id', 'price_id', 'source'] as const;
const orderCells = orderedBy.map((column) => chargeColumns.indexOf(column));

/** By feature, then by customer, then by price: the same file for the same data. */
export function inFileOrder(a: FileRow, b: FileRow): number {
  for (const index of orderCells) {
    const left = String(a.cells[index]);
    const right = String(b.cells[index]);
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
