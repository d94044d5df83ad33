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

/** Why a line item charges for a part of a range only (wire contract 6.7), in sentences by its id; none when it does not. */
export function lineItemCuts(
  { sqlite }: Store,
  charges: readonly Charge[],
  range: { from: number; to: number },
): Map<string, string[]> {
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

function cutsOf(charge: Charge, dates: Dates, range: { from: number; to: number }): string[] {
  const is = (text: string | null, at: number) => text !== null && Date.parse(text) === at;
  const cuts: string[] = [];
  if (charge.from > range.from) {
    const why = is(dates.subscription_start, charge.from) ? 'the subscription began' : 'this price took over';
    cuts.push(`Charged from ${toInstant(charge.from)}, when ${why}`);
  }
  if (charge.to < range.to) {
    const why = is(dates.cancelled_at, charge.to)
      ? 'the subscription was cancelled'
      : is(dates.subscription_end, charge.to)
        ? 'the subscription ended'
        : is(dates.price_end, charge.to)
          ? 'this price ended'
          : 'its line item ended';
    cuts.push(`Charged until ${toInstant(charge.to)}, when ${why}`);
  }
  return cuts;
}
