import type { Decimal } from '@shared/big';
import { costDigits, fromScaled, quantityDigits } from '@shared/rules/scaled-decimal';

/** A cost of 10^-30 as a decimal. */
export const costText = (cost: bigint): Decimal => fromScaled(cost, costDigits);

/** A quantity of 10^-15 as a decimal. */
export const quantityText = (quantity: bigint): Decimal => fromScaled(quantity, quantityDigits);
