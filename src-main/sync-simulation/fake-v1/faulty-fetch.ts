import type { FakeAnswer } from './fake-answer';
import type { FakeRequest } from './fake-v1';

/** What can go wrong with one request between a client and a server. */
export type Fault =
  /** The request never arrives. */
  | 'request_lost'
  /** It is done, but the answer never arrives. */
  | 'response_lost'
  | 'refused_connection'
  | 'error_before'
  /** It is done, and the answer is a 500. */
  | 'error_after'
  | 'busy'
  | 'busy_with_pause'
  /** It is done, and a proxy in between says “too many requests”. */
  | 'busy_after'
  /** It is done, and the answer is cut off in the middle. */
  | 'truncated'
  | 'html_page'
  /** The network delivers it twice. */
  | 'twice'
  /** The client gives up; the server does it only before the next request it gets. */
  | 'late';

export const faults: readonly Fault[] = [
  'request_lost',
  'response_lost',
  'refused_connection',
  'error_before',
  'error_after',
  'busy',
  'busy_with_pause',
  'busy_after',
  'truncated',
  'html_page',
  'twice',
  'late',
];

/** A server that answers requests: the fake one, or our own behind the same face. */
export interface Answering {
  answer(request: FakeRequest, headers: Headers, lagMs: number): Promise<FakeAnswer & { etag?: string | null }>;
}

/** How one request goes: what befalls it, and how far behind its reads are. */
export interface Passage {
  fault: Fault | null;
  lag_ms?: number;
}

/** `fetch` to a server over a network on which `next` decides what befalls each request. */
export function faultyFetch(server: Answering, next: (request: FakeRequest) => Passage): typeof fetch {
  const waiting: (() => Promise<unknown>)[] = [];
  return async (input, init) => {
    const url = new URL(String(input));
    const method = init?.method ?? 'GET';
    const path = url.pathname.replace(/^\/v1/, '') + url.search;
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
    const is_write = method !== 'GET' && !path.endsWith('/search');
    const request: FakeRequest = { method, path, body, is_write };
    const { fault, lag_ms = 0 } = next(request);
    const headers = new Headers(init?.headers);
    const arrive = () => server.answer(request, headers, lag_ms);

    if (fault === 'refused_connection') throw failure('ECONNREFUSED');
    while (waiting.length > 0) await waiting.shift()?.();
    if (fault === 'request_lost') throw failure('ECONNRESET');
    if (fault === 'error_before') return response(500, '{"code":"system_error","message":"Something broke"}');
    if (fault === 'busy') return response(429, '{"code":"too_many_requests","message":"Slow down"}');
    if (fault === 'busy_with_pause') return response(429, '{"message":"Slow down"}', { 'retry-after': '2' });
    if (fault === 'late') {
      waiting.push(arrive);
      throw failure('UND_ERR_SOCKET');
    }
    if (fault === 'twice') await arrive();
    const answer = await arrive();
    if (fault === 'response_lost') throw failure('ECONNRESET');
    if (fault === 'error_after') return response(502, '<html>Bad gateway</html>');
    if (fault === 'busy_after') return response(429, '{"message":"Slow down"}');
    if (fault === 'html_page') return response(200, '<html>Please sign in to the network</html>');
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
    if (fault === 'truncated' && text.length > 1) return response(answer.status, text.slice(0, text.length >> 1));
    return response(answer.status, text, answer.etag ? { etag: answer.etag } : {});
  };
}

const failure = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: { code } });

const utf8 = new TextEncoder();

/** As much of a response as the client reads: a real one takes longer than the server it comes from. */
const response = (status: number, text: string, headers: Record<string, string> = {}) =>
  ({
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name: string) => headers[name] ?? null },
    arrayBuffer: async () => utf8.encode(text),
  }) as unknown as Response;
