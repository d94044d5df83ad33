import type { ChargedPrice } from '../analytics/charged-prices';
import { type SumRow, storedQuantity } from '../analytics/stored-quantity';

/**
 * Usage of one price by window, in the whole-number parts the store keeps. Numbers are a multiple faster than BigInt, and
 * exact up to 2^53: no part is negative, so that no sum on the way was beyond it unless the result is.
 */
export interface PriceParts {
  price: ChargedPrice;
  units: Float64Array;
  nanos: Float64Array;
  femtos: Float64Array;
  /** The whole range. */
  usage: bigint;
  event_count: number;
}

const isExact = (sum: number) => sum >= 0 && sum <= Number.MAX_SAFE_INTEGER;

/** Adds daily rows of [sums, price, day] up by price and window; null when one is beyond 2^53. */
export function partsOfPrices(
  rows: readonly SumRow[],
  prices: ReadonlyMap<number, ChargedPrice>,
  windowCount: number,
  windowOfDay: (day: number) => number,
): PriceParts[] | null {
  const byPrice = new Map<number, PriceParts>();
  const windows: number[] = [];
  for (const [units, nanos, femtos, event_count, number = -1, day = 0] of rows) {
    if (units < 0 || nanos < 0 || femtos < 0) return null;
    let parts = byPrice.get(number);
    if (!parts) {
      const price = prices.get(number);
      if (!price) continue;
      parts = { price, ...emptyParts(windowCount), usage: 0n, event_count: 0 };
      byPrice.set(number, parts);
    }
    windows[day] ??= windowOfDay(day);
    const window = windows[day];
    parts.units[window] = (parts.units[window] ?? 0) + units;
    parts.nanos[window] = (parts.nanos[window] ?? 0) + nanos;
    parts.femtos[window] = (parts.femtos[window] ?? 0) + femtos;
    parts.event_count += event_count;
  }
  for (const parts of byPrice.values()) {
    const sums = [sumOf(parts.units), sumOf(parts.nanos), sumOf(parts.femtos)] as const;
    if (!sums.every(isExact)) return null;
    parts.usage = storedQuantity(...sums);
  }
  return [...byPrice.values()];
}

const emptyParts = (windowCount: number) => ({
  units: new Float64Array(windowCount),
  nanos: new Float64Array(windowCount),
  femtos: new Float64Array(windowCount),
});

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** Adds usage (10^-15) and cost (10^-30) of linear prices to a series, window by window. */
export function addPartsToSeries(all: readonly PriceParts[], usage: bigint[], cost: bigint[]): void {
  if (all.length === 0) return;
  const { amounts, unit } = amountsOf(all);
  const used = emptyParts(usage.length);
  const charged = emptyParts(usage.length);
  for (const [index, { units, nanos, femtos }] of all.entries()) {
    const amount = amounts[index] ?? 0;
    addTimes(used.units, charged.units, units, amount);
    addTimes(used.nanos, charged.nanos, nanos, amount);
    addTimes(used.femtos, charged.femtos, femtos, amount);
  }
  const isWhole = amounts.every(isExact) && [used, charged].every(areExact);
  for (let window = 0; window < usage.length; window++) {
    usage[window] = (usage[window] ?? 0n) + (isWhole ? quantityAt(used, window) : exactUsage(all, window));
    cost[window] = (cost[window] ?? 0n) + (isWhole ? quantityAt(charged, window) * unit : exactCost(all, window));
  }
}

type Parts = Pick<PriceParts, 'units' | 'nanos' | 'femtos'>;

const areExact = ({ units, nanos, femtos }: Parts) =>
  units.every(isExact) && nanos.every(isExact) && femtos.every(isExact);

function addTimes(sums: Float64Array, products: Float64Array, values: Float64Array, factor: number) {
  for (let window = 0; window < values.length; window++) {
    const value = values[window] ?? 0;
    sums[window] = (sums[window] ?? 0) + value;
    products[window] = (products[window] ?? 0) + value * factor;
  }
}

/** Amounts of linear prices as multiples of the largest power of ten (of 10^-15) that goes into them all. */
function amountsOf(all: readonly PriceParts[]): { amounts: number[]; unit: bigint } {
  const scaled = all.map(({ price }) => price.compiled.cost(1n));
  let unit = 10n ** 15n;
  while (unit > 1n && scaled.some((amount) => amount % unit !== 0n)) unit /= 10n;
  return { amounts: scaled.map((amount) => Number(amount / unit)), unit };
}

const quantityAt = ({ units, nanos, femtos }: Parts, window: number) =>
  storedQuantity(units[window] ?? 0, nanos[window] ?? 0, femtos[window] ?? 0);

const exactUsage = (all: readonly PriceParts[], window: number) =>
  all.reduce((sum, parts) => sum + quantityAt(parts, window), 0n);

const exactCost = (all: readonly PriceParts[], window: number) =>
  all.reduce((sum, parts) => sum + parts.price.compiled.cost(quantityAt(parts, window)), 0n);
