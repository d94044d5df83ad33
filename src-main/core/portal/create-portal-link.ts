import type { OutputOf, Parsed } from '@shared/contract';
import { invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { loadByExternalId, loadCustomer } from '../customers/customer-row';
import type { Tx } from '../store/write';
import { portalSecret } from './portal-secret';
import { signPortalToken } from './portal-token';

/**
 * Makes a link to the usage of one customer. It is not kept: it is good until it expires, the API key that made it is
 * revoked, or the customer is archived.
 */
export async function createPortalLink(
  tx: Tx,
  input: Parsed<'portalLink.create'>,
): Promise<OutputOf<'portalLink.create'>> {
  const { environment_id, caller } = tx.context;
  const customer = await namedCustomer(tx, input);
  if (customer.status !== 'published') throw invalid('An archived customer has no usage page', 'customer_id');
  const expires_at = Date.parse(tx.now) + input.expires_in_hours * 3_600_000;
  const token = signPortalToken(await portalSecret(tx), {
    environment_id,
    customer_id: customer.id,
    api_key_id: caller ?? null,
    expires_at,
  });
  return { token, expires_at: toInstant(expires_at), customer_id: customer.id };
}

function namedCustomer({ db, context }: Tx, input: Parsed<'portalLink.create'>) {
  if (input.customer_id) return loadCustomer(db, context.environment_id, input.customer_id);
  if (input.external_customer_id) return loadByExternalId(db, context.environment_id, input.external_customer_id);
  throw invalid('Please provide either customer_id or external_customer_id', 'customer_id');
}
