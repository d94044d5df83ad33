import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const headers = { 'Content-Type': 'application/json; charset=utf-8' };

/** Answers JSON with the content type of the wire contract (1.1). */
export const sendJson = (c: Context, status: ContentfulStatusCode, body: unknown) =>
  sendText(c, status, JSON.stringify(body));

/** Answers a text, or its UTF-8, that is JSON already. */
export const sendText = (c: Context, status: number, text: string | Uint8Array<ArrayBuffer>) =>
  c.body(text, status as ContentfulStatusCode, headers);
