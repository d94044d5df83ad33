import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** Lets pages of exactly these origins use the API from a browser; pages of every other origin cannot. */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler {
  const allow = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'X-API-Key',
      'X-Environment-ID',
      'X-Request-ID',
    ],
    exposeHeaders: ['ETag', 'Retry-After', 'X-Request-ID'],
    maxAge: 600,
  });
  return async (c, next) => {
    const preflight = await allow(c, next);
    // OPTIONS answers 200 with or without origins (wire contract 1.1).
    return preflight && c.body(null, 200, Object.fromEntries(preflight.headers));
  };
}
