import { type ChargedPrice, type MeterFacts, metersOf, usagePricesOf } from './charged-prices';
import { perSnapshot } from './per-snapshot';

/** What usage is measured and charged by. */
export interface UsageCatalog {
  /** By id. */
  meters: ReadonlyMap<string, MeterFacts>;
  prices: readonly ChargedPrice[];
}

/** The meters of an environment by id, archived ones too, as they are right now. */
export const usageMeters = perSnapshot(metersOf);

/** The meters and usage prices of an environment, archived and terminated ones too, as they are right now. */
export const usageCatalog = perSnapshot((store, environment_id): UsageCatalog => {
  const meters = usageMeters(store, environment_id);
  return { meters, prices: usagePricesOf(store, environment_id, meters) };
});
