import { createHash } from 'node:crypto';
import { contract } from '@shared/contract';
import type { CallContext } from '@shared/door';
import type { AppErrorBody } from '@shared/errors';
import { encodeAnswer, etagOf, versionOf } from '@shared/v1/encode-answer';
import { errorToWire } from '@shared/v1/error-body';
import { queryKindsOf, readQuery } from '@shared/v1/query-string';
import { malformed, wordRefusal } from '@shared/v1/refuse-request';
import type { AnyRoute, V1Request } from '@shared/v1/route';
import type { Context, Handler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { parseBody, readText } from './read-body';
import { sendJson } from './send-json';
import type { V1AppOptions, V1Env } from './v1-env';

/** Answers a route: reads the request, calls its procedure and spells the answer as the wire does. */
export function answerRoute(route: AnyRoute, { pricebook, rateLimit }: V1AppOptions): Handler<V1Env> {
  const isWrite = contract[route.procedure].kind === 'mutation';
  const kinds = route.query ? queryKindsOf(route.query) : {};

  return async (c) => {
    const key = c.get('key');
    if (isWrite && key.access === 'read') return sendJson(c, 403, { message: 'insufficient permissions' });
    const text = route.body ? await readText(c, route) : '';
    if (typeof text !== 'string') return sendJson(c, text.status, errorToWire(text.error, text.status));
    const body = route.body ? parseBody(text) : {};
    if (!body) return refuse(c, malformed(route));
    const request: V1Request = {
      params: c.req.param() as Record<string, string>,
      body,
      query: route.query ? readQuery(kinds, new URL(c.req.url).searchParams) : {},
      caller: { key, requests_per_second: rateLimit || null },
      origin: new URL(c.req.url).origin,
    };
    const context: CallContext = { environment_id: key.environment_id, caller: key.id, versions: true };
    if (isWrite) {
      const refusal = readConditions(c, request, text, context);
      if (refusal) return refuse(c, refusal);
    }
    const input = route.input(request);
    const reply = await pricebook.call(route.procedure, input, context);
    if (!reply.ok) return refuse(c, wordRefusal(route, input, reply.error));
    if (route.response === null) return c.body(null, 204);
    const answer = encodeAnswer(route, reply.data, request, reply.versions);
    const version = reply.versions?.[idOf(reply.data)];
    if (version !== undefined) c.header('ETag', etagOf(version));
    return sendJson(c, route.status as ContentfulStatusCode, answer);
  };
}

const refuse = (c: Context, error: AppErrorBody) => {
  const body = errorToWire(error);
  return sendJson(c, body.http_status_code as ContentfulStatusCode, body);
};

/** Puts `If-Match` and `Idempotency-Key` into the context of a write; answers why a header cannot be used. */
function readConditions(c: Context, { params }: V1Request, text: string, context: CallContext): AppErrorBody | null {
  const etag = c.req.header('if-match');
  if (etag !== undefined && params.id !== undefined && etag.trim() !== '*') {
    const version = versionOf(etag);
    if (version === null) return { code: 'validation_error', message: 'If-Match must be an ETag of this server' };
    context.if_match = { id: params.id, version };
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

const idOf = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string' ? data.id : '';
