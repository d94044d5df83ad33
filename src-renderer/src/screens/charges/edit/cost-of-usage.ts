import { Big, type Decimal } from '@shared/big';
import { costOf, type PricingTerms } from '@shared/rules/pricing';

/** What the same usage costs at some terms: each customer's on its own, then added. */
export const costOfUsage = (terms: PricingTerms, quantities: readonly Decimal[]): Decimal =>
  quantities.reduce((sum, quantity) => sum.plus(costOf(terms, quantity)), new Big('0')).toFixed();
