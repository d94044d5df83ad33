import type { Buckets } from '../analytics/account';
import type { Charge } from '../analytics/charges';
import type { Windowings } from '../analytics/line-item-windowing';
import { toEveryWindow } from '../analytics/windowed-commitment';
import type { Question } from './question';
import { windowFinder } from './window-finder';

/** How the buckets of a report are cut and told. */
interface ReportBuckets {
  ofCharge(charge: Charge): Buckets;
  /** Of usage that nothing charges for, which has no windows. */
  ofCustomer(customer: number): Buckets;
}

/**
 * Buckets decide money, so that they are those of each customer's own analytics, whatever zone a report is told in. Its
 * windows are the environment's: a bucket is told in the one in which it begins, or begins to be charged.
 */
export function reportBuckets(
  {
    from,
    to,
    windows,
    byBucket,
    byWindowCommitment,
  }: Pick<Question, 'from' | 'to' | 'windows' | 'byBucket' | 'byWindowCommitment'>,
  windowings: Windowings,
): ReportBuckets {
  const findWindow = windowFinder(windows);
  // Around a window of a longer range buckets are read that belong to other windows.
  const isTold = (at: number) => at >= from && at < to;
  const windowOf = (at: number) => {
    if (!isTold(at)) return null;
    return byBucket ? at : findWindow(at);
  };
  const nextWindow = (at: number) => {
    if (at >= to) return Number.POSITIVE_INFINITY;
    if (byBucket) return at + 1;
    return at < from ? from : Math.min(windows[findWindow(at) + 1] ?? to, to);
  };
  return {
    ofCharge: (charge) => ({
      windowing: windowings.ofCharge(charge),
      from: charge.from,
      windowOf,
      nextWindow,
      commitment: byWindowCommitment ? toEveryWindow(charge) : null,
    }),
    ofCustomer: (customer) => ({
      windowing: windowings.ofCustomer(customer),
      from,
      windowOf: (at) => (isTold(at) ? 0 : null),
      nextWindow,
    }),
  };
}
