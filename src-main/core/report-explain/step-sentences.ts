import type { Decimal } from '@shared/big';
import { Big } from '@shared/big';
import type { ExplainStep } from '@shared/entities/report';
import { amountInWords } from '@shared/rules/currency';
import type { CostExplanation, CostStep } from '@shared/rules/explain-cost';
import { type PricingTerms, sortedTiers } from '@shared/rules/pricing';

/** What amounts and units are called. */
export interface Wording {
  terms: PricingTerms;
  currency: string;
  /** "" for a meter without a unit. */
  unit: string;
  unit_plural: string;
}

const isOne = (quantity: Decimal) => new Big(quantity).eq('1');

/** "1 hour", "2.5 hours", "3 units". */
export const unitsText = (quantity: Decimal, { unit, unit_plural }: Wording): string =>
  `${quantity} ${isOne(quantity) ? unit || 'unit' : unit_plural || 'units'}`;

/** The walk of a quantity in words. The steps add up to its cost, as those they are made of do. */
export function tellSteps({ quantity, steps }: CostExplanation, wording: Wording): ExplainStep[] {
  const told = steps.map((step) => ({ ...step, sentence: stepSentence(step, wording) }));
  const { terms } = wording;
  if (terms.billing_model !== 'TIERED' || terms.tier_mode !== 'SLAB') return told;
  const free = steps.reduce((left, { units }) => left.minus(units), new Big(quantity));
  if (free.lte('0')) return told;
  const units = free.toFixed();
  const sentence = `${unitsText(units, wording)} beyond the last tier cost nothing`;
  return [...told, { units, unit_amount: '0', flat_amount: '0', cost: '0', tier_index: null, sentence }];
}

function stepSentence(step: CostStep, wording: Wording): string {
  const { terms, currency } = wording;
  const money = (amount: Decimal) => amountInWords(amount, currency);
  const flat = new Big(step.flat_amount).eq('0') ? '' : ` + ${money(step.flat_amount)} flat`;
  const sum = `× ${money(step.unit_amount)}${flat} = ${money(step.cost)}`;
  if (terms.billing_model === 'PACKAGE') {
    const { divide_by, round } = terms.transform_quantity;
    const packages = `${step.units} ${round === 'down' ? 'full' : 'started'} ${isOne(step.units) ? 'package' : 'packages'}`;
    return `${packages} of ${unitsText(String(divide_by), wording)} ${sum}`;
  }
  const units = `${unitsText(step.units, wording)} ${sum}`;
  if (step.tier_index === null) return units;
  return `Tier ${step.tier_index + 1} (${boundText(terms, step.tier_index)}): ${units}`;
}

function boundText(terms: PricingTerms, index: number): string {
  const bound = sortedTiers(terms.tiers)[index]?.up_to ?? null;
  return bound === null ? 'unlimited' : `up to ${bound}`;
}

/** What one pays, in words: one sentence, or one for each tier. */
export function termsSentences(wording: Wording): string[] {
  const { terms, currency } = wording;
  const money = (amount: Decimal) => amountInWords(amount, currency);
  const each = `per ${wording.unit || 'unit'}`;
  if (terms.billing_model === 'FLAT_FEE') return [`${money(terms.amount)} ${each}`];
  if (terms.billing_model === 'PACKAGE') {
    const { divide_by, round } = terms.transform_quantity;
    const size = unitsText(String(divide_by), wording);
    return [`${money(terms.amount)} for every ${round === 'down' ? 'full' : 'started'} package of ${size}`];
  }
  const how =
    terms.tier_mode === 'VOLUME'
      ? 'All units are charged at the amount of the tier that the quantity falls in'
      : 'Every tier charges for the units that fall in it';
  const tiers = sortedTiers(terms.tiers).map(({ up_to, unit_amount, flat_amount }, index) => {
    const flat = flat_amount === null || new Big(flat_amount).eq('0') ? '' : ` + ${money(flat_amount)} flat`;
    return `Tier ${index + 1} (${up_to === null ? 'unlimited' : `up to ${up_to}`}): ${money(unit_amount)} ${each}${flat}`;
  });
  return [how, ...tiers];
}
