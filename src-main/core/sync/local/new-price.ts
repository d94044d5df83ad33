import { priceCreate } from '@shared/entities/price';
import { createPrice } from '../../prices/create-price';
import type { Tx } from '../../store/write';
import { parseInput } from './edit-row';
import { termsInput } from './terms-input';

/** Makes a price of the values of a snapshot, ids in it local, by the domain's own rules; answers its id. */
export async function newPrice(tx: Tx, snapshot: Readonly<Record<string, unknown>>): Promise<string> {
  const { billing_model, amount, tier_mode, tiers, transform_quantity, min_quantity, ...rest } = snapshot;
  const terms = termsInput({ billing_model, amount, tier_mode, tiers, transform_quantity });
  const quantity = min_quantity === null || min_quantity === undefined ? null : Number(min_quantity);
  const input = parseInput(priceCreate, { entity_type: 'PLAN', ...rest, ...terms, min_quantity: quantity });
  return (await createPrice(tx, input)).id;
}
