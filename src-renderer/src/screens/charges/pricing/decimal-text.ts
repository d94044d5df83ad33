import { Big } from '@shared/big';

/** Whether a field's text is a number (fields hand numbers over in plain notation). */
export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text.trim());

/** Whether two texts are the same amount: "0.10" and "0.1" are. Texts that are no numbers are compared as texts. */
export function isSameAmount(a: string, b: string): boolean {
  return isNumber(a) && isNumber(b) ? new Big(a.trim()).eq(b.trim()) : a.trim() === b.trim();
}

/** What is wrong with an amount of money; null when nothing is. */
export function amountError(text: string, words: { missing: string; negative: string }): string | null {
  if (text.trim() === '') return words.missing;
  if (!isNumber(text)) return 'Please enter a number';
  return new Big(text.trim()).lt('0') ? words.negative : null;
}

/** The whole number a text is, at least `least`; null when it is not one. */
export function wholeNumber(text: string, least: number): number | null {
  if (!/^\d+(\.0+)?$/.test(text.trim())) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= least ? value : null;
}
