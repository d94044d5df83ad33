import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';

/** What the events of one name are measured and charged by. */
export interface EventNamePart {
  /** Number of the event name; null for meters that no event ever came for. */
  event_number: number | null;
  meters: readonly MeterFacts[];
  prices: readonly ChargedPrice[];
}

/** Cuts a catalog into parts that can be worked out one after another, each event read once; by feature name. */
export function partsByEventName(meters: Iterable<MeterFacts>, prices: readonly ChargedPrice[]): EventNamePart[] {
  const pricesOf = Map.groupBy(prices, ({ meter }) => meter.event_name);
  return [...Map.groupBy(meters, ({ event_name }) => event_name)]
    .map(([event_name, ofName]) => ({
      event_number: ofName[0]?.event_number ?? null,
      meters: ofName.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      prices: pricesOf.get(event_name) ?? [],
    }))
    .sort((a, b) => ((a.meters[0]?.name ?? '') < (b.meters[0]?.name ?? '') ? -1 : 1));
}
