import type { ReportInput } from '@shared/entities/analytics';
import { costText, quantityText } from '../analytics/settled-text';
import type { Call } from '../deps';
import type { Store } from '../store/open';
import { collect } from './collect';
import { type Cell, csvText } from './csv';
import { exportFileName } from './export-file-name';
import type { CollectedCharge } from './ledger';
import { noGroupName } from './report-names';
import { questionOf } from './report-question';

/** The wire's usage_analytics columns in their order (wire contract 7), then ours. */
const columns = [
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
];

/**
 * The breakdown as a CSV: one row per customer and line item price with usage. Costs are unrounded, so that the column
 * adds up to the total on the screen. `source` stays empty: a tiered cost belongs to no single source.
 */
export function exportBreakdown(input: ReportInput, { deps: { store }, context: { environment_id } }: Call) {
  const question = { ...questionOf(store, input, environment_id), perLineItem: true, unchargedMeters: [] };
  const { charges } = collect(store, question);
  const used = charges.filter(({ settlement }) => settlement.event_count > 0 || settlement.cost > 0n);
  const customers = customersById(store, environment_id);
  const plans = planNames(store, environment_id);
  const rows = used.map((collected) => breakdownRow(collected, input, customers, plans)).sort(byFirstCells);
  const file_name = exportFileName(store, environment_id, 'usage-by-group', input);
  return { file_name, csv: csvText(columns, rows), row_count: rows.length };
}

interface CustomerName {
  id: string;
  name: string;
  external_id: string;
}

function breakdownRow(
  { price, charge, settlement }: CollectedCharge,
  { start_time, end_time }: ReportInput,
  customers: ReadonlyMap<string, CustomerName>,
  plans: ReadonlyMap<string, string>,
): Cell[] {
  const customer = customers.get(charge?.customer_id ?? '');
  const { meter, group } = price;
  return [
    customer?.name ?? '',
    customer?.id ?? '',
    customer?.external_id ?? '',
    start_time,
    end_time,
    meter.name,
    meter.feature_id,
    '',
    meter.event_name,
    { number: settlement.event_count },
    // The wire puts the aggregation's type here, whatever the name of the column says.
    meter.aggregation.type,
    { number: quantityText(settlement.usage) },
    { number: costText(settlement.cost) },
    price.currency,
    '',
    price.id,
    price.display_name,
    group?.id ?? '',
    group?.name ?? noGroupName,
    group?.lookup_key ?? '',
    meter.unit,
    plans.get(price.plan_id) ?? '',
  ];
}

/** By customer, then by feature, then by price: the same file for the same data. */
function byFirstCells(a: readonly Cell[], b: readonly Cell[]): number {
  for (const index of [0, 1, 5, 15]) {
    const left = String(a[index]);
    const right = String(b[index]);
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function customersById({ sqlite }: Store, environment_id: string): Map<string, CustomerName> {
  const sql = 'select id, name, external_id from customers where environment_id = ?';
  const rows = sqlite.prepare(sql).all(environment_id) as CustomerName[];
  return new Map(rows.map((row) => [row.id, row]));
}

function planNames({ sqlite }: Store, environment_id: string): Map<string, string> {
  const sql = 'select id, name from plans where environment_id = ?';
  const rows = sqlite.prepare(sql).all(environment_id) as { id: string; name: string }[];
  return new Map(rows.map((row) => [row.id, row.name]));
}
