import { errorToWire } from '@shared/v1/error-body';
import type { MiddlewareHandler } from 'hono';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { sendJson } from './send-json';
import type { V1Env } from './v1-env';

/** A key that was quiet may send this many seconds' worth of requests on top, once in ten seconds. */
const burstSeconds = 2;

/** Refuses a key that sends more than `perSecond` requests, beyond a short burst, with 429 and when to try again. */
export function limitRate(perSecond: number): MiddlewareHandler<V1Env> {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: perSecond, duration: 1 }),
    new RateLimiterMemory({ points: perSecond * burstSeconds, duration: 10 }),
  );
  return async (c, next) => {
    try {
      await limiter.consume(c.get('key').id);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      c.header('Retry-After', String(seconds));
      const message = `Too many requests with this key; try again in ${seconds} second${seconds === 1 ? '' : 's'}`;
      return sendJson(c, 429, errorToWire({ code: 'too_many_requests', message }));
    }
    return next();
  };
}
