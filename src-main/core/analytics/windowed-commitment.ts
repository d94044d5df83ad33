import type { Windowing } from '@shared/rules/anchored-months';
import { type Commitment, type CommittedCost, compileCommitment } from '@shared/rules/commitment';
import type { CompiledPrice } from '@shared/rules/scaled-pricing';
import type { WindowSizeName } from '@shared/rules/windows';
import type { Charge } from './charges';

/** A commitment to every bucket of a line item's time, [from, to) in epoch milliseconds. */
export interface WindowedCommitment {
  commitment: Commitment;
  from: number;
  to: number;
}

/** What every bucket comes to under a commitment to each (10^-30), in all and by window; not rounded. */
export interface CostByBucket extends CommittedCost {
  windows: ReadonlyMap<number, CommittedCost>;
}

/** The commitment of a line item when it is to every bucket; null otherwise. */
export const toEveryWindow = (charge: Charge | null): WindowedCommitment | null =>
  charge?.commitment?.is_windowed ? { commitment: charge.commitment, from: charge.from, to: charge.to } : null;

/** How the buckets are cut, and which window each is told in by when it begins; null when in none. */
interface CutBuckets {
  size: WindowSizeName;
  windowing: Windowing;
  windowOf(at: number): number | null;
  /** When another window begins than the one that an instant is told in; infinite after the last. */
  nextWindow(at: number): number;
}

interface Bucket {
  start: number;
  /** Null when it is not told. */
  window: number | null;
  cost: bigint;
}

/**
 * The cost of buckets of which each is under the commitment on its own (wire contract 6.6, 6.8). When trued up, buckets of
 * the line item's time without an event are charged the commitment too; one that the time cuts counts as a whole.
 */
export function underWindowedCommitment(
  used: readonly Bucket[],
  price: CompiledPrice,
  cut: CutBuckets,
  { commitment, from, to }: WindowedCommitment,
): CostByBucket {
  const apply = compileCommitment(commitment, price);
  const total: CommittedCost = { utilized: 0n, overage: 0n, true_up: 0n };
  const windows = new Map<number, CommittedCost>();
  function book(window: number | null, cost: CommittedCost) {
    if (window === null) return;
    add(total, cost);
    const known = windows.get(window);
    if (known) add(known, cost);
    else windows.set(window, { ...cost });
  }
  for (const { window, cost } of used) book(window, apply(cost));
  if (commitment.true_up_enabled) {
    const unused = apply(0n);
    for (const [window, count] of unusedBuckets(used, cut, { from, to })) book(window, times(unused, count));
  }
  return { ...total, windows };
}

/** How many buckets of [from, to) without an event begin in each window, or begin before and are told in the first one. */
function* unusedBuckets(
  used: readonly Bucket[],
  { size, windowing, windowOf, nextWindow }: CutBuckets,
  { from, to }: { from: number; to: number },
): Generator<[window: number | null, count: bigint]> {
  const first = windowing.startOf(size, from);
  const usedIn = Map.groupBy(
    used.filter(({ start }) => start >= first && start < to),
    ({ window }) => window,
  );
  for (let at = from; at < to; ) {
    const end = Math.min(nextWindow(at), to);
    const window = windowOf(at);
    const count = windowing.countWindows(size, at, end) - (usedIn.get(window)?.length ?? 0);
    if (count > 0) yield [window, BigInt(count)];
    at = windowing.nextStart(size, end - 1);
  }
}

const times = ({ utilized, overage, true_up }: CommittedCost, count: bigint): CommittedCost => ({
  utilized: utilized * count,
  overage: overage * count,
  true_up: true_up * count,
});

function add(sum: CommittedCost, part: CommittedCost) {
  sum.utilized += part.utilized;
  sum.overage += part.overage;
  sum.true_up += part.true_up;
}
