import type { Decimal } from '@shared/big';
import { sumDecimals } from '@shared/decimal';
import type { ExplainWalk } from '@shared/entities/report';
import { toInstant } from '@shared/instant';
import { explainCost } from '@shared/rules/explain-cost';
import { costText, quantityText } from '../analytics/settled-text';
import { narrowedFilter } from '../reports/event-filter';
import type { Question } from '../reports/question';
import { isByPart, nameOfNone, type PartCharge } from '../reports/report-dimension';
import { customerNames } from '../reports/report-names';
import type { Store } from '../store/open';
import { bucketWalks } from './bucket-walks';
import { commitmentWalk } from './commitment-walk';
import { eventSpans } from './event-spans';
import { lineItemCuts } from './line-item-dates';
import { tellSteps, type Wording } from './step-sentences';

/** How the cost of each of some line items of one price came about, in their order. */
export function walksOf(
  store: Store,
  question: Question,
  group_by: string,
  charged: readonly PartCharge[],
  wording: Wording,
): ExplainWalk[] {
  const charges = charged.flatMap(({ charge }) => charge ?? []);
  const names = customerNames(store, question.environment_id, [...new Set(charges.map((one) => one.customer_id))]);
  const cuts = lineItemCuts(store, charges, question);
  const spansByPart = new Map(
    [...Map.groupBy(charged, ({ part }) => part)].map(([part, ofPart]) => {
      const asked = inPart(store, question, group_by, part);
      return [
        part,
        eventSpans(
          store,
          asked,
          ofPart.flatMap(({ charge }) => charge ?? []),
        ),
      ];
    }),
  );
  return charged.flatMap(({ charge, part, settlement }) => {
    if (!charge) return [];
    const usage = quantityText(settlement.usage);
    const customer = names.get(charge.customer_id);
    const span = spansByPart.get(part)?.get(charge.line_item);
    const isBucketed = charge.price.meter.aggregation.bucket_size !== null;
    const partName = part === undefined ? '' : (part ?? nameOfNone(group_by));
    const asked = inPart(store, question, group_by, part);
    const whole = isBucketed
      ? { steps: [], ...bucketWalks(store, asked, charge, wording) }
      : { steps: tellSteps(explainCost(wording.terms, usage), wording), ...noBuckets };
    // Rounded is all of the range that a window is a part of.
    const walk = question.ofRange ? { ...whole, rounding: null } : whole;
    return {
      line_item_id: charge.line_item_id,
      subscription_id: charge.subscription_id,
      customer_id: charge.customer_id,
      customer_name: customer?.name ?? '',
      external_customer_id: customer?.external_id ?? '',
      part: partName,
      // Of a window no more is told, though buckets reach beyond it.
      from: toInstant(Math.max(charge.from, question.from)),
      to: toInstant(Math.min(charge.to, question.to)),
      cuts: cuts.get(charge.line_item_id) ?? [],
      total_usage: usage,
      total_cost: costText(settlement.cost),
      event_count: settlement.event_count,
      first_event: span ? toInstant(span.first) : null,
      last_event: span ? toInstant(span.last) : null,
      ...walk,
      commitment: asked.filter ? null : commitmentWalk(charge, settlement, usageCostOf(whole, question), wording),
    };
  });
}

/** What the usage itself costs, as the walk tells it. */
function usageCostOf({ steps, rounding }: Pick<ExplainWalk, 'steps' | 'rounding'>, { ofRange }: Question): Decimal {
  if (!rounding) return sumDecimals(steps.map(({ cost }) => cost));
  return ofRange ? rounding.exact : sumDecimals([rounding.exact, rounding.difference]);
}

const noBuckets = {
  bucket_zone: null,
  buckets: [],
  other_buckets: { count: 0, usage: '0', cost: '0' },
  rounding: null,
};

/** The question about the events of one part alone. */
function inPart(store: Store, question: Question, group_by: string, part: string | null | undefined): Question {
  if (part === undefined || !isByPart(group_by)) return question;
  return { ...question, filter: narrowedFilter(store, question.filter ?? null, group_by, part) };
}
