import { toErrorBody } from '@shared/errors';
import type { RawAnswer } from '@shared/v1/answer-request';
import type { App } from '../core/app';
import type { StoreThread } from './store-client';

/**
 * A reader of the store on the calling thread, with the face of one on a thread of its own: for programs that draw no
 * window and answer a short question faster than they could ask another thread. Opens at its first use.
 */
export function readerHere(file: string, log: (line: string) => void): Pick<StoreThread, 'answer' | 'close'> {
  const describe = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  let opening: ReturnType<typeof open> | null = null;

  async function open() {
    // Loaded here only: a program with windows never runs the core on its own thread.
    const [{ createApp }, { answerRequest }, { v1Routes }] = await Promise.all([
      import('../core/app'),
      import('@shared/v1/answer-request'),
      import('@shared/v1/routes'),
    ]);
    const app: App = createApp({
      file,
      role: 'reader',
      onEvent: () => undefined,
      log: (level, message, details) =>
        log(`[reader] ${level}: ${message}${details ? ` ${JSON.stringify(details)}` : ''}`),
    });
    return { app, answerRequest, v1Routes };
  }

  let closed = false;
  return {
    async answer(place, request, context) {
      try {
        opening ??= open();
        const { app, answerRequest, v1Routes } = await opening;
        const route = v1Routes[place];
        if (!route || closed) throw new Error('asked for no route, or after the end');
        const data: RawAnswer = await answerRequest(app.call, route, request, context);
        return { ok: true, data };
      } catch (thrown) {
        log(`[reader] request: ${describe(thrown)}`);
        return { ok: false, error: toErrorBody(thrown) };
      }
    },
    async close() {
      closed = true;
      const opened = await opening?.catch(() => null);
      await opened?.app.close();
    },
  };
}
