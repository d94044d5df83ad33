import type { PortalAccess } from '@shared/entities/portal-link';
import { toInstant } from '@shared/instant';
import type { Deps } from '../deps';
import { findRow } from '../store/find-row';
import { findPortalSecret } from './portal-secret';
import { type PortalClaims, readPortalToken } from './portal-token';

/** Whose usage a token opens; null when it is forged or expired, its API key was revoked, or its customer is gone. */
export async function verifyPortalLink({ store: { db }, now }: Deps, token: string): Promise<PortalAccess | null> {
  const secret = await findPortalSecret(db);
  const claims = secret === null ? null : readPortalToken(secret, token, now());
  if (!claims || !(await isKeyLive(db, claims))) return null;
  const { environment_id, customer_id, expires_at } = claims;
  const customer = await findRow(db, 'customers', environment_id, customer_id);
  const environment = await db
    .selectFrom('environments')
    .select('timezone')
    .where('id', '=', environment_id)
    .executeTakeFirst();
  if (customer?.status !== 'published' || !environment) return null;
  return {
    environment_id,
    customer_id,
    customer_name: customer.name,
    timezone: environment.timezone,
    expires_at: toInstant(expires_at),
  };
}

async function isKeyLive(db: Deps['store']['db'], { api_key_id, environment_id }: PortalClaims): Promise<boolean> {
  if (api_key_id === null) return true;
  const key = await db
    .selectFrom('api_keys')
    .select('id')
    .where('id', '=', api_key_id)
    .where('environment_id', '=', environment_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return key !== undefined;
}
