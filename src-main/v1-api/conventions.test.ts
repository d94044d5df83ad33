import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countChanges, testCatalog } from '../core/test-catalog';
import { type TestApi, testApi } from './test-api';
import { listed } from './test-listed';

// What every endpoint has in common (wire contract 1.1 to 1.6). Refused requests share one store: none may change it.
let api: TestApi;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeAll(async () => {
  api = await testApi();
  catalog = await testCatalog(api.core);
});
afterAll(() => api.close());

const noKey = { 'x-api-key': '' };

describe('transport (wire contract 1.1)', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/v1'],
    ['GET', '/groups'],
    ['GET', '/v2/groups/search'],
    ['GET', '/v1/groups'],
    ['PATCH', '/v1/features/x'],
    ['POST', '/v1/meters/search'],
    ['GET', '/v1/features/x/y'],
    ['DELETE', '/v1/features'],
    ['POST', '/v1/toString'],
  ])('%s %s is no route, with a key or without', async (method, path) => {
    for (const headers of [{}, noKey]) {
      const answer = await api.send(method, path, method === 'GET' ? undefined : {}, headers);
      expect([answer.status, answer.text]).toEqual([404, '404 page not found']);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    }
  });

  it.each(['/', '/v1/groups', '/v1/prices/x', '/nowhere'])('OPTIONS %s answers 200 with no body', async (path) => {
    const answer = await api.send('OPTIONS', path, undefined, noKey);
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it.each(['GET', 'POST'])('%s /health needs no key', async (method) => {
    const answer = await api.send(method, '/health', undefined, noKey);
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
  });

  it.each<[string, string, string, unknown, Record<string, string>]>([
    ['an answer', 'POST', '/v1/groups/search', {}, {}],
    ['a refusal', 'POST', '/v1/groups', {}, {}],
    ['an unknown id', 'GET', '/v1/groups/x', undefined, {}],
    ['a missing key', 'GET', '/v1/groups/x', undefined, noKey],
    ['an unknown route', 'GET', '/nowhere', undefined, {}],
  ])('%s carries X-Request-ID: the one sent, or one made', async (_case, method, path, body, headers) => {
    const sent = await api.send(method, path, body, { ...headers, 'x-request-id': 'req-1' });
    expect(sent.headers.get('x-request-id')).toBe('req-1');
    const ids = [1, 2].map(async () => (await api.send(method, path, body, headers)).headers.get('x-request-id'));
    const [first, second] = await Promise.all(ids);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  it('answers JSON as UTF-8, and reads it', async () => {
    const { body, headers } = await api.send('POST', '/v1/plans', { name: 'Größe 日本 🎉', lookup_key: 'utf-8' });
    expect([body.name, headers.get('content-type')]).toEqual(['Größe 日本 🎉', 'application/json; charset=utf-8']);
  });
});

describe('identifiers (wire contract 1.2)', () => {
  it.each([
    'x',
    'group_',
    'group_01JZ8M3T0Q6W4E5R6T7Y8A9B0C',
    '%20',
    '..%2F..%2Fetc',
    "'%20or%201=1",
    '%F0%9F%8E%89',
    'a%2Fb',
    'x'.repeat(4000),
    '%00',
    '%E0%A4%A',
  ])('the id %s is simply unknown', async (id) => {
    for (const { path } of listed) {
      const { status, body } = await api.send('GET', `${path}/${id}`);
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
  });

  it.each([
    ['group', () => catalog.group.id],
    ['plan', () => catalog.plan.id],
    ['feat', () => catalog.feature.id],
    ['meter', () => catalog.meter_id],
  ])('%s ids are a prefix and a ULID', (prefix, id) => {
    expect(id()).toMatch(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`));
  });
});

describe('timestamps (wire contract 1.3)', () => {
  it.each([
    ['2026-07-01T10:00:00Z', '2026-07-01T10:00:00Z'],
    ['2026-07-01T10:00:00.000Z', '2026-07-01T10:00:00Z'],
    ['2026-07-01T10:00:00.500Z', '2026-07-01T10:00:00.5Z'],
    ['2026-07-01T10:00:00.12Z', '2026-07-01T10:00:00.12Z'],
    ['2026-07-01T10:00:00.123999999Z', '2026-07-01T10:00:00.123Z'],
    ['2026-07-01T15:30:00+05:30', '2026-07-01T10:00:00Z'],
    ['2026-07-01T02:00:00.25-08:00', '2026-07-01T10:00:00.25Z'],
    ['2026-06-30T23:59:59-00:01', '2026-07-01T00:00:59Z'],
  ])('%s is answered as %s', async (start_date, answered) => {
    const { status, body } = await api.send('POST', '/v1/prices', { ...catalog.fixed, start_date });
    expect([status, body.start_date]).toEqual([201, answered]);
  });

  it.each(['', 'soon', '2026-07-01', '2026-07-01T10:00:00', '2026-02-30T10:00:00Z', '2026-07-01T25:00:00Z', 5, {}])(
    'refuses %j as malformed',
    async (start_date) => {
      const before = countChanges(api.core);
      const { status, body } = await api.send('POST', '/v1/prices', { ...catalog.fixed, start_date });
      expect([status, body.message]).toEqual([400, 'Invalid request format']);
      expect(countChanges(api.core)).toBe(before);
    },
  );
});

describe('decimals (wire contract 1.4)', () => {
  const decimals: [unknown, string][] = [
    ['10.50', '10.5'],
    ['5.00', '5'],
    ['0', '0'],
    ['0.000', '0'],
    ['007.5', '7.5'],
    [10.5, '10.5'],
    [0, '0'],
    [1e3, '1000'],
    ['1e3', '1000'],
    ['2.5E-4', '0.00025'],
    ['123456789012345.123456789012345', '123456789012345.123456789012345'],
  ];
  it.each(decimals)('amount and unit_amount %j are answered as %s', async (given, answered) => {
    const flat = await api.send('POST', '/v1/prices', { ...catalog.fixed, amount: given });
    expect([flat.status, flat.body.amount]).toEqual([201, answered]);
    const { amount: _amount, ...terms } = catalog.fixed;
    const tiers = [{ up_to: 10, unit_amount: given, flat_amount: given }];
    const tiered = await api.send('POST', '/v1/prices', {
      ...terms,
      billing_model: 'TIERED',
      tier_mode: 'SLAB',
      tiers,
    });
    expect(tiered.body.tiers).toEqual([{ up_to: 10, unit_amount: answered, flat_amount: answered }]);
  });

  it.each(['', 'ten', '1,5', '0x10', 'NaN', 'Infinity', '1e999', true, [1], { a: 1 }])(
    'refuses the amount %j as malformed',
    async (amount) => {
      const before = countChanges(api.core);
      const { status, body } = await api.send('POST', '/v1/prices', { ...catalog.fixed, amount });
      expect([status, body.code]).toEqual([400, 'validation_error']);
      expect(countChanges(api.core)).toBe(before);
    },
  );

  it('counts are plain integers, min_quantity is a decimal in answers', async () => {
    const { body: price } = await api.send('POST', '/v1/prices', {
      ...catalog.fixed,
      min_quantity: 3,
      billing_period_count: 2,
      trial_period_days: 7,
    });
    expect([price.min_quantity, price.billing_period_count, price.trial_period_days]).toEqual(['3', 2, 7]);
    const { body: plan } = await api.send('POST', '/v1/plans', { name: 'p', lookup_key: 'order', display_order: 4 });
    expect(plan.display_order).toBe(4);
    const { body: packaged } = await api.send('POST', '/v1/prices', {
      ...catalog.usage,
      billing_model: 'PACKAGE',
      transform_quantity: { divide_by: 100 },
    });
    expect(packaged.transform_quantity.divide_by).toBe(100);
  });
});

describe('error bodies (wire contract 1.6, 9.6)', () => {
  const shape = (http_status_code: number, code: string, message: string, details?: object) => ({
    code,
    message,
    http_status_code,
    ...(details && { details }),
    success: false,
    error: { message, internal_error: null },
  });
  it.each<[string, string, string, unknown, object]>([
    [
      '400 with details',
      'POST',
      '/v1/groups',
      { name: 'x', entity_type: 'plan', lookup_key: 'x' },
      shape(400, 'validation_error', 'Unsupported entity type: plan', { allowed_types: ['price'] }),
    ],
    ['400 without', 'POST', '/v1/features', {}, shape(400, 'validation_error', 'Invalid request format')],
    ['404', 'GET', '/v1/features/x', undefined, shape(404, 'not_found', 'The specified feature does not exist')],
  ])('%s', async (_case, method, path, body, expected) => {
    expect((await api.send(method, path, body)).body).toEqual(expected);
  });

  it('409', async () => {
    const { body } = await api.send('POST', '/v1/groups', { name: 'x', entity_type: 'price', lookup_key: 'group-llm' });
    const details = { lookup_key: 'group-llm', group_id: catalog.group.id, group_name: 'LLM' };
    expect(body).toEqual(shape(409, 'already_exists', body.message, details));
  });

  it('401 is of another shape (wire contract 1.5)', async () => {
    const { status, body } = await api.send('GET', '/v1/groups/x', undefined, noKey);
    expect([status, body]).toEqual([401, { error: 'Unauthorized' }]);
  });

  // What each endpoint says of a body that cannot be decoded, and a member of it with a wrong type.
  const malformed: [string, string, string, object][] = [
    ...['/v1/groups', '/v1/plans', '/v1/features'].flatMap((path): [string, string, string, object][] => [
      ['POST', path, 'Invalid request format', { name: 1 }],
      ['PUT', `${path}/x`, 'Invalid request format', { name: {} }],
      ['POST', `${path}/search`, 'Invalid filter parameters', { lookup_key: 1, name_contains: 1 }],
    ]),
    ['POST', '/v1/prices', 'Invalid request format', { currency: 1 }],
    ['PUT', '/v1/prices/x', 'Invalid request format', { display_name: 1 }],
    ['DELETE', '/v1/prices/x', 'Invalid request format', { end_date: 1 }],
    ['POST', '/v1/prices/search', 'Invalid filter parameters', { entity_ids: 'plan_x' }],
    ['PUT', '/v1/meters/x', 'Invalid request payload', { filters: 'x' }],
    ['POST', '/v1/events', 'Invalid request payload', { event_name: 1 }],
    ['POST', '/v1/events/bulk', 'Invalid request payload', { events: 'x' }],
    ['POST', '/v1/events/query', 'Please check the request payload', { page_size: 'x' }],
    ['POST', '/v1/events/usage', 'Please check the request payload', { event_name: 1 }],
    ['POST', '/v1/events/usage/meter', 'Please check the request payload', { meter_id: 1 }],
    ['POST', '/v1/events/analytics', 'Please check the request payload', { external_customer_id: 1 }],
  ];
  it.each(malformed)('%s %s: %s', async (method, path, message, wrong) => {
    const before = countChanges(api.core);
    for (const body of ['{"name":', '', '[]', '"x"', 'null', '5', JSON.stringify(wrong)]) {
      const answer = await api.send(method, path, body);
      expect([body, answer.status, answer.body]).toEqual([body, 400, shape(400, 'validation_error', message)]);
    }
    expect(countChanges(api.core)).toBe(before);
  });

  it.each(['/v1/plans', '/v1/features', '/v1/meters', '/v1/prices'])(
    'GET %s: Invalid filter parameters',
    async (path) => {
      const { status, body } = await api.send('GET', `${path}?limit=many`);
      expect([status, body]).toEqual([400, shape(400, 'validation_error', 'Invalid filter parameters')]);
    },
  );
});

describe('what is not read', () => {
  const strange = {
    colour: 'red',
    id: 'mine',
    status: 'deleted',
    environment_id: 'env_x',
    tenant_id: 'x',
    __proto__: { a: 1 },
    constructor: 5,
  };
  const bodies = (): [string, object][] => [
    ['/v1/groups', { name: 'strange', entity_type: 'price', lookup_key: 'strange' }],
    ['/v1/plans', { name: 'strange', lookup_key: 'strange' }],
    ['/v1/features', { name: 'strange', type: 'boolean' }],
    ['/v1/meters', { name: 'strange', event_name: 'e', aggregation: { type: 'COUNT' }, reset_usage: 'NEVER' }],
    ['/v1/prices', { ...catalog.fixed, lookup_key: 'strange' }],
  ];
  it('members that nobody knows are ignored everywhere', async () => {
    for (const [path, body] of bodies()) {
      const created = await api.send('POST', path, { ...strange, ...body });
      expect([path, created.status, created.body.status]).toEqual([path, 201, 'published']);
      expect(created.body.id).not.toBe('mine');
      if (path === '/v1/meters') continue;
      const { status, body: found } = await api.send('POST', `${path}/search`, {
        colour: 'red',
        lookup_key: 'strange',
      });
      expect([path, status, found.items.length > 0]).toEqual([path, 200, true]);
    }
  });

  it('null is "not given" on every edit', async () => {
    const edits: [string, string[]][] = [
      [`/v1/plans/${catalog.plan.id}`, ['name', 'lookup_key', 'description', 'display_order', 'metadata']],
      [
        `/v1/features/${catalog.feature.id}`,
        [
          'name',
          'description',
          'metadata',
          'unit_singular',
          'unit_plural',
          'reporting_unit',
          'filters',
          'alert_settings',
          'group_id',
        ],
      ],
    ];
    for (const [path, fields] of edits) {
      const { body: before } = await api.send('GET', path);
      const { status, body } = await api.send('PUT', path, Object.fromEntries(fields.map((name) => [name, null])));
      expect([path, status, body.updated_at]).toEqual([path, 200, before.updated_at]);
    }
  });

  it.each(['plans', 'features', 'prices'])('null in the metadata of %s is the empty text', async (entity) => {
    const row =
      { plans: catalog.plan, features: catalog.feature }[entity] ??
      (await api.send('POST', '/v1/prices', catalog.fixed)).body;
    const { status, body } = await api.send('PUT', `/v1/${entity}/${row.id}`, { metadata: { a: null, b: 'c' } });
    expect([status, body.metadata]).toEqual([200, { a: '', b: 'c' }]);
  });
});
