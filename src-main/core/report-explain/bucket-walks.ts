import type { ExplainBucket, ExplainWalk } from '@shared/entities/report';
import { toInstant } from '@shared/instant';
import { amountInWords, currencyDigits } from '@shared/rules/currency';
import { explainBucketCost } from '@shared/rules/explain-cost';
import { costDigits, roundScaled } from '@shared/rules/scaled-decimal';
import type { Charge } from '../analytics/charges';
import { factReader } from '../analytics/event-facts';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import { costText, quantityText } from '../analytics/settled-text';
import { collectFromEvents } from '../reports/collect-events';
import { collectParts } from '../reports/collect-parts';
import { openLedger } from '../reports/ledger';
import type { Question } from '../reports/question';
import type { Store } from '../store/open';
import { tellSteps, type Wording } from './step-sentences';

/** Buckets told one by one, the dearest in the order of their time; the others are told as a sum. */
const mostBuckets = 24;

interface Bucket {
  start: number;
  group: string;
  usage: bigint;
  cost: bigint;
}

/** How the cost of a bucketed line item came about: bucket by bucket, then rounded once (wire contract 6.8). */
export function bucketWalks(
  store: Store,
  question: Question,
  charge: Charge,
  wording: Wording,
): Pick<ExplainWalk, 'bucket_zone' | 'buckets' | 'other_buckets' | 'rounding'> {
  const buckets = bucketsOf(store, question, charge).sort(dearestFirst);
  const exact = buckets.reduce((sum, { cost }) => sum + cost, 0n);
  const digits = currencyDigits(wording.currency);
  const rounded = roundScaled(exact, costDigits, digits);
  const others = buckets.slice(mostBuckets);
  const told = buckets.slice(0, mostBuckets).sort((a, b) => a.start - b.start || (a.group < b.group ? -1 : 1));
  return {
    bucket_zone: lineItemWindowings(store).ofCharge(charge).zone,
    buckets: told.map((bucket) => toldBucket(bucket, wording)),
    other_buckets: {
      count: others.length,
      usage: quantityText(others.reduce((sum, { usage }) => sum + usage, 0n)),
      cost: costText(others.reduce((sum, { cost }) => sum + cost, 0n)),
    },
    rounding: {
      digits,
      exact: costText(exact),
      difference: costText(rounded - exact),
      sentence: `The windows come to ${amountInWords(costText(exact), wording.currency)}, rounded once to ${digits} decimals: ${amountInWords(costText(rounded), wording.currency)}`,
    },
  };
}

const dearestFirst = (a: Bucket, b: Bucket) => (a.cost > b.cost ? -1 : a.cost < b.cost ? 1 : a.start - b.start);

function toldBucket({ start, group, usage, cost }: Bucket, wording: Wording): ExplainBucket {
  const quantity = quantityText(usage);
  const steps = tellSteps(explainBucketCost(wording.terms, quantity), wording);
  return { start_time: toInstant(start), group, usage: quantity, cost: costText(cost), steps };
}

/** Every bucket with usage, and what it costs; apart by value where a tiered price is charged so. */
function bucketsOf(store: Store, question: Question, charge: Charge): Bucket[] {
  const { price } = charge;
  const { group_by } = price.meter.aggregation;
  const asked: Question = {
    ...question,
    ofRange: null,
    from: charge.from,
    to: charge.to,
    windows: [],
    byBucket: true,
    wholeDays: false,
    prices: [price],
    customers: [charge.customer],
    perLineItem: true,
  };
  const parts =
    group_by !== null && price.is_tiered
      ? collectParts(store, asked, group_by, withoutNone(factReader(store, `properties.${group_by}`)))
      : [{ part: '', collected: collectTogether(store, asked, charge) }];
  return parts.flatMap(({ part, collected }) =>
    collected.charges
      .filter((one) => one.charge?.line_item_id === charge.line_item_id)
      .flatMap(({ settlement }) =>
        [...settlement.windows].map(([start, { usage, cost }]) => ({ start, group: part ?? '', usage, cost })),
      )
      // Those of a window are read with what is around it.
      .filter(({ start }) => start >= question.from && start < question.to),
  );
}

function collectTogether(store: Store, asked: Question, { price }: Charge) {
  const { book, close } = openLedger(store, asked);
  collectFromEvents(book, [price.meter]);
  return close();
}

/** A meter counts events without the property as those with an empty one. */
const withoutNone =
  <T>(read: (event: T) => string | null) =>
  (event: T) =>
    read(event) ?? '';
