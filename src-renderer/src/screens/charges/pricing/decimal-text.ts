import { Big } from '@shared/big';

/** Whether a field's text is a number (fields hand numbers over in plain notation). */
export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text.trim());

/** Whether two texts are the same amount: "0.10" and "0.1" are. Texts that are no numbers are compared as texts. */
export function isSameAmount(a: string, b: string): boolean {
  return isNumber(a) && isNumber(b) ? new Big(a.trim()).eq(b.trim()) : a.trim() === b.trim();
}

/** Amounts are counted exactly to this many digits on either side of the point; the core refuses more. */
const storedAmount = /^-?\d{1,15}(\.\d{1,15})?$/;

/** What is wrong with an amount of money, in the core's words where it has some; null when nothing is. */
export function amountError(text: string, words: { missing: string; negative: string }): string | null {
  if (text.trim() === '') return words.missing;
  if (!isNumber(text)) return 'Please enter a number';
  if (!storedAmount.test(new Big(text.trim()).toFixed())) {
    return 'Please enter a number of at most 15 digits before and 15 after the point';
  }
  return new Big(text.trim()).lt('0') ? words.negative : null;
}

/** The whole number a text is, at least `least`; null when it is not one. */
export function wholeNumber(text: string, least: number): number | null {
  if (!/^\d+(\.0+)?$/.test(text.trim())) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= least ? value : null;
}
