import { priceCreate } from '@shared/entities/price';
import { createPrice, insertPrice } from '../../prices/create-price';
import type { Tx } from '../../store/write';
import { continueLineItems } from '../../subscriptions/sync-line-items';
import { parseInput } from './edit-row';
import { termsInput } from './terms-input';

/**
 * Makes a price of the values of a snapshot, ids in it local, by the domain's own rules; answers its id. `continues`: the
 * price in whose place it is, with the quantities and commitments of those who have that one.
 */
export async function newPrice(
  tx: Tx,
  snapshot: Readonly<Record<string, unknown>>,
  { continues }: { continues?: string | undefined } = {},
): Promise<string> {
  const { billing_model, amount, tier_mode, tiers, transform_quantity, min_quantity, ...rest } = snapshot;
  const terms = termsInput({ billing_model, amount, tier_mode, tiers, transform_quantity });
  const quantity = min_quantity === null || min_quantity === undefined ? null : Number(min_quantity);
  const input = parseInput(priceCreate, { entity_type: 'PLAN', ...rest, ...terms, min_quantity: quantity });
  if (continues === undefined) return (await createPrice(tx, input)).id;
  const price = await insertPrice(tx, input);
  await continueLineItems(tx, [{ from: continues, to: price }]);
  return price.id;
}
