import { foldText } from '@shared/rules/fold-text';
import { currentLocale } from '../../../format/locale';

export interface CurrencyOption {
  /** Lower-case ISO code. */
  code: string;
  name: string;
}

/** The ones asked for most, before all others. */
const firstCodes = ['usd', 'eur', 'inr', 'gbp'];

/** Every ISO currency, the most asked for on top, the rest by code. */
export function currencyOptions(locale = currentLocale()): CurrencyOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency')
    .map((code) => code.toLowerCase())
    .filter((code) => !firstCodes.includes(code));
  return [...firstCodes, ...rest].map((code) => ({ code, name: names.of(code.toUpperCase()) ?? code.toUpperCase() }));
}

/** Options whose code or name contains the text, whatever its case and accents. */
export function matchingCurrencies(options: readonly CurrencyOption[], text: string): CurrencyOption[] {
  const wanted = foldText(text.trim());
  return options.filter(({ code, name }) => code.includes(wanted) || foldText(name).includes(wanted));
}

export const currencyText = ({ code, name }: CurrencyOption): string => `${code.toUpperCase()} · ${name}`;
