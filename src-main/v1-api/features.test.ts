import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const meter = { name: 'Tokens', event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } };
const create = (body: object = {}) =>
  api.send('POST', '/v1/features', { name: 'LLM Tokens', type: 'metered', meter, ...body });

describe('create (wire contract 5.2, 5.3)', () => {
  it('answers every key, null where there is nothing', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(201);
    const at = '2026-06-01T00:00:00Z';
    expect(body).toEqual({
      id: expect.stringMatching(/^feat_[0-9A-HJKMNP-TV-Z]{26}$/),
      name: 'LLM Tokens',
      lookup_key: 'llm_tokens',
      description: '',
      type: 'metered',
      meter_id: body.meter.id,
      meter: {
        id: expect.stringMatching(/^meter_/),
        name: 'Tokens',
        event_name: 'tokens',
        aggregation: {
          type: 'SUM',
          field: 'n',
          expression: null,
          multiplier: null,
          bucket_size: null,
          group_by: null,
        },
        filters: [],
        reset_usage: 'BILLING_PERIOD',
        tenant_id: '00000000-0000-0000-0000-000000000000',
        status: 'published',
        created_at: at,
        updated_at: at,
      },
      unit_singular: '',
      unit_plural: '',
      reporting_unit: null,
      alert_settings: null,
      group_id: null,
      group: null,
      metadata: {},
      environment_id: api.core.environment_id,
      tenant_id: '00000000-0000-0000-0000-000000000000',
      status: 'published',
      created_at: at,
      updated_at: at,
      created_by: '00000000-0000-0000-0000-000000000000',
      updated_by: '00000000-0000-0000-0000-000000000000',
      etag: headers.get('etag'),
    });
    expect((await api.send('GET', `/v1/features/${body.id}`)).body).toEqual(body);
  });
});
