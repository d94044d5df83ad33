import type { WhatIf, WhatIfCustomer } from '@shared/entities/what-if';
import { customerNameText } from '@shared/rules/customer-name';
import type { Compared } from './compared-cells';
import type { Cut } from './what-if-view';

const money = ['Now', 'Then', 'Difference', 'Currency'];
const moneyOf = (one: Compared) => [one.cost_now, one.cost_then, one.difference, one.currency.toUpperCase()];

/** The comparison in the order shown, as cells: exact plain decimals, so that a sheet can count with them. */
export function comparisonCells(answer: WhatIf, by: Cut, customers: readonly WhatIfCustomer[]): string[][] {
  if (by === 'customer') {
    return [
      ['Customer', 'Customer id', ...money],
      ...customers.map((one) => [customerNameText(one, one.is_archived), one.external_id, ...moneyOf(one)]),
    ];
  }
  const totals = answer.totals.map((total) => ['Total', '', ...moneyOf(total)]);
  if (by === 'price') {
    return [
      ['Price', 'Price id', ...money],
      ...answer.prices.map((one) => [one.display_name, one.price_id, ...moneyOf(one)]),
      ...totals,
    ];
  }
  const rows = answer.groups.flatMap((group) =>
    group.rows.map((row) => [group.name, row.name, ...moneyOf({ ...row, currency: group.currency })]),
  );
  return [['Group', 'Feature', ...money], ...rows, ...totals];
}
