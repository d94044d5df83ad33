import { createHash } from 'node:crypto';
import type { ApiKey } from '@shared/entities/api-key';
import { askPricebook } from '../ask-pricebook';
import type { V1AppOptions } from './v1-env';

/** How long a key that was found good is believed without asking the store: another process may have revoked it. */
const believedMs = 1000;

/** How exact the moment of last use is kept. */
const markEveryMs = 60_000;

/** Every key looks like this; anything else need not be looked up. */
const keyForm = /^sk_[\w-]{20,100}$/;

/** Answers the live key that a text is, else null, and keeps when each key was last used. */
export function keyFinder({ pricebook, log }: V1AppOptions): (text: string) => Promise<ApiKey | null> {
  const believed = new Map<string, { key: ApiKey; until: number }>();
  const marked = new Map<string, number>();
  pricebook.onEvent((event) => {
    if (event.type === 'changed' && event.topics.includes('api_key')) believed.clear();
  });

  /** Never waited for: a request does not get slower by being counted. */
  function markUsed({ id, last_used_at }: ApiKey, now: number): void {
    const last = marked.get(id) ?? (last_used_at ? Date.parse(last_used_at) : 0);
    if (Math.abs(now - last) < markEveryMs) return;
    marked.set(id, now);
    void askPricebook(pricebook, 'apiKey.markUsed', { id }).then((reply) => {
      if (!reply.ok) log(`cannot keep when a key was used: ${reply.error.message}`);
    });
  }

  return async (text) => {
    if (!keyForm.test(text)) return null;
    // Looking a hash up says nothing of the key: its time does not depend on how much of a key is right.
    const hash = createHash('sha256').update(text).digest('hex');
    const now = Date.now();
    const known = believed.get(hash);
    if (known && known.until > now) return known.key;
    believed.delete(hash);
    const reply = await askPricebook(pricebook, 'apiKey.verify', { hash });
    if (!reply.ok) throw new Error(reply.error.message);
    const { key } = reply.data;
    if (!key) return null;
    believed.set(hash, { key, until: now + believedMs });
    markUsed(key, now);
    return key;
  };
}
