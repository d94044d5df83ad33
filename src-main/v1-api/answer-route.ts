import { createHash } from 'node:crypto';
import { contract } from '@shared/contract';
import type { CallContext } from '@shared/door';
import type { AppErrorBody } from '@shared/errors';
import { type RawAnswer, refusal } from '@shared/v1/answer-request';
import { versionOf } from '@shared/v1/encode-answer';
import type { AnyRoute } from '@shared/v1/route';
import type { Context, Handler } from 'hono';
import { readText } from './read-body';
import { sendJson, sendText } from './send-json';
import type { V1AppOptions, V1Env } from './v1-env';

/** Answers a route: hands the request on as it came, with what only its headers say, and sends what comes back. */
export function answerRoute(route: AnyRoute, { pricebook, rateLimit }: V1AppOptions): Handler<V1Env> {
  const isWrite = contract[route.procedure].kind === 'mutation';

  return async (c) => {
    const key = c.get('key');
    if (isWrite && key.access === 'read') return sendJson(c, 403, { message: 'insufficient permissions' });
    const body = route.body ? await readText(c, route) : '';
    if (typeof body !== 'string') return send(c, refusal(body.error, body.status));
    const params = c.req.param() as Record<string, string>;
    const context: CallContext = { environment_id: key.environment_id, caller: key.id, versions: true };
    if (isWrite) {
      const error = readConditions(c, params.id, body, context);
      if (error) return send(c, refusal(error));
    }
    const caller = { key, requests_per_second: rateLimit || null };
    const reply = await pricebook.answer(route, { params, body, caller, ...partsOf(c.req.url) }, context);
    return send(c, reply.ok ? reply.data : refusal(reply.error));
  };
}

function send(c: Context, { status, body, etag }: RawAnswer): Response {
  if (etag !== null) c.header('ETag', etag);
  return body === null ? c.body(null, 204) : sendText(c, status, body);
}

/** Scheme, host and port of an address, and what follows its `?`. */
function partsOf(url: string): { origin: string; search: string } {
  const path = url.indexOf('/', url.indexOf('://') + 3);
  const query = url.indexOf('?', path);
  return { origin: url.slice(0, path), search: query < 0 ? '' : url.slice(query + 1) };
}

/** Puts `If-Match` and `Idempotency-Key` into the context of a write; answers why a header cannot be used. */
function readConditions(c: Context, id: string | undefined, text: string, context: CallContext): AppErrorBody | null {
  const etag = c.req.header('if-match');
  if (etag !== undefined && id !== undefined && etag.trim() !== '*') {
    const version = versionOf(etag);
    if (version === null) return { code: 'validation_error', message: 'If-Match must be an ETag of this server' };
    context.if_match = { id, version };
  }
  const key = c.req.header('idempotency-key');
  if (key !== undefined) {
    if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
      return { code: 'validation_error', message: 'Idempotency-Key must be 1 to 255 plain characters' };
    }
    const request = createHash('sha256').update(`${c.req.method} ${c.req.path}\n${text}`).digest('hex');
    context.idempotency = { key, request };
  }
  return null;
}
