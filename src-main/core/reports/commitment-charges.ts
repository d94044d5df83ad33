import { chargedInAll, underCommitment } from '@shared/rules/commitment';
import { openAccount, type Settled, type Settlement } from '../analytics/account';
import type { ChargedPrice } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import { perSnapshot } from '../analytics/per-snapshot';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { chargesAsked } from './asked-customers';
import { chargesWithin } from './charges-within';
import type { Collected, CollectedCharge } from './ledger';
import type { Question } from './question';
import { reportBuckets } from './report-buckets';

const committedSql = `
  select distinct p.number from line_items li join prices p on p.id = li.price_id
  where li.commitment_type is not null and li.environment_id = ? and li.status = 'published'`;

/** Numbers of the prices that a line item with a commitment charges by. */
const committedPrices = perSnapshot(
  (store, environment_id): ReadonlySet<number> =>
    new Set(prepared(store.sqlite, committedSql).pluck().all(environment_id) as number[]),
);

/**
 * What commitments add to the cost of the usage, line item by line item: the overage beyond what the usage itself costs,
 * or what is trued up, also where nothing was used. One to every window of a bucketed meter belongs to these windows, any
 * other to none. `collectUsage` answers the usage alone.
 */
export function commitmentCharges(
  store: Store,
  question: Question,
  collectUsage: (question: Question) => Collected,
): CollectedCharge[] {
  const committed = committedPrices(store, question.environment_id);
  const prices = question.prices.filter(({ number }: ChargedPrice) => committed.has(number));
  if (prices.length === 0) return [];
  const charges = chargesWithin(store, question, prices)
    .filter(({ commitment }) => commitment)
    .filter(chargesAsked(question));
  const { byWindow = [], inAll = [] } = Object.groupBy(charges, ({ commitment }) =>
    commitment?.is_windowed ? 'byWindow' : 'inAll',
  );
  const whole = { windows: [question.from], wholeDays: true };
  const ofRange = question.ofRange ? [] : inAll;
  return [...addedInAll(ofRange, usageOf(ofRange, whole)), ...addedByWindow(byWindow, usageOf(byWindow, {}))];

  function usageOf(some: readonly Charge[], windows: Pick<Partial<Question>, 'windows' | 'wholeDays'>): UsageOfCharge {
    if (some.length === 0) return () => undefined;
    const asked: Question = {
      ...question,
      ...windows,
      prices: [...new Set(some.map(({ price }) => price))],
      customers: [...new Set(some.map(({ customer }) => customer))],
      unchargedMeters: [],
      perLineItem: true,
      byWindowCommitment: true,
    };
    const usage = collectUsage(asked);
    const byLineItem = new Map(usage.charges.map(({ charge, settlement }) => [charge?.line_item, settlement]));
    const buckets = reportBuckets(asked, lineItemWindowings(store));
    return (charge) =>
      byLineItem.get(charge.line_item) ??
      openAccount(charge.price.meter, charge.price, () => buckets.ofCharge(charge)).settle();
  }
}

type UsageOfCharge = (charge: Charge) => Settlement | undefined;

function addedInAll(charges: readonly Charge[], usageOf: UsageOfCharge): CollectedCharge[] {
  return charges.flatMap((charge) => {
    const { commitment, price } = charge;
    if (!commitment) return [];
    const cost = usageOf(charge)?.cost ?? 0n;
    const more = chargedInAll(underCommitment(cost, commitment, price.compiled)) - cost;
    return more === 0n ? [] : [added(charge, { ...nothing, cost: more, windows: new Map() })];
  });
}

function addedByWindow(charges: readonly Charge[], usageOf: UsageOfCharge): CollectedCharge[] {
  return charges.flatMap((charge) => {
    const settlement = usageOf(charge);
    const { committed } = settlement ?? {};
    if (!settlement || !committed) return [];
    const windows = new Map<number, Settled>();
    for (const [window, cost] of committed.windows) {
      const more = chargedInAll(cost) - (settlement.windows.get(window)?.cost ?? 0n);
      if (more !== 0n) windows.set(window, { ...nothing, cost: more });
    }
    const more = committed.charged - settlement.cost;
    return more === 0n && windows.size === 0 ? [] : [added(charge, { ...nothing, cost: more, windows, committed })];
  });
}

const nothing = { usage: 0n, cost: 0n, event_count: 0 };

const added = (charge: Charge, settlement: Settlement): CollectedCharge => ({
  price: charge.price,
  charge,
  settlement,
  parts: null,
});

/** Charges with what commitments add: to the line item itself where it is told apart, else beside the others. */
export function withCommitments(
  charges: readonly CollectedCharge[],
  more: readonly CollectedCharge[],
): CollectedCharge[] {
  const byLineItem = new Map(more.map((one) => [one.charge?.line_item, one]));
  const merged = charges.map((one) => {
    const id = one.charge?.line_item;
    const extra = id === undefined ? undefined : byLineItem.get(id);
    if (!extra) return one;
    byLineItem.delete(id);
    return { ...one, settlement: bothOf(one.settlement, extra.settlement) };
  });
  return [...merged, ...byLineItem.values()];
}

/** Usage with what its commitment adds to its cost. */
function bothOf(usage: Settlement, extra: Settlement): Settlement {
  const windows = new Map(usage.windows);
  for (const [window, { cost }] of extra.windows) {
    const known = windows.get(window) ?? nothing;
    windows.set(window, { ...known, cost: known.cost + cost });
  }
  return { ...usage, cost: usage.cost + extra.cost, windows, ...(extra.committed && { committed: extra.committed }) };
}
