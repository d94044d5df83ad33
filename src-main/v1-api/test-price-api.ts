import { expect } from 'vitest';
import { countChanges, testCatalog } from '../core/test-catalog';
import { type TestAnswer, type TestApi, testApi } from './test-api';

type Sent = Parameters<TestApi['send']>;

/** The API on a small catalog: one plan, one meter, one group, and requests for prices that fit them. */
export async function testPriceApi(options: { start?: string } = {}) {
  const api = await testApi(options);
  const catalog = await testCatalog(api.core);
  return {
    ...api,
    ...catalog,
    /** A usage price with two tiers. */
    tiered: {
      ...catalog.usage,
      billing_model: 'TIERED',
      tier_mode: 'SLAB',
      tiers: [{ up_to: 1000, unit_amount: '0.02' }, { unit_amount: '0.01' }],
    },
    /** A usage price per started hundred. */
    packaged: { ...catalog.usage, billing_model: 'PACKAGE', transform_quantity: { divide_by: 100 } },
    /** Sends a request that must succeed with this status and answers its body. */
    async made(status: number, ...sent: Sent) {
      const answer = await api.send(...sent);
      expect(answer.status, answer.text).toBe(status);
      return answer.body;
    },
    /** Sends a request that must be refused and checks that it recorded no change. */
    async refused(...sent: Sent): Promise<TestAnswer> {
      const before = countChanges(api.core);
      const answer = await api.send(...sent);
      expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
      expect(countChanges(api.core), 'a refused request changed something').toBe(before);
      return answer;
    },
  };
}

export type TestPriceApi = Awaited<ReturnType<typeof testPriceApi>>;

/** What `details` says of a field whose tag failed (wire contract 1.6). */
export function failedTag(request: string, path: string, tag: string): Record<string, string> {
  const field = path.replace(/^.*\.|\[\d+\]$/g, '');
  return { [field]: `Key: '${request}.${path}' Error:Field validation for '${field}' failed on the '${tag}' tag` };
}
