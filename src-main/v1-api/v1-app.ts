import { errorToWire } from '@shared/v1/error-body';
import { v1Routes } from '@shared/v1/routes';
import { Hono } from 'hono';
import { answerRoute } from './answer-route';
import { allowOrigins } from './cors';
import { serveDocs } from './docs-page/serve-docs';
import { servePortal } from './portal/serve-portal';
import { limitRate } from './rate-limit';
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
  app.use((c, next) => {
    c.header('X-Content-Type-Options', 'nosniff');
    // Prices and usage stay out of every cache between here and the client.
    if (c.req.path.startsWith('/v1/')) c.header('Cache-Control', 'no-store');
    return next();
  });
  if (options.corsOrigins?.length) app.use(allowOrigins(options.corsOrigins));
  app.on(['GET', 'POST'], '/health', (c) => sendJson(c, 200, { status: 'ok' }));
  app.options('*', (c) => c.body(null, 200));

  app.get('/v1/openapi.json', serveOpenApi);
  app.get('/v1/docs', serveDocs());

  const admit = [requireKey(options), ...(options.rateLimit ? [limitRate(options.rateLimit)] : [])];
  for (const route of v1Routes) app.on(route.method, [`/v1${route.path}`], ...admit, answerRoute(route, options));

  servePortal(app, options);
  app.notFound((c) => c.text('404 page not found', 404));
  app.onError((error, c) => {
    options.log(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`);
    const body = errorToWire({ code: 'internal_error', message: 'An unexpected error occurred' });
    return sendJson(c, 500, body);
  });
  return app;
}
