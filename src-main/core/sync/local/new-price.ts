import { priceCreate } from '@shared/entities/price';
import { createPrice, insertPrice } from '../../prices/create-price';
import type { Tx } from '../../store/write';
import { continueLineItems, type Succession } from '../../subscriptions/sync-line-items';
import { parseInput } from './edit-row';
import { liveGroup } from './live-group';
import { termsInput } from './terms-input';

/**
 * Makes a price of the values of a snapshot, ids in it local, by the domain's own rules; answers its id. `continues`: the
 * price in whose place it is, and `had` what was on subscriptions of the versions that were taken away for it: it goes on
 * with their quantities and commitments.
 */
export async function newPrice(
  tx: Tx,
  snapshot: Readonly<Record<string, unknown>>,
  { continues, had = [] }: { continues?: string | undefined; had?: Succession['had'] } = {},
): Promise<string> {
  const { billing_model, amount, tier_mode, tiers, transform_quantity, min_quantity, ...rest } = snapshot;
  const terms = termsInput({ billing_model, amount, tier_mode, tiers, transform_quantity });
  const quantity = min_quantity === null || min_quantity === undefined ? null : Number(min_quantity);
  const group_id = liveGroup(tx, rest.group_id);
  const input = parseInput(priceCreate, { entity_type: 'PLAN', ...rest, group_id, ...terms, min_quantity: quantity });
  if (continues === undefined && had.length === 0) return (await createPrice(tx, input)).id;
  const price = await insertPrice(tx, input);
  await continueLineItems(tx, [{ from: continues, to: price, had }]);
  return price.id;
}
