import { errorToWire } from '@shared/v1/error-body';
import { v1Routes } from '@shared/v1/routes';
import { Hono } from 'hono';
import { answerRoute } from './answer-route';
import { setRequestId } from './request-id';
import { requireKey } from './require-key';
import { sendJson } from './send-json';
import { serveOpenApi } from './serve-openapi';
import type { V1AppOptions, V1Env } from './v1-env';

/** Everything the v1 HTTP API answers. */
export function createV1App(options: V1AppOptions): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.use(setRequestId);
  app.use((c, next) => {
    if (options.isAllowedHost?.(c.req.header('host')) !== false) return next();
    return Promise.resolve(c.text('This server does not answer to that host name', 421));
  });
  app.on(['GET', 'POST'], '/health', (c) => sendJson(c, 200, { status: 'ok' }));
  app.options('*', (c) => c.body(null, 200));

  app.get('/v1/openapi.json', serveOpenApi);

  const withKey = requireKey(options);
  for (const route of v1Routes) app.on(route.method, `/v1${route.path}`, withKey, answerRoute(route, options));

  app.notFound((c) => c.text('404 page not found', 404));
  app.onError((error, c) => {
    options.log(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
    const body = errorToWire({ code: 'internal_error', message: 'An unexpected error occurred' });
    return sendJson(c, 500, body);
  });
  return app;
}
