import type { RowError } from '@shared/entities/row-error';
import type { MeterUsageRule } from '../usage/meter-rules';

/** What is said of a number that a meter reads and cannot count. */
const tooBig = 'This number is too big to be counted: at most 15 digits before the point are';

/**
 * Tells why an event of a name cannot be stored: a meter that reads it finds a number too big to count. The number in
 * `measured` was counted already.
 */
export type RefusalOf = (
  event_name: string,
) => ((properties: () => string, measured: string | null, ingested_at: number) => Omit<RowError, 'line'> | null) | null;

/** The refusals of the meters of an environment. */
export function refusalsBy(meters: readonly MeterUsageRule[]): RefusalOf {
  const byEventName = Map.groupBy(
    meters.filter(({ field }) => field !== null),
    (meter) => meter.event_name,
  );
  return (event_name) => {
    const readers = byEventName.get(event_name);
    if (!readers) return null;
    return (properties, measured, ingested_at) => {
      for (const { field, isPlain, uncountable, counts } of readers) {
        if ((isPlain && field === measured) || !counts(ingested_at)) continue;
        const value = uncountable(properties());
        if (value !== null) return { column: `properties.${field}`, value: value.slice(0, 200), message: tooBig };
      }
      return null;
    };
  };
}
