import { Big } from '@shared/big';
import type { CostExplanation, CostStep } from '@shared/rules/explain-cost';
import type { PricingTerms } from '@shared/rules/pricing';
import { currentLocale } from '../../../format/locale';
import { formatMoney } from '../../../format/money';
import { formatNumber, type Unit, unitWords } from '../../../format/quantity';

/** How a cost came about, as a formula a person can check: "1,000 × $0.02 (tier 1) + 500 × $0.005 (tier 2)". */
export function costWords(
  terms: PricingTerms,
  { quantity, steps }: CostExplanation,
  currency: string,
  unit?: Unit | null,
  locale = currentLocale(),
): string {
  if (quantity === '0') return 'No usage costs nothing';
  const money = (amount: string) => formatMoney(amount, currency, { locale, style: 'price' });
  const number = (value: string) => formatNumber(value, locale);
  const flat = (step: CostStep) => (new Big(step.flat_amount).eq('0') ? '' : ` + ${money(step.flat_amount)} flat fee`);
  const [step] = steps;
  if (!step) return 'Not charged';

  if (terms.billing_model === 'FLAT_FEE') return `${number(step.units)} × ${money(step.unit_amount)}`;
  if (terms.billing_model === 'PACKAGE') {
    const size = number(String(terms.transform_quantity.divide_by));
    const rounded = terms.transform_quantity.round === 'down' ? 'rounded down' : 'rounded up';
    const packages = step.units === '1' ? '1 package' : `${number(step.units)} packages`;
    return `${number(quantity)} ÷ ${size} ${rounded}: ${packages} × ${money(step.unit_amount)}`;
  }
  if (terms.tier_mode === 'VOLUME') {
    return `Tier ${(step.tier_index ?? 0) + 1} for all: ${number(step.units)} × ${money(step.unit_amount)}${flat(step)}`;
  }
  const parts = steps.map(
    (one) => `${number(one.units)} × ${money(one.unit_amount)}${flat(one)} (tier ${(one.tier_index ?? 0) + 1})`,
  );
  const charged = steps.reduce((sum, one) => sum.plus(one.units), new Big('0'));
  const free = new Big(quantity).minus(charged);
  if (free.gt('0')) parts.push(`${number(free.toFixed())} ${unitWords(unit)} above the last tier, free`);
  return parts.join(' + ');
}
