import { currentLocale } from './locale';

/** What a quantity counts. Empty words mean plain units. */
export interface Unit {
  unit_singular: string;
  unit_plural: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** An exact decimal as people read it, every digit kept. Text that is not a decimal is shown as it is. */
export function formatNumber(value: string, locale = currentLocale()): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return value;
  let known = formatters.get(locale);
  if (!known) {
    known = new Intl.NumberFormat(locale, { maximumFractionDigits: 100 });
    formatters.set(locale, known);
  }
  return known.format(value as Intl.StringNumericLiteral);
}

/** A whole number as people read it: "1,204". */
export const formatCount = (count: number, locale = currentLocale()): string => formatNumber(String(count), locale);

/** "1 price", "1,204 prices". */
export const countText = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const unitWord = (unit: Unit | null | undefined) => unit?.unit_singular || 'unit';
export const unitWords = (unit: Unit | null | undefined) =>
  unit?.unit_plural || (unit?.unit_singular ? `${unit.unit_singular}s` : 'units');

/** A quantity with its unit: "3,460 units", "1 hour". */
export function formatQuantity(quantity: string, unit?: Unit | null, locale = currentLocale()): string {
  return `${formatNumber(quantity, locale)} ${quantity === '1' ? unitWord(unit) : unitWords(unit)}`;
}
