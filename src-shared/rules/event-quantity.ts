import type { Aggregation, MeterFilter } from '../entities/meter';
import { numberText, propertyReader, tokenText } from './event-property';
import { meterFilterTest } from './meter-filter';
import {
  isUnsignedNumber,
  multiplyToQuantity,
  oneQuantity,
  parseQuantity,
  type Quantity,
  zeroQuantity,
} from './quantity';

/** What a meter is for this rule. */
export interface MeterRule {
  aggregation: Pick<Aggregation, 'type' | 'field' | 'multiplier' | 'bucket_size'>;
  filters: readonly MeterFilter[];
}

/** An event's quantity by one meter, or null when the event does not pass the meter's filters. */
export type EventQuantity = (properties: string) => Quantity | null;

/**
 * The rule from an event's properties (canonical JSON text) to its quantity (wire contract 6.4): COUNT is 1,
 * COUNT_UNIQUE is 1 when the property exists, every other aggregation is the number in the property. A number may be
 * a JSON number or text; anything else, and a negative result, is 0.
 */
export function eventQuantityOf({ aggregation, filters }: MeterRule, readerOf = propertyReader): EventQuantity {
  const measure = measureOf(aggregation, readerOf);
  if (filters.length === 0) return measure;
  const passes = meterFilterTest(filters, readerOf);
  return (properties) => (passes(properties) ? measure(properties) : null);
}

function measureOf(
  { type, field, multiplier }: MeterRule['aggregation'],
  readerOf: typeof propertyReader,
): (properties: string) => Quantity {
  if (type === 'COUNT') return () => oneQuantity;
  if (field === null) return () => zeroQuantity;
  const read = readerOf(field);
  if (type === 'COUNT_UNIQUE') return (properties) => (read(properties) === undefined ? zeroQuantity : oneQuantity);
  const toQuantity = quantityReader(type, multiplier);
  return (properties) => {
    const token = read(properties);
    const text = token === undefined ? null : numberText(token);
    return (text === null ? null : toQuantity(text)) ?? zeroQuantity;
  };
}

const quantityReader = (type: Aggregation['type'], multiplier: string | null): ((text: string) => Quantity | null) =>
  type === 'SUM_WITH_MULTIPLIER' ? (text) => multiplyToQuantity(text, multiplier ?? '0') : parseQuantity;

// Only such a text can hold a number of more than 15 digits before the point.
const perhapsBig = /\d{16}|\d[eE]/;

/**
 * Finds a number that a meter reads but cannot count, because it (or its product) has more than 15 digits before the
 * point: answers its text, else null. Counting it as nothing would lose usage without a word.
 */
export function uncountableIn(
  { aggregation, filters }: MeterRule,
  readerOf = propertyReader,
): (properties: string) => string | null {
  const { type, field, multiplier } = aggregation;
  if (field === null || type === 'COUNT' || type === 'COUNT_UNIQUE') return () => null;
  const read = readerOf(field);
  const toQuantity = quantityReader(type, multiplier);
  const passes = meterFilterTest(filters, readerOf);
  return (properties) => {
    const token = read(properties);
    if (token === undefined || (readsNumber(aggregation) && !perhapsBig.test(token))) return null;
    const text = numberText(token);
    if (text === null || toQuantity(text) !== null || !isUnsignedNumber(text)) return null;
    return passes(properties) ? text : null;
  };
}

/** What COUNT_UNIQUE counts: the text form of the property; null when the event lacks it (and so counts nothing). */
export function uniqueValueOf(field: string, readerOf = propertyReader): (properties: string) => string | null {
  const read = readerOf(field);
  return (properties) => {
    const token = read(properties);
    return token === undefined ? null : tokenText(token);
  };
}

/** Whether the usage of several days is the sum of the days (AVG too: sum and count); other meters need raw events. */
export const isAdditive = ({ type, bucket_size }: Pick<Aggregation, 'type' | 'bucket_size'>): boolean =>
  bucket_size === null && ['COUNT', 'SUM', 'AVG', 'SUM_WITH_MULTIPLIER', 'WEIGHTED_SUM'].includes(type);

/** Whether the quantity of an event is the number in a property, as it is. */
export const readsNumber = ({ type }: Pick<Aggregation, 'type'>): boolean =>
  type !== 'COUNT' && type !== 'COUNT_UNIQUE' && type !== 'SUM_WITH_MULTIPLIER';
