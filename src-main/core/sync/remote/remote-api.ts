import type { AppErrorBody } from '@shared/errors';
import { limits } from '@shared/limits';
import { failureOf } from './network-failure';

/** What became of a request, as the rules of syncing tell outcomes apart (one meaning each, whatever the server said). */
export type RemoteReply =
  | { kind: 'ok'; status: number; body: unknown; etag: string | null }
  /** The server understood and declined: repeating it changes nothing. */
  | { kind: 'refused'; status: number; error: AppErrorBody & { code: string } }
  /** The key is missing, wrong or may not do this; nothing was done. */
  | {
      kind: 'unauthorized';
      message: string /** The server's own words; null when it gave none. */;
      said: string | null;
    }
  /** Too many requests or a pause; whether a write was done is not known, since a proxy may say so after the server did it. */
  | { kind: 'busy'; retry_after_ms: number | null; message: string }
  /** Nothing left this machine. */
  | { kind: 'unreachable'; message: string }
  /** No answer, or none that can be read: a write may have been done. */
  | { kind: 'broken'; message: string };

export interface RemoteRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under `/v1`. */
  path: string;
  body?: unknown;
  /** For servers that do a write once however often it comes. */
  idempotency_key?: string;
  /** For servers that refuse a write to a row that has moved on. */
  if_match?: string;
  /** Settles when the answer is wanted: a long one that comes before waits as bytes, which is less than its values. */
  wanted?: Promise<void>;
}

export interface RemoteApi {
  send(request: RemoteRequest): Promise<RemoteReply>;
  /** How many rows a list is asked for at once; as many as the API allows where nobody says. */
  page_size?: number | undefined;
}

export const pageSizeOf = ({ page_size = limits.page_size }: RemoteApi): number => page_size;

export interface RemoteApiOptions {
  /** With scheme, without `/v1`. */
  base_url: string;
  api_key: string;
  fetch: typeof fetch;
  /** Ends everything under way, such as when the person cancels. */
  signal?: AbortSignal;
  timeout_ms?: number;
  page_size?: number | undefined;
}

const defaultTimeoutMs = 15_000;
/** Longer than any pause a server asks for in earnest. */
const longestPauseMs = 60 * 60 * 1000;

/** A client of a v1 server that tells outcomes apart instead of throwing. It never repeats a request by itself. */
export function remoteApi(options: RemoteApiOptions): RemoteApi {
  const { base_url, api_key, signal, timeout_ms = defaultTimeoutMs } = options;
  return {
    page_size: options.page_size,
    async send({ method, path, body, idempotency_key, if_match, wanted }) {
      const timeout = AbortSignal.timeout(timeout_ms);
      let response: Response;
      try {
        response = await options.fetch(`${base_url}/v1${path}`, {
          method,
          headers: {
            accept: 'application/json',
            'x-api-key': api_key,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(idempotency_key !== undefined && { 'idempotency-key': idempotency_key }),
            ...(if_match !== undefined && { 'if-match': if_match }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          // A redirect could carry the key to another server.
          redirect: 'manual',
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        return withoutKey(await replyOf(response, wanted), api_key);
      } catch (error) {
        return failureOf(error, base_url);
      }
    },
  };
}

const utf8 = new TextDecoder();

/** Texts of this length are no keys, and would be found in every sentence. */
const tooShortToHide = 8;

/** What is told of a failure is shown and kept: servers and proxies that repeat the key in it must not spread it. */
function withoutKey(reply: RemoteReply, api_key: string): RemoteReply {
  if (reply.kind === 'ok' || api_key.length <= tooShortToHide) return reply;
  return withoutText(reply, api_key) as RemoteReply;
}

function withoutText(value: unknown, text: string): unknown {
  if (typeof value === 'string') return value.replaceAll(text, '…');
  if (Array.isArray(value)) return value.map((one) => withoutText(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutText(one, text)]));
}

async function replyOf(response: Response, wanted: Promise<void> | undefined): Promise<RemoteReply> {
  const { status } = response;
  if (status === 0 || (status >= 300 && status < 400)) {
    return {
      kind: 'refused',
      status,
      error: said(status, null, `The server sends elsewhere${leadsTo(response)}. Please give its final address.`),
    };
  }
  const bytes = await response.arrayBuffer();
  await wanted;
  const body = parsed(utf8.decode(bytes));
  if (response.ok) {
    if (status !== 204 && body === undefined) return { kind: 'broken', message: unreadable(response) };
    return { kind: 'ok', status, body: body ?? null, etag: response.headers.get('etag') };
  }
  const message = messageIn(body);
  if (status === 401 || status === 403) {
    return { kind: 'unauthorized', message: message ?? 'The server does not accept the API key.', said: message };
  }
  if (status === 429 || status === 503) {
    const pause = pauseOf(response.headers.get('retry-after'), response.headers.get('date'));
    return {
      kind: 'busy',
      retry_after_ms: pause,
      message: `The server asks for a pause${message ? `: ${message}` : '.'}`,
    };
  }
  if (status >= 500) {
    return { kind: 'broken', message: `The server failed (${status})${message ? `: ${message}` : '.'}` };
  }
  return { kind: 'refused', status, error: said(status, body, message ?? declined(status)) };
}

const declined = (status: number): string =>
  status === 404 ? 'The server does not know this request (404).' : `The server refused it (${status}).`;

/** A page that a browser would show comes from another kind of server, or from a network that wants a sign-in first. */
function unreadable({ headers }: Response): string {
  return headers.get('content-type')?.startsWith('text/html')
    ? 'A web page came instead of an answer. Is the address right, and does this network ask for a sign-in?'
    : 'The server’s answer cannot be read.';
}

/** Where a redirect leads, as far as a person needs it to type an address. */
function leadsTo(response: Response): string {
  const location = response.headers.get('location') ?? '';
  return URL.canParse(location) ? `, to ${new URL(location).origin}` : '';
}

/** An answer that is not JSON is undefined: an error page of a proxy, or one that was cut off. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const member = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;

/** The sentence of an error, in the flat shape or the older nested one (wire contract 1.6, 9.6). */
function messageIn(body: unknown): string | null {
  const nested = member(member(body, 'error'), 'message');
  const found = [member(body, 'message'), nested, member(body, 'error')].find((one) => typeof one === 'string' && one);
  return typeof found === 'string' ? found : null;
}

function said(status: number, body: unknown, message: string): AppErrorBody & { code: string } {
  const code = member(body, 'code');
  const details = member(body, 'details');
  const known =
    typeof code === 'string'
      ? code
      : status === 404
        ? 'not_found'
        : status === 409
          ? 'already_exists'
          : 'validation_error';
  return {
    code: known as AppErrorBody['code'],
    message,
    ...(typeof details === 'object' && details !== null && { details: details as Record<string, unknown> }),
  };
}

/** Seconds, or an HTTP date measured by the server's own clock: ours may be wrong by hours. */
function pauseOf(header: string | null, date: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.parse(date ?? '');
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestPauseMs) : null;
}
