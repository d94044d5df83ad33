import { isAdditive } from '@shared/rules/event-quantity';
import type { ChargedPrice } from '../analytics/charged-prices';

/**
 * Whether a price charges line item by line item for a sum of usage, so that what it charges cannot be read off the usage
 * of all customers together and is kept apart (tiers, packages).
 */
export const isPricedApart = ({ compiled, meter: { aggregation } }: ChargedPrice): boolean =>
  !compiled.linear && isAdditive(aggregation) && aggregation.type !== 'AVG';
