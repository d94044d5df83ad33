import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { serve } from '@hono/node-server';
import { AppError } from '@shared/errors';
import { isAllowedHost } from './host-check';
import { createV1App } from './v1-app';
import type { V1AppOptions } from './v1-env';

export interface V1ServerOptions extends Omit<V1AppOptions, 'isAllowedHost'> {
  /** An IP address of this machine; loopback unless others shall reach it. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Host names it answers to besides its addresses. */
  allowedHosts?: readonly string[];
}

export interface V1Server {
  port: number;
  /** Base URL for clients, ending in `/v1`. */
  url: string;
  /** Takes no more requests, lets the running ones finish, and ends. */
  close(): Promise<void>;
}

/** How long running requests may take to finish when the server ends; the store closes after them. */
const closeLimitMs = 10_000;

/** Whether an address only reaches this machine. */
export const isLoopback = (host: string) => host === '::1' || host.startsWith('127.');

/**
 * Serves the v1 HTTP API. Rejects with an AppError saying what to do when the port is taken or the address is not one
 * of this machine.
 */
export async function startV1Server(options: V1ServerOptions): Promise<V1Server> {
  const { host, port, allowedHosts = [], pricebook, ...app } = options;
  /** Ends what the app listens to: a server that is switched off leaves nothing behind. */
  const stops: (() => void)[] = [];
  const heard: V1AppOptions['pricebook'] = {
    ...pricebook,
    onEvent(listener) {
      const stop = pricebook.onEvent(listener);
      stops.push(stop);
      return stop;
    },
  };
  const rules = { port, exposed: !isLoopback(host), allowedHosts };
  const { fetch } = createV1App({ ...app, pricebook: heard, isAllowedHost: (header) => isAllowedHost(header, rules) });
  const listening = Promise.withResolvers<number>();
  // Plain HTTP/1.1: the type of `serve` also allows HTTP/2 servers.
  const server = serve(
    {
      fetch,
      hostname: host,
      port,
      // Faster, but Electron's own requests and responses must stay what they are.
      overrideGlobalObjects: process.versions.electron === undefined,
      serverOptions: {
        maxHeaderSize: 16 * 1024,
        // A client that sends its request a byte at a time does not hold a connection for long.
        headersTimeout: 5000,
        requestTimeout: 120_000,
        connectionsCheckingInterval: 1000,
        keepAliveTimeout: 30_000,
      },
    },
    (info) => listening.resolve(info.port),
  ) as Server;
  server.maxConnections = 1000;
  // A client that stops reading its answer does not either.
  server.setTimeout(300_000);
  server.on('error', (error) => listening.reject(wordListenError(error, host, port)));
  rules.port = await listening.promise;
  return {
    port: rules.port,
    url: urlOf(host, rules.port),
    async close() {
      await close(server);
      for (const stop of stops) stop();
    },
  };
}

function wordListenError(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new AppError('invalid_operation', `Port ${port} is used by another program. Choose another port.`);
  }
  if (code === 'EACCES') {
    return new AppError('invalid_operation', `The system does not allow port ${port}. Choose one from 1024 on.`);
  }
  if (code === 'EADDRNOTAVAIL') {
    return new AppError('invalid_operation', `${host} is not an address of this machine.`);
  }
  return error;
}

const urlOf = (host: string, port: number) => `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/v1`;

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose answer ended after `close` was called would be kept alive for its next request.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const limit = setTimeout(() => server.closeAllConnections(), closeLimitMs);
  return closed.finally(() => {
    clearInterval(idle);
    clearTimeout(limit);
  });
}
