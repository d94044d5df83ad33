import { chargedInAll, underCommitment } from '@shared/rules/commitment';
import type { ChargedPrice } from '../analytics/charged-prices';
import { chargesOf } from '../analytics/charges';
import { perSnapshot } from '../analytics/per-snapshot';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { Collected, CollectedCharge, Question } from './ledger';

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
 * or what is trued up, also where nothing was used. It belongs to no window. `collectUsage` answers the usage alone.
 */
export function commitmentCharges(
  store: Store,
  question: Question,
  collectUsage: (question: Question) => Collected,
): CollectedCharge[] {
  const committed = committedPrices(store, question.environment_id);
  const prices = question.prices.filter(({ number }: ChargedPrice) => committed.has(number));
  if (prices.length === 0) return [];
  const charges = (question.chargesOf ?? chargesOf)(store, prices, question, question.customers).filter(
    ({ commitment }) => commitment,
  );
  if (charges.length === 0) return [];
  const usage = collectUsage({
    ...question,
    prices,
    customers: [...new Set(charges.map(({ customer }) => customer))],
    windows: [question.from],
    wholeDays: true,
    unchargedMeters: [],
    perLineItem: true,
  });
  const costOf = new Map(usage.charges.map(({ charge, settlement }) => [charge?.line_item, settlement.cost]));
  return charges.flatMap((charge) => {
    const { commitment, price, line_item } = charge;
    if (!commitment) return [];
    const cost = costOf.get(line_item) ?? 0n;
    const more = chargedInAll(underCommitment(cost, commitment, price.compiled)) - cost;
    const settlement = { usage: 0n, cost: more, event_count: 0, windows: new Map() };
    return more === 0n ? [] : [{ price, charge, settlement, parts: null }];
  });
}

/** Charges with what commitments add: to the line item itself where it is told apart, else beside the others. */
export function withCommitments(
  charges: readonly CollectedCharge[],
  added: readonly CollectedCharge[],
): CollectedCharge[] {
  const more = new Map(added.map((one) => [one.charge?.line_item, one]));
  const merged = charges.map((one) => {
    const id = one.charge?.line_item;
    const extra = id === undefined ? undefined : more.get(id);
    if (!extra) return one;
    more.delete(id);
    return { ...one, settlement: { ...one.settlement, cost: one.settlement.cost + extra.settlement.cost } };
  });
  return [...merged, ...more.values()];
}
