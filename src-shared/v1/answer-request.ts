import type { CallContext } from '../door';
import type { AppErrorBody, Reply } from '../errors';
import { encodeAnswer, etagOf } from './encode-answer';
import { errorToWire } from './error-body';
import { parseBody } from './parse-body';
import { type QueryKinds, queryKindsOf, readQuery } from './query-string';
import type { RawRequest } from './raw-request';
import { malformed, wordRefusal } from './refuse-request';
import type { AnyRoute, V1Request } from './route';

/** An answer as it goes out. */
export interface RawAnswer {
  status: number;
  /** The JSON text, on its way between threads as UTF-8; null when there is no body. */
  body: string | Uint8Array<ArrayBuffer> | null;
  /** The version of the one row that is answered; null for lists and refusals. */
  etag: string | null;
}

/** Asks the core; the `call` of whichever thread it runs on. */
export type CallCore = (name: string, input: unknown, context: CallContext) => Promise<Reply>;

/**
 * Answers a request: from the text of its body to the text of its answer, so that rows never leave the thread that read
 * them. Never throws for what a client sent.
 */
export async function answerRequest(
  call: CallCore,
  route: AnyRoute,
  { params, body: text, search, if_match, caller, origin }: RawRequest,
  given: CallContext,
): Promise<RawAnswer> {
  const body = route.body ? parseBody(text, route.exactNumbers) : {};
  if (!body) return refusal(malformed(route));
  const query = route.query ? readQuery(kindsOf(route, route.query), new URLSearchParams(search)) : {};
  const request: V1Request = { params, body, query, caller, origin };
  const input = route.input(request);
  const context = if_match === null ? given : withCondition(given, if_match, idOf(input));
  if (!context) return refusal(unnamedRow);
  const reply = await call(route.procedure, input, context);
  if (!reply.ok) return refusal(wordRefusal(route, input, reply.error));
  if (route.response === null) return { status: route.status, body: null, etag: null };
  const version = reply.versions?.[idOf(reply.data)];
  return {
    status: route.status,
    body: encodeAnswer(route, reply.data, request, reply.versions),
    etag: version === undefined ? null : etagOf(version),
  };
}

/** The row whose version must match is the one the procedure is about; null when the request names none by its id. */
const withCondition = (context: CallContext, version: number, id: string): CallContext | null =>
  id === '' ? null : { ...context, if_match: { id, version } };

const unnamedRow: AppErrorBody = {
  code: 'validation_error',
  message: 'If-Match is for a request that names one row by its id',
};

/** A refusal as the wire spells it. */
export function refusal(error: AppErrorBody, status?: number): RawAnswer {
  const body = errorToWire(error, status);
  return { status: body.http_status_code, body: JSON.stringify(body), etag: null };
}

const knownKinds = new Map<AnyRoute, QueryKinds>();

function kindsOf(route: AnyRoute, query: NonNullable<AnyRoute['query']>): QueryKinds {
  const known = knownKinds.get(route) ?? queryKindsOf(query);
  knownKinds.set(route, known);
  return known;
}

const idOf = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string' ? data.id : '';
