import type { MeterFacts } from '../analytics/charged-prices';
import type { Question, Range } from './question';

type WindowQuestion = Pick<Question, 'from' | 'to' | 'ofRange'>;

const day = 86_400_000;

/**
 * How far beyond a window of a longer range a meter is read, in milliseconds: a bucket that begins in the window may end
 * after it, and one that ends in it belongs to another. Never shorter than a bucket, clocks put back included.
 */
export function reachOf({ ofRange }: WindowQuestion, { aggregation }: Pick<MeterFacts, 'aggregation'>): number {
  if (!ofRange || aggregation.bucket_size === null) return 0;
  if (aggregation.bucket_size === 'MONTH') return 33 * day;
  return aggregation.bucket_size === 'WEEK' ? 9 * day : 2 * day;
}

/** A question's range and as much around it as is within the one that it is a window of. */
export function reached({ from, to, ofRange }: WindowQuestion, reach: number): Range {
  if (!ofRange || reach === 0) return { from, to };
  return {
    from: Math.min(from, Math.max(ofRange.from, from - reach)),
    to: Math.max(to, Math.min(ofRange.to, to + reach)),
  };
}

/** What is read of a meter's events for a question. */
export const readRange = (question: WindowQuestion, meter: Pick<MeterFacts, 'aggregation'>): Range =>
  reached(question, reachOf(question, meter));

/** What is read of all meters of a question together. */
export const widestRange = (question: WindowQuestion & Pick<Question, 'prices'>): Range =>
  reached(question, Math.max(0, ...question.prices.map(({ meter }) => reachOf(question, meter))));
