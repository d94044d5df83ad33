import { createHmac, timingSafeEqual } from 'node:crypto';
import { portalTokenForm } from '@shared/entities/portal-link';

/** What a token says; nothing in it is secret, and nothing in it can be changed. */
export interface PortalClaims {
  environment_id: string;
  customer_id: string;
  /** The API key that made the link and ends it when it is revoked; null when the app made it. */
  api_key_id: string | null;
  /** Epoch milliseconds. */
  expires_at: number;
}

/** The claims and their signature (HMAC-SHA-256) as text that fits into an address. */
export function signPortalToken(secret: string, claims: PortalClaims): string {
  const { environment_id, customer_id, api_key_id, expires_at } = claims;
  const payload = Buffer.from(JSON.stringify([environment_id, customer_id, api_key_id, expires_at])).toString(
    'base64url',
  );
  return `pl1.${payload}.${signatureOf(secret, payload)}`;
}

/** The claims of a token that was signed with this secret and has not expired; else null, without saying which. */
export function readPortalToken(secret: string, token: string, now: number): PortalClaims | null {
  const [, payload, signature] = portalTokenForm.exec(token) ?? [];
  if (payload === undefined || signature === undefined) return null;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(secret, payload)))) return null;
  const [environment_id, customer_id, api_key_id, expires_at] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as [string, string, string | null, number];
  return now < expires_at ? { environment_id, customer_id, api_key_id, expires_at } : null;
}

const signatureOf = (secret: string, payload: string) =>
  createHmac('sha256', Buffer.from(secret, 'base64url')).update(`pl1.${payload}`).digest('base64url');
