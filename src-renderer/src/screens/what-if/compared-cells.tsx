import { formatMoney } from '../../format/money';
import { signedMoney, signedPercent } from './signed-money';

export interface Compared {
  currency: string;
  cost_now: string;
  cost_then: string;
  difference: string;
  percent: string | null;
}

/** The money columns that every table of the comparison ends with. */
export const comparedColumns = [
  {
    id: 'cost_now',
    header: 'Now',
    width: 'minmax(8rem, 1fr)',
    align: 'end',
    text: (one: Compared) => formatMoney(one.cost_now, one.currency),
  },
  {
    id: 'cost_then',
    header: 'Then',
    width: 'minmax(8rem, 1fr)',
    align: 'end',
    text: (one: Compared) => formatMoney(one.cost_then, one.currency),
  },
  {
    id: 'difference',
    header: 'Difference',
    width: 'minmax(8rem, 1fr)',
    align: 'end',
    text: (one: Compared) => signedMoney(one.difference, one.currency),
  },
  { id: 'percent', header: 'Change', width: '7rem', align: 'end', text: (one: Compared) => signedPercent(one) },
] as const;
