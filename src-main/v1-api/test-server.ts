import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { type TestCore, testCore } from '../core/test-core';
import { startV1Server, type V1ServerOptions } from './server';
import { pricebookOf } from './test-api';

export interface TestServer {
  core: TestCore;
  /** A read-write key of the Sandbox. */
  key: string;
  port: number;
  /** Base of every path, without `/v1`. */
  origin: string;
  /** Fetches a path with the key, unless the headers name another. */
  fetch(path: string, options?: RequestInit): Promise<Response>;
  /** Sends these bytes as they are and answers everything that comes back until the connection ends. */
  exchange(...parts: (string | Buffer)[]): Promise<string>;
  logged: string[];
  close(): Promise<void>;
}

/** The server as it is shipped, on a core in memory and a free port. */
export async function testServer(options: Partial<V1ServerOptions> = {}): Promise<TestServer> {
  const core = testCore();
  const logged: string[] = [];
  const server = await startV1Server({
    pricebook: pricebookOf(core),
    host: '127.0.0.1',
    port: 0,
    log: (line) => logged.push(line),
    ...options,
  });
  const { key } = await core.call('apiKey.create', { name: 'test' });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    core,
    key,
    port: server.port,
    origin,
    logged,
    fetch: (path, { headers, ...init } = {}) =>
      fetch(`${origin}${path}`, { ...init, headers: { 'x-api-key': key, ...(headers as Record<string, string>) } }),
    exchange: (...parts) =>
      new Promise((resolve) => {
        let answer = '';
        const socket = connect(server.port, '127.0.0.1');
        Readable.from(parts).pipe(socket, { end: false });
        socket.setEncoding('latin1');
        socket.on('data', (text) => {
          answer += text;
        });
        // A connection that the server broke off is an answer too.
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(answer));
      }),
    async close() {
      await server.close();
      await core.close();
    },
  };
}
