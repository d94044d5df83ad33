import type { Charge } from '../analytics/charges';
import type { Windowings } from '../analytics/line-item-windowing';
import type { Question } from './question';
import { reachOf } from './read-range';

/**
 * Tells which events of a meter a line item charges for within a question's range: of a window of a longer one those of
 * the buckets that are told in it.
 */
export function chargedAt(
  question: Pick<Question, 'from' | 'to' | 'ofRange'>,
  windowings: Windowings,
  charge: Charge,
): (at: number) => boolean {
  const { meter } = charge.price;
  const { bucket_size } = meter.aggregation;
  const isWithin = (at: number) => at >= charge.from && at < charge.to;
  if (bucket_size === null || reachOf(question, meter) === 0) return isWithin;
  const windowing = windowings.ofCharge(charge);
  return (at) => {
    const begins = Math.max(windowing.startOf(bucket_size, at), charge.from);
    return isWithin(at) && begins >= question.from && begins < question.to;
  };
}
