import type { UsageItem } from '@shared/entities/analytics';
import type { ComparedUsage, UsageFigures } from '@shared/entities/remote-usage';
import Big from 'big.js';

/** What an item of the wire's analytics says, as far as it is compared. */
export type ComparedItem = Pick<
  UsageItem,
  'name' | 'currency' | 'unit' | 'unit_plural' | 'total_usage' | 'total_cost' | 'event_count' | 'price_id' | 'meter_id'
>;

type Row = Omit<ComparedUsage, 'difference' | 'is_different' | 'price_name' | 'group_name'> & { price_id: string };

const nothing: UsageFigures = { usage: '0', cost: '0', event_count: 0 };

export interface Tally {
  add(
    side: 'local' | 'server',
    item: ComparedItem,
    localIds: { price: string | undefined; meter: string | undefined },
  ): void;
  rows(): Row[];
}

/**
 * Adds usage up by price and currency, customer by customer. An item of the server is named by the local ids of its price
 * and meter; one that nothing links stays apart under the server's ids, which never are local ones.
 */
export function tallyUsage(): Tally {
  const rows = new Map<string, Row>();
  return {
    add(side, item, { price, meter }) {
      const isUnmapped = side === 'server' && ((item.price_id !== '' && !price) || (item.meter_id !== '' && !meter));
      const from = isUnmapped ? 'server ' : '';
      const id = item.price_id ? `price ${price ?? item.price_id}` : `meter ${meter ?? item.meter_id}`;
      const key = `${from}${id} ${item.currency}`;
      const known = rows.get(key);
      const row: Row = known ?? {
        key,
        kind: isUnmapped ? 'unmapped' : side,
        price_id: isUnmapped ? '' : (price ?? ''),
        feature_name: item.name,
        currency: item.currency,
        unit: item.unit,
        unit_plural: item.unit_plural,
        local: nothing,
        server: nothing,
      };
      if (row.kind !== 'unmapped' && row.kind !== side) row.kind = 'both';
      const before = row[side];
      row[side] = {
        usage: new Big(before.usage).plus(item.total_usage).toFixed(),
        cost: new Big(before.cost).plus(item.total_cost).toFixed(),
        event_count: before.event_count + item.event_count,
      };
      rows.set(key, row);
    },
    rows: () =>
      [...rows.values()].filter(
        ({ local, server }) =>
          local.event_count > 0 || server.event_count > 0 || local.cost !== '0' || server.cost !== '0',
      ),
  };
}

const less = (a: string, b: string) => new Big(a).minus(b).toFixed();

/** The server's figures less the local ones. */
export const differenceOf = ({ local, server }: Pick<ComparedUsage, 'local' | 'server'>): UsageFigures => ({
  usage: less(server.usage, local.usage),
  cost: less(server.cost, local.cost),
  event_count: server.event_count - local.event_count,
});

/** Different rows first, then the dearest. */
export function orderCompared(rows: readonly ComparedUsage[]): ComparedUsage[] {
  const cost = ({ local, server }: ComparedUsage) => (new Big(local.cost).gt(server.cost) ? local.cost : server.cost);
  return rows.toSorted(
    (a, b) =>
      Number(b.is_different) - Number(a.is_different) || new Big(cost(b)).cmp(cost(a)) || (a.key < b.key ? -1 : 1),
  );
}

/** Cost by currency on both sides; usage that nothing charges for has none. */
export function totalsOf(rows: readonly Pick<ComparedUsage, 'currency' | 'local' | 'server'>[]) {
  const totals = new Map<string, { local: Big; server: Big }>();
  for (const { currency, local, server } of rows) {
    if (currency === '') continue;
    const total = totals.get(currency) ?? { local: new Big('0'), server: new Big('0') };
    totals.set(currency, { local: total.local.plus(local.cost), server: total.server.plus(server.cost) });
  }
  return [...totals].sort().map(([currency, { local, server }]) => ({
    currency,
    local_cost: local.toFixed(),
    server_cost: server.toFixed(),
    difference: server.minus(local).toFixed(),
  }));
}
