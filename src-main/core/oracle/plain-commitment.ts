/** What line items come to under their commitments, bucket by bucket where these are to each (wire contract 6.6, 6.8). */
import { Big } from '@shared/big';
import { costOf } from '@shared/rules/pricing';
import { roundToCurrency } from '@shared/rules/round-to-currency';
import type { PlainItem } from './plain-facts';
import { byWindow, chargeOf, type Measured } from './plain-usage';

export interface PlainCharge {
  usage: string;
  cost: string;
  /** By start of the window. */
  windows: Map<number, { usage: string; cost: string }>;
}

interface Asked {
  /** Epoch milliseconds, [from, to). */
  from: number;
  to: number;
  windowOf: (at: number) => number;
  /** Whether commitments are charged: not on parts of the usage. */
  isWhole: boolean;
}

const nothing = { usage: '0', cost: '0' };
/** No bucket of these worlds is finer, and the clocks of all their zones are put forward and back at one. */
const quarter = 15 * 60_000;

/** What a line item's events come to in a range, in all and by window. */
export function plainCharge(item: PlainItem, measured: Measured, asked: Asked): PlainCharge {
  const { price, commitment } = item;
  const { events } = measured;
  const total = events.length === 0 ? nothing : chargeOf(price, measured, false);
  const from = Math.max(asked.from, item.from);
  const to = Math.min(asked.to, item.to);
  const windows = new Map(
    [...byWindow(measured, asked.windowOf, from)].map(([window, inWindow]) => [
      window,
      chargeOf(price, { ...measured, events: inWindow }, true),
    ]),
  );
  if (!commitment || !asked.isWhole || from >= to) return { ...total, windows };
  if (!commitment.is_windowed) return { ...total, cost: committed(total.cost, item), windows };

  const bucketOf = (at: number) => measured.cut(measured.meter.aggregation.bucket_size ?? '', at);
  let all = new Big('0');
  const byWindowStart = new Map<number, Big>();
  const book = (at: number, cost: string) => {
    all = all.plus(cost);
    const window = asked.windowOf(at);
    byWindowStart.set(window, (byWindowStart.get(window) ?? new Big('0')).plus(cost));
  };
  const used = Map.groupBy(events, ({ at }) => bucketOf(at));
  for (const [start, inBucket] of used) {
    const { cost } = chargeOf(price, { ...measured, events: inBucket }, true);
    book(Math.max(start, from), committed(cost, item));
  }
  if (commitment.is_trued_up) {
    const seen = new Set(used.keys());
    for (let at = from; at < to; at = (Math.floor(at / quarter) + 1) * quarter) {
      const bucket = bucketOf(at);
      if (!seen.has(bucket)) book(at, committed('0', item));
      seen.add(bucket);
    }
  }
  for (const [window, cost] of byWindowStart) {
    windows.set(window, { usage: windows.get(window)?.usage ?? '0', cost: cost.toFixed() });
  }
  return { ...total, cost: roundToCurrency(all.toFixed(), price.currency), windows };
}

/** A cost under the commitment of its line item (wire contract 6.8), to the thirty digits that costs have. */
function committed(cost: string, { price, commitment }: PlainItem): string {
  if (!commitment) return cost;
  const { amount, quantity, overage_factor, is_trued_up } = commitment;
  const least = new Big(amount ?? costOf(price, quantity ?? '0'));
  if (new Big(cost).lte(least)) return is_trued_up ? least.toFixed() : cost;
  const beyond = new Big(cost).minus(least).times(overage_factor).round(30, Big.roundHalfUp);
  return least.plus(beyond).toFixed();
}
