import { Big } from '@shared/big';
import type { CommitmentExample } from '@shared/rules/commitment-examples';
import { formatMoney } from '../../format/money';
import { formatNumber, formatQuantity, type Unit } from '../../format/quantity';
import type { CommitmentDraft } from './commitment-draft';

/** "$10.00 in each window, usage beyond it × 1.5, trued up". Only for a draft without errors. */
export function commitmentWords(draft: CommitmentDraft, currency: string, unit: Unit | null): string {
  const value = draft.type === 'amount' ? formatMoney(draft.value, currency) : formatQuantity(draft.value, unit);
  return [
    draft.by_window ? `${value} in each window` : value,
    ...(new Big(draft.overage_factor).eq('1') ? [] : [`usage beyond it × ${formatNumber(draft.overage_factor)}`]),
    draft.true_up ? 'trued up' : 'not trued up',
  ].join(', ');
}

/** How much was used, in an example. */
export function usedWords({ quantity, cost }: CommitmentExample, currency: string, unit: Unit | null): string {
  return quantity === null ? `Usage worth ${formatMoney(cost, currency)}` : formatQuantity(quantity, unit);
}

/** Why it is charged so: "$10.00 + $10.00 beyond × 1.5". */
export function chargedWords(example: CommitmentExample, draft: CommitmentDraft, currency: string): string {
  const money = (amount: string) => formatMoney(amount, currency);
  if (example.true_up !== '0') return `${money(example.cost)} used + ${money(example.true_up)} trued up`;
  if (example.overage !== '0') {
    const within = new Big(example.charged).minus(example.overage).toFixed();
    const beyond = new Big(example.cost).minus(within).toFixed();
    return `${money(within)} + ${money(beyond)} beyond it × ${formatNumber(draft.overage_factor)}`;
  }
  return example.cost === '0' ? 'Nothing used, nothing charged' : 'What was used';
}
