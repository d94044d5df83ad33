import type { WhatIfTotal } from '@shared/entities/what-if';
import { formatMoney } from '../../format/money';
import { changePercentText } from '../analytics/percent';

/** A difference in money with its sign: "+$1.20", "-$3.00"; "no change" when there is none. */
export function signedMoney(difference: string, currency: string): string {
  if (difference === '0') return 'no change';
  const text = formatMoney(difference, currency);
  return difference.startsWith('-') ? text : `+${text}`;
}

/** A difference in percent with its sign; "new" for what cost nothing before, "" when nothing changes. */
export function signedPercent({ percent, difference, cost_then }: Compared): string {
  if (difference === '0') return '';
  return percent === null ? 'new' : changePercentText(percent, cost_then, { signed: true });
}

type Compared = Pick<WhatIfTotal, 'percent' | 'difference' | 'cost_then'>;
