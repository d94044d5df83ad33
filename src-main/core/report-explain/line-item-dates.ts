import type { ExplainCut } from '@shared/entities/report';
import { toInstant } from '@shared/instant';
import type { Charge } from '../analytics/charges';
import type { Store } from '../store/open';

interface Dates {
  id: string;
  item_start: string;
  item_end: string | null;
  subscription_start: string;
  subscription_end: string | null;
  cancelled_at: string | null;
  price_end: string | null;
}

const sql = `
  select li.id, li.start_date as item_start, li.end_date as item_end, s.start_date as subscription_start,
    s.end_date as subscription_end, s.cancelled_at, p.end_date as price_end
  from line_items li join subscriptions s on s.id = li.subscription_id join prices p on p.id = li.price_id
  where li.id in (select value from json_each(?))`;

/** Why line items charge for a part of a range only (wire contract 6.7), by their ids; none for one that does not. */
export function lineItemCuts(
  { sqlite }: Store,
  charges: readonly Charge[],
  range: { from: number; to: number },
): Map<string, ExplainCut[]> {
  const ids = JSON.stringify(charges.map((charge) => charge.line_item_id));
  const rows = sqlite.prepare<[string], Dates>(sql).all(ids);
  const dates = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    charges.map((charge) => {
      const known = dates.get(charge.line_item_id);
      return [charge.line_item_id, known ? cutsOf(charge, known, range) : []];
    }),
  );
}

function cutsOf(charge: Charge, dates: Dates, range: { from: number; to: number }): ExplainCut[] {
  const is = (text: string | null, at: number) => text !== null && Date.parse(text) === at;
  const cuts: ExplainCut[] = [];
  if (charge.from > range.from) {
    const reason = is(dates.subscription_start, charge.from) ? 'subscription_began' : 'price_took_over';
    cuts.push({ edge: 'start', at: toInstant(charge.from), reason });
  }
  if (charge.to < range.to) {
    const reason = is(dates.cancelled_at, charge.to)
      ? 'subscription_cancelled'
      : is(dates.subscription_end, charge.to)
        ? 'subscription_ended'
        : is(dates.price_end, charge.to)
          ? 'price_ended'
          : 'line_item_ended';
    cuts.push({ edge: 'end', at: toInstant(charge.to), reason });
  }
  return cuts;
}
