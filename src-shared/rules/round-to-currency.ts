import { Big, type Decimal } from '../big';
import { currencyDigits } from './currency';

/** Rounds an amount to its currency's decimals, half away from zero (wire contract 6.8). */
export const roundToCurrency = (amount: Decimal, currency: string): Decimal =>
  new Big(amount).round(currencyDigits(currency), Big.roundHalfUp).toFixed();
