import { createHash } from 'node:crypto';
import type { ApiKey } from '@shared/entities/api-key';
import type { MiddlewareHandler } from 'hono';
import { sendJson } from './send-json';
import type { V1AppOptions, V1Env } from './v1-env';

/** How long a key that was found good is believed without asking the store: another process may have revoked it. */
const believedMs = 1000;

/**
 * Lets a request through that carries a live API key (`x-api-key`), which also decides the environment. A missing or
 * wrong key is 401 in the contract's shape (1.5).
 */
export function requireKey({ pricebook }: V1AppOptions): MiddlewareHandler<V1Env> {
  const believed = new Map<string, { key: ApiKey; until: number }>();
  pricebook.onEvent((event) => {
    if (event.type === 'changed' && event.topics.includes('api_key')) believed.clear();
  });

  async function find(text: string): Promise<ApiKey | null> {
    // Looking a hash up says nothing of the key: its time does not depend on how much of a key is right.
    const hash = createHash('sha256').update(text).digest('hex');
    const known = believed.get(hash);
    if (known && known.until > Date.now()) return known.key;
    believed.delete(hash);
    const reply = await pricebook.call('apiKey.verify', { hash }, { environment_id: '' });
    if (!reply.ok) throw new Error(reply.error.message);
    const { key } = reply.data as { key: ApiKey | null };
    if (key) believed.set(hash, { key, until: Date.now() + believedMs });
    return key;
  }

  return async (c, next) => {
    const key = await find(c.req.header('x-api-key') ?? '');
    if (!key) return sendJson(c, 401, { error: 'Unauthorized' });
    c.set('key', key);
    return next();
  };
}
