import { LongAmount } from '../../components/long-amount';
import { formatMoney } from '../../format/money';
import { amountWidth } from '../analytics/amount-width';
import { signedMoney, signedPercent } from './signed-money';

export interface Compared {
  currency: string;
  cost_now: string;
  cost_then: string;
  difference: string;
  percent: string | null;
}

const columns = [
  { id: 'cost_now', header: 'Now', text: (one: Compared) => formatMoney(one.cost_now, one.currency) },
  { id: 'cost_then', header: 'Then', text: (one: Compared) => formatMoney(one.cost_then, one.currency) },
  { id: 'difference', header: 'Difference', text: (one: Compared) => signedMoney(one.difference, one.currency) },
] as const;

/** Three columns of more would leave a table wider than its window: longer amounts take two lines. */
export const mostRem = 12;

/**
 * The money columns that every table of the comparison ends with, wide enough for these amounts; `least` in rem, where there
 * may be longer ones.
 */
export function comparedColumns(shown: readonly Omit<Compared, 'currency'>[], least = 8) {
  return [
    ...columns.map((column) => {
      const needed = amountWidth(
        shown.map((one) => one[column.id]),
        { least },
      );
      const cell = (one: Compared) => <LongAmount text={column.text(one)} />;
      return {
        id: column.id,
        header: column.header,
        cell,
        width: `minmax(${Math.min(needed, mostRem)}rem, 1fr)`,
        align: 'end' as const,
      };
    }),
    {
      id: 'percent' as const,
      header: 'Change',
      width: '7.5rem',
      align: 'end' as const,
      cell: (one: Compared) => signedPercent(one),
    },
  ];
}
