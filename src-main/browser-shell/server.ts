import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { downloadsDirOf, reportsDirOf, uploadsDirOf } from '../file-shelf';
import type { Pricebook } from '../pricebook';
import { createRoutes } from './routes';
import { createSession } from './session';

export interface ShellServer {
  /** The link that works once. */
  oneTimeUrl: string;
  close(): Promise<void>;
}

/** Serves the app on a random port of 127.0.0.1, which no other machine can reach. */
export async function startServer(options: {
  pricebook: Pricebook;
  rendererDir: string;
  profileDir: string;
}): Promise<ShellServer> {
  const session = createSession();
  let port = 0;
  const routes = createRoutes({
    pricebook: options.pricebook,
    session,
    port: () => port,
    rendererDir: options.rendererDir,
    uploadsDir: uploadsDirOf(options.profileDir),
    downloadsDir: downloadsDirOf(options.profileDir),
    reportsDir: reportsDirOf(options.profileDir),
  });
  const listening = Promise.withResolvers<number>();
  // Plain HTTP/1.1: the type of `serve` also allows HTTP/2 servers.
  const server = serve({ fetch: routes.fetch, hostname: '127.0.0.1', port: 0 }, (info) =>
    listening.resolve(info.port),
  ) as Server;
  server.on('error', listening.reject);
  // An upload of many gigabytes may take longer than Node's default five minutes for a request.
  server.requestTimeout = 0;
  port = await listening.promise;
  return {
    oneTimeUrl: `http://127.0.0.1:${port}/enter?token=${session.linkToken}`,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
