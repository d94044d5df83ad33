import type { ExplainWalk, Explanation } from '@shared/entities/report';
import { formatMoney } from '../../../format/money';
import { formatQuantity } from '../../../format/quantity';

const sentence = (text: string) => (/[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** Whose part of the cost a walk is. */
export const walkName = (walk: ExplainWalk): string => {
  const name = walk.customer_name || walk.external_customer_id;
  return walk.part === '' ? name : `${name}, ${walk.part}`;
};

/** How one line item's cost came about, in sentences. */
export function walkText(walk: ExplainWalk, currency: string): string {
  const { rounding } = walk;
  return [
    `${walkName(walk)}: ${walk.quantity_sentence}`,
    ...walk.cuts,
    ...walk.steps.map((step) => step.sentence),
    ...(rounding ? [rounding.sentence] : []),
    `Cost: ${formatMoney(walk.total_cost, currency)}`,
  ]
    .map(sentence)
    .join(' ');
}

/** The whole explanation as text to copy: what is charged, at what terms, and every step shown. */
export function explanationText(explanation: Explanation): string {
  const { currency, feature_name, plan_name, total_usage, total_cost, unit, unit_plural, others } = explanation;
  const quantity = formatQuantity(total_usage, { unit_singular: unit, unit_plural });
  const rest =
    others.count > 0 ? [`${others.count} more line items: ${formatMoney(others.total_cost, currency)}.`] : [];
  return [
    `${feature_name}${plan_name && ` on ${plan_name}`}: ${quantity} cost ${formatMoney(total_cost, currency)}.`,
    sentence(explanation.version_sentence),
    ...explanation.terms_sentences.map(sentence),
    ...explanation.meter_sentences.map(sentence),
    ...explanation.walks.map((walk) => walkText(walk, currency)),
    ...rest,
  ].join('\n');
}
