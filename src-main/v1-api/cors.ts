import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** Lets pages of exactly these origins use the API from a browser; pages of every other origin cannot. */
export const allowOrigins = (origins: readonly string[]): MiddlewareHandler =>
  cors({
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
