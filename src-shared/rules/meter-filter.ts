import type { MeterFilter } from '../entities/meter';
import { propertyReader, tokenText } from './event-property';

/**
 * Whether an event's properties (canonical JSON text) pass every filter: the property exists and its text form equals
 * one of the values; numbers compare by their text form (wire contract 6.4).
 */
export function meterFilterTest(
  filters: readonly MeterFilter[],
  readerOf = propertyReader,
): (properties: string) => boolean {
  const tests = filters.map(({ key, values }) => ({ read: readerOf(key), values: new Set(values) }));
  return (properties) => {
    for (const { read, values } of tests) {
      const token = read(properties);
      if (token === undefined || !values.has(tokenText(token))) return false;
    }
    return true;
  };
}
