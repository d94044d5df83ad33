import type { WhatIfExport } from '@shared/entities/what-if';
import { customerNameText } from '@shared/rules/customer-name';
import type { Call } from '../deps';
import { type Cell, csvText } from '../reports/csv';
import { exportFileName } from '../reports/export-file-name';
import { compareCharges } from './compare';
import type { Comparison } from './comparison';
import { groupsOf, pricesOf } from './what-if';
import { customerRow, listedCustomers, namedCustomers } from './what-if-customers';

const money = ['currency', 'cost_now', 'cost_then', 'difference', 'difference_percent'] as const;

/** The comparison as a CSV: exact numbers, largest difference first; customers as they are asked for. */
export async function exportWhatIf(input: WhatIfExport, call: Call) {
  const { store } = call.deps;
  const { environment_id } = call.context;
  const { comparison } = await compareCharges(input, call);
  const { columns, rows } = tableOf(comparison, input, call);
  const file_name = exportFileName(store, environment_id, 'what-if', input);
  return { file_name, csv: csvText(columns, rows), row_count: rows.length };
}

function tableOf(comparison: Comparison, input: WhatIfExport, { deps, context }: Call) {
  if (input.by === 'customer') {
    const namesOf = namedCustomers(deps.store, context.environment_id);
    return {
      columns: ['customer_id', 'customer_external_id', 'customer_name', ...money],
      rows: listedCustomers(comparison, namesOf, { ...input, currency: '' }).map((one) => {
        const row = customerRow(one, namesOf);
        return [row.customer_id, row.external_id, customerNameText(row, row.is_archived), ...moneyCells(row)];
      }),
    };
  }
  if (input.by === 'price') {
    return {
      columns: ['price_id', 'price_display_name', 'plan_id', 'usage_now', 'usage_then', ...money],
      rows: pricesOf(comparison).map((row) => [
        row.price_id,
        row.display_name,
        row.plan_id,
        { number: row.usage_now },
        { number: row.usage_then },
        ...moneyCells(row),
      ]),
    };
  }
  return {
    columns: ['group_id', 'group_name', 'feature_id', 'feature_name', 'unit', 'usage_now', 'usage_then', ...money],
    rows: groupsOf(comparison).flatMap((group) =>
      group.rows.map((row) => [
        group.group_id ?? '',
        group.name,
        row.feature_id,
        row.name,
        row.unit,
        { number: row.usage_now },
        { number: row.usage_then },
        ...moneyCells({ ...row, currency: group.currency }),
      ]),
    ),
  };
}

const moneyCells = (row: {
  currency: string;
  cost_now: string;
  cost_then: string;
  difference: string;
  percent: string | null;
}): Cell[] => [
  row.currency,
  { number: row.cost_now },
  { number: row.cost_then },
  { number: row.difference },
  row.percent === null ? '' : { number: row.percent },
];
