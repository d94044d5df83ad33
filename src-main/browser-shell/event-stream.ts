import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Pricebook } from '../pricebook';

/** Often enough for a page to notice a dead process, seldom enough to cost nothing. */
const heartbeatMs = 20_000;

/** Answers with a stream of server-sent events that carries every event of the store until the page goes. */
export function openEventStream(c: Context, pricebook: Pricebook): Response {
  return streamSSE(c, async (stream) => {
    const gone = Promise.withResolvers<void>();
    stream.onAbort(() => gone.resolve());
    const send = (write: () => Promise<unknown>) => void write().catch(() => gone.resolve());
    const unsubscribe = pricebook.onEvent((event) => send(() => stream.writeSSE({ data: JSON.stringify(event) })));
    const heartbeat = setInterval(() => send(() => stream.write(': alive\n\n')), heartbeatMs);
    // Tells the page that nothing committed from here on will be missed.
    send(() => stream.write(': open\n\n'));
    await gone.promise;
    clearInterval(heartbeat);
    unsubscribe();
  });
}
