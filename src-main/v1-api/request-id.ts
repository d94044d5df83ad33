import type { MiddlewareHandler } from 'hono';

/** Sends the client's `X-Request-ID` back, or one of ours; every answer has one (wire contract 1.1). */
export const setRequestId: MiddlewareHandler = async (c, next) => {
  const given = c.req.header('x-request-id');
  c.header('X-Request-ID', given && /^[\x21-\x7e]{1,128}$/.test(given) ? given : crypto.randomUUID());
  await next();
};
