import Big from 'big.js';

/** Symbol and minor digits per currency (wire contract 3.4); two digits unless said otherwise. */
const currencies: Record<string, { symbol: string; digits?: number }> = {
  usd: { symbol: '$' },
  eur: { symbol: '€' },
  gbp: { symbol: '£' },
  aud: { symbol: 'AUS' },
  cad: { symbol: 'CAD' },
  inr: { symbol: '₹' },
  idr: { symbol: 'Rp' },
  sgd: { symbol: 'S$' },
  thb: { symbol: '฿' },
  myr: { symbol: 'RM' },
  php: { symbol: '₱' },
  hkd: { symbol: 'HK$' },
  nzd: { symbol: 'NZ$' },
  brl: { symbol: 'R$' },
  chf: { symbol: 'CHF' },
  cny: { symbol: 'CN¥' },
  czk: { symbol: 'CZK' },
  dkk: { symbol: 'DKK' },
  huf: { symbol: 'HUF' },
  ils: { symbol: '₪' },
  mxn: { symbol: 'MX$' },
  nok: { symbol: 'NOK' },
  pln: { symbol: 'PLN' },
  ron: { symbol: 'RON' },
  rub: { symbol: '₽' },
  sar: { symbol: 'SAR' },
  sek: { symbol: 'SEK' },
  try: { symbol: 'TRY' },
  twd: { symbol: 'NT$' },
  zar: { symbol: 'ZAR' },
  jpy: { symbol: '¥', digits: 0 },
  vnd: { symbol: '₫', digits: 0 },
  krw: { symbol: '₩', digits: 0 },
  clp: { symbol: 'CLP$', digits: 0 },
  clf: { symbol: 'CLF', digits: 4 },
  kwd: { symbol: 'KD', digits: 3 },
};

/** Every currency with a symbol of its own: lower-case code to symbol. */
export const currencySymbols: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(currencies).map(([code, { symbol }]) => [code, symbol]),
);

const known = (currency: string) => {
  const code = currency.toLowerCase();
  return Object.hasOwn(currencies, code) ? currencies[code] : undefined;
};

/** The symbol written before an amount; the upper-case code for a currency that is not in the table. */
export const currencySymbol = (currency: string): string => known(currency)?.symbol ?? currency.toUpperCase();

/** How many decimals amounts of a currency are shown with. */
export const currencyDigits = (currency: string): number => known(currency)?.digits ?? 2;

/** An amount as the wire shows it: symbol directly followed by the trimmed amount, "$10.5". */
export const displayAmount = (amount: string, currency: string): string =>
  `${currencySymbol(currency)}${new Big(amount).toFixed()}`;

/** An amount inside a sentence: "$3", but "$0.50" rather than "$0.5", as the screens write prices. */
export function amountInWords(amount: string, currency: string): string {
  const [whole = '', fraction] = new Big(amount).toFixed().split('.');
  const decimals = fraction === undefined ? '' : `.${fraction.padEnd(currencyDigits(currency), '0')}`;
  return `${currencySymbol(currency)}${whole}${decimals}`;
}
