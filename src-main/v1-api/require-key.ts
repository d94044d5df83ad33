import type { Context, MiddlewareHandler } from 'hono';
import { keyFinder } from './find-key';
import { sendJson } from './send-json';
import type { V1AppOptions, V1Env } from './v1-env';

/**
 * Lets a request through that carries a live API key, as `x-api-key` or as `Authorization: Bearer`; the key also decides
 * the environment. A missing or wrong one is 401 in the contract's shape (wire contract 1.5).
 */
export function requireKey(options: V1AppOptions): MiddlewareHandler<V1Env> {
  const find = keyFinder(options);
  return async (c, next) => {
    const given = readKey(c);
    const key = given.key === undefined ? null : await find(given.key);
    if (!key) return sendJson(c, 401, { error: given.refusal });
    c.set('key', key);
    return next();
  };
}

/** The key that a request carries, and what is said when it is not a live one. */
function readKey(c: Context): { key?: string; refusal: string } {
  const header = c.req.header('x-api-key');
  const authorization = c.req.header('authorization');
  if (header !== undefined || authorization === undefined) return { key: header ?? '', refusal: 'Unauthorized' };
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return bearer ? { key: bearer, refusal: 'Invalid token' } : { refusal: 'Invalid authorization header format' };
}
