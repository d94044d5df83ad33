import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestAnswer, type TestApi, testApi } from './test-api';
import { type Listed, listed, makeNamed, queryOf } from './test-listed';

type Ask = (api: TestApi, fields: Record<string, unknown>) => Promise<TestAnswer>;
const bySearch =
  ({ path }: Listed): Ask =>
  (api, fields) =>
    api.send('POST', `${path}/search`, fields);
const byQuery =
  ({ path }: Listed): Ask =>
  (api, fields) =>
    api.send('GET', `${path}?${queryOf(fields)}`);

// The common list rules (wire contract 1.7), on every entity and by every way it can be listed.
const ways: [string, Listed, Ask][] = [
  ...listed
    .filter(({ search }) => search)
    .map((one): [string, Listed, Ask] => [`POST ${one.path}/search`, one, bySearch(one)]),
  ...listed.filter(({ list }) => list).map((one): [string, Listed, Ask] => [`GET ${one.path}`, one, byQuery(one)]),
];

describe.each(ways)('%s', (_way, one, ask) => {
  let api: TestApi;
  const ids: string[] = [];
  beforeAll(async () => {
    api = await testApi();
    ids.length = 0;
    for (const name of ['c', 'a', 'b']) {
      ids.push(await makeNamed(api, one, name));
      api.core.clock.advance(86_400_000);
    }
  });
  afterAll(() => api.close());

  const namesOf = ({ body }: TestAnswer) => body.items.map((row: Record<string, unknown>) => row[one.name]);

  it('answers three rows, the newest first, and where the next page starts', async () => {
    const answer = await ask(api, {});
    expect(answer.status).toBe(200);
    expect(namesOf(answer)).toEqual(['b', 'a', 'c']);
    expect(answer.body.pagination).toEqual({ total: 3, limit: 50, offset: 50 });
  });

  it('answers an empty list when there is nothing', async () => {
    const { body } = await ask(api, { end_time: '2020-01-01T00:00:00Z' });
    expect(body).toEqual({ items: [], pagination: { total: 0, limit: 50, offset: 50 } });
  });

  it('pages by the offset of each answer', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < 6; ) {
      const answer = await ask(api, { limit: 2, offset });
      seen.push(...namesOf(answer));
      expect(answer.body.pagination).toEqual({ total: 3, limit: 2, offset: offset + 2 });
      offset = answer.body.pagination.offset;
    }
    expect(seen).toEqual(['b', 'a', 'c']);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['limit 1', { limit: 1 }, ['b']],
    ['limit 1000', { limit: 1000 }, ['b', 'a', 'c']],
    ['offset without limit', { offset: 2 }, ['c']],
    ['an offset beyond the end', { offset: 7 }, []],
    ['order asc', { order: 'asc' }, ['c', 'a', 'b']],
    ['order desc', { order: 'desc' }, ['b', 'a', 'c']],
    ['the name of a column', { sort: one.name }, ['c', 'b', 'a']],
    ['the name of a column and an order', { sort: one.name, order: 'asc' }, ['a', 'b', 'c']],
    ['start_time, inclusive', { start_time: '2026-06-02T00:00:00Z' }, ['b', 'a']],
    ['end_time, inclusive', { end_time: '2026-06-02T00:00:00Z' }, ['a', 'c']],
    ['both', { start_time: '2026-06-02T00:00:00Z', end_time: '2026-06-02T00:00:00Z' }, ['a']],
    [
      'a time with an offset',
      { start_time: '2026-06-02T05:30:00+05:30', end_time: '2026-06-01T19:00:00-05:00' },
      ['a'],
    ],
    ['a time with a fraction', { start_time: '2026-06-02T00:00:00.001Z' }, ['b']],
    ['a field it does not know, unread', { colour: 'red', limits: 1 }, ['b', 'a', 'c']],
  ])('takes %s', async (_case, fields, names) => {
    const answer = await ask(api, fields);
    expect([answer.status, namesOf(answer)]).toEqual([200, names]);
  });

  const limit = { limit: 'must be between 1 and 1000' };
  it.each<[string, Record<string, unknown>, object]>([
    ...(one.entity === 'price'
      ? []
      : ([
          ['limit 1001', { limit: 1001 }, limit],
          ['limit -1', { limit: -1 }, limit],
          ['offset -1', { offset: -1 }, { offset: 'must be non-negative' }],
        ] as [string, Record<string, unknown>, object][])),
    ...(one.entity === 'group' ? [['limit 0', { limit: 0 }, limit] as [string, Record<string, unknown>, object]] : []),
    ['order up', { order: 'up' }, { order: 'must be asc or desc' }],
    ['order up beside a column', { order: 'up', sort: one.name }, { order: 'must be asc or desc' }],
  ])('refuses %s', async (_case, fields, details) => {
    const { status, body } = await ask(api, fields);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', 'Invalid filter parameters']);
    expect(body.details).toEqual(details);
  });

  it.each<[string, number, string[]]>([
    ...(one.entity === 'group' ? [] : [['limit 0, the default', 0, ['b', 'a', 'c']] as [string, number, string[]]]),
    ...(one.entity === 'price'
      ? ([
          ['limit -1, all', -1, ['b', 'a', 'c']],
          ['limit 5000', 5000, ['b', 'a', 'c']],
        ] as [string, number, string[]][])
      : []),
  ])('takes %s', async (_case, value, names) => {
    const answer = await ask(api, { limit: value });
    expect([answer.status, namesOf(answer)]).toEqual([200, names]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a limit that is no number', { limit: 'ten' }],
    ['half a limit', { limit: 1.5 }],
    ['an offset that is no number', { offset: 'x' }],
    ['a start_time that is no time', { start_time: 'yesterday' }],
    ['an end_time without offset', { end_time: '2026-06-02T00:00:00' }],
    ['a day that does not exist', { start_time: '2026-02-30T00:00:00Z' }],
  ])('refuses %s as malformed', async (_case, fields) => {
    const { status, body } = await ask(api, fields);
    expect([status, body.code, body.message]).toEqual([400, 'validation_error', 'Invalid filter parameters']);
  });

  it('refuses a range that ends before it starts', async () => {
    const fields = { start_time: '2026-06-02T00:00:00Z', end_time: '2026-06-01T23:59:59Z' };
    const { status, body } = await ask(api, fields);
    expect([status, body.message]).toEqual([400, 'Please provide a valid time range']);
  });

  it('refuses an unknown status', async () => {
    const { status, body } = await ask(api, { status: 'inactive' });
    expect([status, body.code]).toEqual([400, 'validation_error']);
  });
});

describe('what a delete does to lists (wire contract 1.9)', () => {
  it.each<[string, { byStatus: boolean; byDefault: boolean; status: string }]>([
    ['group', { byDefault: false, byStatus: false, status: 'archived' }],
    ['price', { byDefault: false, byStatus: false, status: 'published' }],
    ['plan', { byDefault: false, byStatus: true, status: 'archived' }],
    ['feature', { byDefault: true, byStatus: true, status: 'archived' }],
    ['meter', { byDefault: true, byStatus: true, status: 'archived' }],
  ])('of a %s', async (entity, { byDefault, byStatus, status }) => {
    const one = listed.find((candidate) => candidate.entity === entity) as Listed;
    const api = await testApi();
    const id = await makeNamed(api, one, 'a');
    api.core.clock.advance(1000);
    await api.send('DELETE', `${one.path}/${id}`, entity === 'price' ? {} : undefined);
    const isListed = async (fields: Record<string, unknown>) => {
      const answer = await (one.list ? byQuery(one) : bySearch(one))(api, fields);
      return answer.body.items.some((row: { id: string }) => row.id === id);
    };
    expect((await api.send('GET', `${one.path}/${id}`)).body.status).toBe(status);
    expect(await isListed({})).toBe(byDefault);
    expect(await isListed({ status: 'archived' })).toBe(byStatus);
    expect(await isListed({ status: 'published' })).toBe(false);
    // A key that a delete freed can be taken again.
    if (entity !== 'meter' && entity !== 'price') expect(await makeNamed(api, one, 'a')).not.toBe(id);
    await api.close();
  });
});

describe('expand, as a text and as a list (wire contract 1.7)', () => {
  it.each([['prices,prices.meters'], [['prices', 'prices.meters']]])('of plans: %j', async (expand) => {
    const api = await testApi();
    const price = listed.find(({ entity }) => entity === 'price') as Listed;
    await makeNamed(api, price, 'a');
    for (const { body } of [
      await api.send('POST', '/v1/plans/search', { expand }),
      await api.send('GET', `/v1/plans?${queryOf({ expand })}`),
    ]) {
      expect(body.items[0].prices).toHaveLength(1);
    }
    expect((await api.send('POST', '/v1/plans/search', {})).body.items[0].prices).toBeNull();
    await api.close();
  });

  it.each([['groups,meters'], [['groups', 'meters']]])('of prices: %j', async (expand) => {
    const api = await testApi();
    const price = listed.find(({ entity }) => entity === 'price') as Listed;
    const group = listed.find(({ entity }) => entity === 'group') as Listed;
    const group_id = await makeNamed(api, group, 'g');
    await api.send('PUT', `/v1/prices/${await makeNamed(api, price, 'a')}`, { group_id });
    for (const { body } of [
      await api.send('POST', '/v1/prices/search', { expand }),
      await api.send('GET', `/v1/prices?${queryOf({ expand })}`),
    ]) {
      expect(body.items[0].group.id).toBe(group_id);
    }
    expect((await api.send('POST', '/v1/prices/search', {})).body.items[0].group).toBeNull();
    await api.close();
  });
});
