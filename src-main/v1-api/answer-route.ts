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
    const address = partsOf(c.req.url);
    const conditions = isWrite ? readConditions(c, address.search, body) : unconditional;
    if ('error' in conditions) return send(c, refusal(conditions.error));
    const { if_match, idempotency } = conditions;
    const context: CallContext = {
      environment_id: key.environment_id,
      caller: key.id,
      versions: true,
      ...(idempotency && { idempotency }),
    };
    const caller = { key, requests_per_second: rateLimit || null };
    const reply = await pricebook.answer(route, { params, body, if_match, caller, ...address }, context);
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

/** What the headers of a write make it depend on. */
interface Conditions {
  /** The version that `If-Match` names. */
  if_match: number | null;
  idempotency: CallContext['idempotency'] | null;
}

const unconditional: Conditions = { if_match: null, idempotency: null };

/** Reads `If-Match` and `Idempotency-Key`; answers why a header cannot be used. */
function readConditions(c: Context, search: string, text: string): Conditions | { error: AppErrorBody } {
  const etag = c.req.header('if-match');
  const isAnyVersion = etag === undefined || etag.trim() === '*';
  const if_match = isAnyVersion ? null : versionOf(etag);
  if (if_match === null && !isAnyVersion) {
    return { error: { code: 'validation_error', message: 'If-Match must be an ETag of this server' } };
  }
  const key = c.req.header('idempotency-key');
  if (key === undefined) return { if_match, idempotency: null };
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    return { error: { code: 'validation_error', message: 'Idempotency-Key must be 1 to 255 plain characters' } };
  }
  // The query may name the row that is written, so it is part of what was asked.
  const request = createHash('sha256').update(`${c.req.method} ${c.req.path}?${search}\n${text}`).digest('hex');
  return { if_match, idempotency: { key, request } };
}
