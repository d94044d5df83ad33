import { type PortalAccess, type PortalUsage, portalTokenForm, portalUsageRequest } from '@shared/entities/portal-link';
import type { AppErrorBody } from '@shared/errors';
import { errorToWire } from '@shared/v1/error-body';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { askPricebook } from '../../ask-pricebook';
import { sendJson } from '../send-json';
import type { V1AppOptions, V1Env } from '../v1-env';
import { answerPortalFile } from './portal-page';
import { portalReport } from './portal-report';

/** A question is a range and a window; far more than a person asks. */
const longestQuestion = 4096;
const questionsPerSecond = 10;

/**
 * The customer portal: a page and the one question it may ask. The token decides whose usage is answered; it opens
 * nothing else, and an API key opens nothing here.
 */
export function servePortal(app: Hono<V1Env>, { pricebook, rendererDir }: V1AppOptions): void {
  const limiter = new RateLimiterMemory({ points: questionsPerSecond, duration: 1 });

  async function findAccess(token: string | undefined): Promise<PortalAccess | null> {
    if (!token || !portalTokenForm.test(token)) return null;
    const reply = await askPricebook(pricebook, 'portalLink.verify', { token });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.data.access;
  }

  app.post('/portal/usage', bodyLimit({ maxSize: longestQuestion, onError: refuseMalformed }), async (c) => {
    c.header('Cache-Control', 'no-store');
    const access = await findAccess(c.req.header('x-session-token'));
    if (!access) return sendJson(c, 401, { error: 'Unauthorized' });
    if (!(await hasTurn(limiter, access))) {
      return refuse(c, {
        code: 'too_many_requests',
        message: 'Too many requests with this link; try again in a second',
      });
    }
    const question = portalUsageRequest.safeParse(await c.req.json().catch(() => null));
    if (!question.success) return refuseMalformed(c);
    const { start_time, end_time, window_size } = question.data;
    const frame = {
      customer_name: access.customer_name,
      timezone: access.timezone,
      expires_at: access.expires_at,
      first_usage: null,
      last_usage: null,
    };
    const { environment_id, customer_id } = access;
    if (start_time === undefined || end_time === undefined) {
      const span = await askPricebook(pricebook, 'customer.usageSpan', { id: customer_id }, environment_id);
      if (!span.ok) return refuse(c, span.error);
      const { first, last } = span.data;
      return sendJson(c, 200, { ...frame, first_usage: first, last_usage: last, report: null } satisfies PortalUsage);
    }
    const input = { start_time, end_time, window_size, customer_ids: [customer_id] };
    const reply = await askPricebook(pricebook, 'report.usageByGroup', input, environment_id);
    if (!reply.ok) return refuse(c, reply.error);
    return sendJson(c, 200, { ...frame, report: portalReport(reply.data) } satisfies PortalUsage);
  });

  app.get('/portal', (c) => c.redirect('/portal/', 308));
  app.get('/portal/*', (c) => answerPortalFile(c, rendererDir));
}

async function hasTurn(limiter: RateLimiterMemory, { customer_id }: PortalAccess): Promise<boolean> {
  return limiter.consume(customer_id).then(
    () => true,
    (refusal) => {
      if (refusal instanceof Error) throw refusal;
      return false;
    },
  );
}

const refuse = (c: Context, error: AppErrorBody) => {
  const body = errorToWire(error);
  return sendJson(c, body.http_status_code as ContentfulStatusCode, body);
};

const refuseMalformed = (c: Context) =>
  refuse(c, { code: 'validation_error', message: 'Please check the request payload' });
