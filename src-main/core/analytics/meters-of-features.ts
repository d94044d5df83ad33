import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { MeterFacts } from './charged-prices';

const metersSql = `
  select meter_id from features where environment_id = ? and id in (select value from json_each(?))`;

/**
 * Tells the meters that features measure, whichever of a meter's features names it; "" stands for those without one. No
 * features let every meter through.
 */
export function metersOfFeatures(
  { sqlite }: Store,
  environment_id: string,
  feature_ids: readonly string[],
): (meter: MeterFacts) => boolean {
  if (feature_ids.length === 0) return () => true;
  const wanted = new Set(
    prepared(sqlite, metersSql).pluck().all(environment_id, JSON.stringify(feature_ids)) as (string | null)[],
  );
  const withoutOne = feature_ids.includes('');
  return ({ id, feature_id }) => wanted.has(id) || (withoutOne && feature_id === '');
}
