import { formatMoney } from '../../format/money';
import { formatPercent } from '../analytics/percent';

/** A difference in money with its sign: "+$1.20", "-$3.00"; "no change" when there is none. */
export function signedMoney(difference: string, currency: string): string {
  if (difference === '0') return 'no change';
  const text = formatMoney(difference, currency);
  return difference.startsWith('-') ? text : `+${text}`;
}

/** A difference in percent with its sign; "new" for what cost nothing before, "" when nothing changes. */
export function signedPercent({ percent, difference }: { percent: string | null; difference: string }): string {
  if (difference === '0') return '';
  if (percent === null) return 'new';
  return percent === '0' ? 'under 0.1%' : formatPercent(percent, { signed: true });
}
