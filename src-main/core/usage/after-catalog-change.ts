import type { Tx } from '../store/write';

/**
 * Builds the roll-ups of a meter that has just been created or whose filters changed, from the raw events already
 * stored. Part of the same transaction as the change.
 */
export function usageOfMeter(_tx: Tx, _meterId: string): void {}

/**
 * Rebuilds usage by price after line items of these prices were added, ended or moved, in the same transaction.
 */
export function usageOfPrices(_tx: Tx, _priceIds: readonly string[]): void {}
