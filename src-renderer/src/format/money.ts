import { currentLocale } from './locale';

interface MoneyOptions {
  locale?: string;
  /** `price` drops ".00" of a whole amount ("$20"); `total` keeps the currency's minor digits ("$20.00"). */
  style?: 'price' | 'total';
}

/** More digits than any stored amount has: nothing is ever rounded away. */
const allDigits = 100;
const formatters = new Map<string, Intl.NumberFormat | null>();

function formatter(currency: string, locale: string, style: 'price' | 'total'): Intl.NumberFormat | null {
  const key = `${locale} ${currency} ${style}`;
  let known = formatters.get(key);
  if (known === undefined) {
    try {
      known = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        maximumFractionDigits: allDigits,
        minimumFractionDigits: minorDigits(currency, locale),
        trailingZeroDisplay: style === 'price' ? 'stripIfInteger' : 'auto',
      });
    } catch {
      known = null;
    }
    formatters.set(key, known);
  }
  return known;
}

const minorDigits = (currency: string, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 2;

/**
 * An exact decimal amount in a currency as people read it, every stored digit kept: a $0.000003 price never reads
 * $0.00. Text that is not a decimal, or a currency no one knows, is shown as it is.
 */
export function formatMoney(amount: string, currency: string, options: MoneyOptions = {}): string {
  const { locale = currentLocale(), style = 'total' } = options;
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return `${amount} ${currency.toUpperCase()}`.trim();
  const known = formatter(currency, locale, style);
  // The text goes in as text: Intl keeps all digits of it, a number would not.
  if (known) return known.format(amount as Intl.StringNumericLiteral);
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: allDigits }).format(amount as Intl.StringNumericLiteral)} ${currency.toUpperCase()}`;
}

/** The sign a locale writes for a currency: "$", "₹", "€"; the code when it has none. */
export function currencySymbol(currency: string, locale = currentLocale()): string {
  const parts = formatter(currency, locale, 'price')?.formatToParts(0) ?? [];
  return parts.find((part) => part.type === 'currency')?.value ?? currency.toUpperCase();
}
