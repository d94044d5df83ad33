import { expect } from 'vitest';
import type { TestApi } from './test-api';

export const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

export type Sent = [timestamp: string, n: unknown, properties?: object];

/** Sends events named `used` of a customer: when, how much, and what else they say. */
export async function sendUsed(api: TestApi, external_customer_id: string, ...events: Sent[]) {
  const answer = await api.send('POST', '/v1/events/bulk', {
    events: events.map(([timestamp, n, properties]) => ({
      event_name: 'used',
      external_customer_id,
      timestamp,
      properties: { n, ...properties },
    })),
  });
  expect([answer.status, answer.body.message]).toEqual([202, 'Events accepted for processing']);
}
