import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Answers JSON with the content type of the wire contract (1.1). */
export const sendJson = (c: Context, status: ContentfulStatusCode, body: unknown) =>
  c.body(JSON.stringify(body), status, { 'Content-Type': 'application/json; charset=utf-8' });
