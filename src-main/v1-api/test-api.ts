import type { ApiKey } from '@shared/entities/api-key';
import { answerRequest } from '@shared/v1/answer-request';
import { expect } from 'vitest';
import { type TestCore, type TestCoreOptions, testCore } from '../core/test-core';
import type { Pricebook } from '../pricebook';
import { documentViolations } from './test-document';
import { createV1App } from './v1-app';

export interface TestAnswer {
  status: number;
  headers: Headers;
  /** The parsed JSON; null when the body is empty. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, which the documentation types
  body: any;
  text: string;
}

export interface TestApi {
  core: TestCore;
  /** A read-write key of the Sandbox, which requests carry unless they name another. */
  key: string;
  /** Sends a request; every answer must be one that the documentation allows. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  createKey(options: { access?: 'read' | 'write'; environment_id?: string }): Promise<ApiKey & { key: string }>;
  close(): Promise<void>;
}

/** The v1 HTTP API on a core in memory, without a network between: what a client would send and get. */
export async function testApi(options: Pick<TestCoreOptions, 'start' | 'store'> = {}): Promise<TestApi> {
  const core = testCore(options);
  const logged: string[] = [];
  const app = createV1App({ pricebook: pricebookOf(core), log: (line) => logged.push(line) });

  async function createKey({
    access = 'write',
    environment_id = core.environment_id,
  }: {
    access?: 'read' | 'write';
    environment_id?: string;
  }) {
    const reply = await core.app.call('apiKey.create', { name: 'test', access }, { environment_id });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.data as ApiKey & { key: string };
  }
  const { key } = await createKey({});

  return {
    core,
    key,
    createKey,
    async send(method, path, content, headers = {}) {
      const response = await app.request(path, {
        method,
        headers: { 'x-api-key': key, ...(content !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(content !== undefined && { body: typeof content === 'string' ? content : JSON.stringify(content) }),
      });
      const text = await response.text();
      expect(response.status, `${method} ${path} broke: ${logged.at(-1)} ${core.errors.at(-1)} ${text}`).toBeLessThan(
        500,
      );
      const isJson = response.headers.get('content-type')?.startsWith('application/json');
      const body = isJson ? JSON.parse(text) : null;
      const answer = { status: response.status, headers: response.headers, text, body };
      const wrong = documentViolations(method, path, answer);
      expect(wrong, `${method} ${path} is answered (${answer.status}) beside the documentation`).toEqual([]);
      return answer;
    },
    close: () => core.close(),
  };
}

/** The core as a door sees it, on this thread. */
export const pricebookOf = (core: TestCore): Pick<Pricebook, 'call' | 'answer' | 'onEvent'> => ({
  call: (name, input, context) => core.app.call(name, input, context),
  answer: async (route, request, context) => ({
    ok: true,
    data: await answerRequest(core.app.call, route, request, context),
  }),
  onEvent: () => () => false,
});
