import type { Quantity } from '@shared/rules/quantity';
import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { chargeWindows } from './charge-windows';
import { storedUnique } from './day-uniques';
import type { FactRecount } from './fact-recount';
import type { MeterUsageRule } from './meter-rules';
import type { RawUsage } from './raw-usage';
import { sumText, takenText, uniqueKey } from './row-texts';
import { addQuantity, addSum, noUsage, type UsageSum } from './usage-sum';

/** The roll-ups a check compares, by the name of their table. */
export type RollUpName =
  | 'usage_days'
  | 'usage_day_totals'
  | 'usage_price_days'
  | 'usage_day_picks'
  | 'usage_day_uniques'
  | 'usage_fact_days';

/** What a roll-up should hold of one day: rows as texts by their key. */
export type CountedDay = Partial<Record<RollUpName, Map<string, string>>>;

interface Taken {
  event_count: number;
  quantity: Quantity;
  timestamp: number;
  event_id: string;
}

/**
 * Counts the events of one meter day by day from nothing, in their order of time and id: of equals the later one is
 * taken. `count` gathers, `close` tells what the day comes to and begins the next.
 */
export function dayRecount(
  meter: MeterUsageRule,
  windowsOf: ReturnType<typeof chargeWindows>,
  facts: FactRecount,
): { count(event: RawUsage): void; close(day: number): CountedDay } {
  const sums = new Map<number, UsageSum>();
  const prices = new Map<number, UsageSum>();
  const taken = new Map<number, Taken>();
  const uniques = new Map<string, number>();

  function countSum({ customer, timestamp }: RawUsage, quantity: Quantity) {
    addTo(sums, customer, quantity);
    const windows = windowsOf(meter.number)(customer);
    for (let at = 0; at < windows.length; at += 3) {
      const [price = 0, start = 0, end = 0] = windows.slice(at, at + 3);
      if (timestamp >= start && timestamp < end) addTo(prices, price, quantity);
    }
  }

  function take({ customer, timestamp, event_id }: RawUsage, quantity: Quantity) {
    const known = taken.get(customer);
    const event_count = (known?.event_count ?? 0) + 1;
    const isBetter = !known || meter.picks === 'LATEST' || !isLess(quantity, known.quantity);
    taken.set(customer, isBetter ? { event_count, quantity, timestamp, event_id } : { ...known, event_count });
  }

  function closeSums(): CountedDay {
    const total = noUsage();
    for (const sum of sums.values()) addSum(total, sum);
    return {
      usage_days: textsOf(sums),
      usage_day_totals: new Map(sums.size > 0 ? [['', textOf(total)]] : []),
      usage_price_days: textsOf(prices),
    };
  }

  return {
    count(event) {
      if (!meter.counts(event.ingested_at)) return;
      const quantity = meter.quantityOf(event.properties);
      if (!quantity) return;
      if (meter.additive) {
        countSum(event, quantity);
        facts.count(event, quantity);
      } else if (meter.picks) take(event, quantity);
      else if (meter.uniqueOf) {
        const key = uniqueKey(event.customer, ...storedUnique(meter.uniqueOf(event.properties)));
        uniques.set(key, (uniques.get(key) ?? 0) + 1);
      }
    },
    close(number) {
      const day: CountedDay = {
        ...closeSums(),
        usage_day_picks: new Map(
          [...taken].map(([customer, { event_count, quantity, timestamp, event_id }]) => [
            String(customer),
            takenText(event_count, joined(quantity), timestamp, event_id),
          ]),
        ),
        usage_fact_days: facts.close(number, sums),
        usage_day_uniques: new Map([...uniques].map(([key, event_count]) => [key, String(event_count)])),
      };
      for (const part of [sums, prices, taken, uniques]) part.clear();
      return day;
    },
  };
}

function addTo(sums: Map<number, UsageSum>, key: number, quantity: Quantity) {
  let sum = sums.get(key);
  if (!sum) {
    sum = noUsage();
    sums.set(key, sum);
  }
  addQuantity(sum, quantity, 1);
}

const isLess = (a: Quantity, b: Quantity): boolean =>
  (a.units - b.units || a.nanos - b.nanos || a.femtos - b.femtos) < 0;

const joined = ({ units, nanos, femtos }: Quantity) => joinQuantity(BigInt(units), BigInt(nanos), BigInt(femtos));

const textOf = ({ event_count, spilled, units, nanos, femtos }: UsageSum) =>
  sumText(event_count, joinQuantity(spilled + BigInt(units), BigInt(nanos), BigInt(femtos)));

const textsOf = (sums: ReadonlyMap<number, UsageSum>) =>
  new Map([...sums].map(([key, sum]) => [String(key), textOf(sum)]));
