import { setImmediate } from 'node:timers/promises';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RemoteApi, RemoteReply } from '../remote/remote-api';
import { pagesOf } from './listed-pages';

const start = Date.parse('2026-05-01T00:00:00.000Z');
const listing = { entity: 'plan', by: 'updated_at', after: null } as const;

interface ListBody {
  limit: number;
  offset: number;
  filters?: { value: { date: string } }[];
}

interface Played {
  /** How many rows, in runs that share a moment. */
  runs: readonly number[];
  page_size: number;
  /** Before which requests a row is touched, added or taken away. */
  steps?: readonly { before: number; what: 'touch' | 'add' | 'remove'; at: number }[];
  /** How many turns each answer takes, in turn. */
  turns?: readonly number[];
  tellsTotal?: boolean;
  isShuffled?: boolean;
}

/** A list that is read while it changes: rows that share a moment come in another order each time. */
async function play({ runs, page_size, steps = [], turns = [0], tellsTotal = true, isShuffled = true }: Played) {
  const rows = new Map<string, number>();
  let now = start;
  for (const run of runs) {
    now += 1000;
    for (let one = 0; one < run; one += 1) rows.set(`r-${rows.size}`, now);
  }
  const removed = new Set<string>();
  const requests: ListBody[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  let last = new Map(rows);
  const answer = (body: ListBody, shuffle: number): RemoteReply => {
    const after = Date.parse(body.filters?.[0]?.value.date ?? '1970-01-01T00:00:00.000Z');
    const order = (id: string) => (Number(id.slice(2)) * (isShuffled ? shuffle * 2 + 1 : 1)) % 101;
    const found = [...rows]
      .filter(([, moment]) => moment > after)
      .sort((a, b) => a[1] - b[1] || order(a[0]) - order(b[0]));
    const items = found.slice(body.offset, body.offset + body.limit).map(([id, moment]) => {
      const at = toInstant(moment);
      return { id, name: id, status: 'published', created_at: at, updated_at: at };
    });
    last = new Map(rows);
    return {
      kind: 'ok',
      status: 200,
      body: { items, ...(tellsTotal && { pagination: { total: found.length } }) },
      etag: null,
    };
  };
  const api: RemoteApi = {
    page_size,
    async send({ body }) {
      const count = requests.push(body as ListBody);
      for (const { what, at } of steps.filter(({ before }) => before === count)) {
        now += 1000;
        const id = `r-${what === 'add' ? rows.size + removed.size : at % rows.size}`;
        if (what === 'remove' && rows.delete(id)) removed.add(id);
        else if (!removed.has(id)) rows.set(id, now);
      }
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      for (let turn = turns[count % turns.length] ?? 0; turn > 0; turn -= 1) await setImmediate();
      const reply = answer(body as ListBody, count);
      await setImmediate();
      underWay -= 1;
      return reply;
    },
  };
  const listed = new Map<string, string>();
  let lasts = 0;
  let rowsListed = 0;
  for await (const { page, isLast } of pagesOf(api, [listing])) {
    for (const { remote_id, updated_at } of page.rows) listed.set(remote_id, updated_at ?? '');
    rowsListed += page.rows.length;
    if (isLast) lasts += 1;
  }
  return {
    listed,
    lasts,
    rowsListed,
    requests,
    mostUnderWay,
    last: new Map([...last].map(([id, ms]) => [id, toInstant(ms)])),
  };
}

test('the page after the next is asked for before the next has come, and no row is read twice for it', async () => {
  const { listed, lasts, rowsListed, requests, mostUnderWay } = await play({ runs: Array(95).fill(1), page_size: 10 });
  expect(listed.size).toBe(95);
  expect(lasts).toBe(1);
  expect(mostUnderWay).toBe(2);
  expect(requests.filter(({ offset }) => offset > 0).length).toBeGreaterThan(6);
  // The last row of a page comes again with the next, as without.
  expect(rowsListed).toBeLessThanOrEqual(95 + requests.length);
});

test('the last page is asked for when all before it have come', async () => {
  const { requests } = await play({ runs: Array(95).fill(1), page_size: 10 });
  expect(requests.at(-1)).toMatchObject({ offset: 0 });
});

test.each([
  ['a server that does not say how many there are', { tellsTotal: false, runs: Array(40).fill(1) }],
  ['one page', { runs: Array(9).fill(1) }],
  ['rows of which more share a moment than a page has', { runs: [1, 25, 1], isShuffled: false }],
])('%s is asked for one page after the other', async (_name, list) => {
  const { listed, requests, mostUnderWay, last } = await play({ ...list, page_size: 10 });
  expect(listed).toEqual(last);
  expect(mostUnderWay).toBe(1);
  expect(new Set(requests.map((body) => JSON.stringify(body))).size).toBe(requests.length);
});

/** What was asked for and answered, in turn, while these lists of a server that has nothing were read. */
async function lists(listings: Parameters<typeof pagesOf>[1]) {
  const told: string[] = [];
  const api: RemoteApi = {
    page_size: 10,
    async send({ path, body }) {
      const name = `${path}${(body as { status?: string }).status ?? ''}`;
      told.push(`asked ${name}`);
      for (let turns = 0; turns < 3; turns += 1) await setImmediate();
      told.push(`came ${name}`);
      return { kind: 'ok', status: 200, body: { items: [] }, etag: null };
    },
  };
  for await (const _listed of pagesOf(api, listings));
  return told;
}

test('the next list is asked for while the first page of one is on its way', async () => {
  const told = await lists([listing, { ...listing, entity: 'price' }]);
  expect(told).toEqual(['asked /plans/search', 'asked /prices/search', 'came /plans/search', 'came /prices/search']);
});

test('a second list of one kind waits for the end of the first: a row that moves between them is in one', async () => {
  const told = await lists([listing, { ...listing, status: 'archived' }, { ...listing, entity: 'price' }]);
  const [first, second] = ['/plans/search', '/plans/searcharchived'];
  expect(told.filter((one) => !one.includes('prices'))).toEqual([
    `asked ${first}`,
    `came ${first}`,
    `asked ${second}`,
    `came ${second}`,
  ]);
  expect(told[1]).toBe('asked /prices/search');
  expect(told.filter((one) => one === 'asked /prices/search').length).toBe(1);
});

test('a page that was asked for by counting, and begins too late, is asked for again', async () => {
  const steps = Array.from({ length: 6 }, (_, at) => ({ before: 3, what: 'touch' as const, at: 10 + at }));
  const { listed, last } = await play({ runs: Array(60).fill(1), page_size: 10, steps });
  expect(new Map([...listed].sort())).toEqual(new Map([...last].sort()));
});

const anySteps = fc.array(
  fc.record({
    before: fc.integer({ min: 1, max: 14 }),
    what: fc.constantFrom('touch' as const, 'touch' as const, 'add' as const, 'remove' as const),
    at: fc.nat(200),
  }),
  { maxLength: 12 },
);

test('a row that leaves a moment with more rows than a page has lets none be skipped', async () => {
  const touched = { before: 3, what: 'touch' as const, at: 1 };
  const several = [touched, { ...touched, at: 2 }, { ...touched, at: 3 }];
  for (const steps of [[touched], several, [{ ...touched, before: 4, at: 12 }]]) {
    const { listed, last } = await play({ runs: [25], page_size: 10, steps, isShuffled: false });
    expect(new Map([...listed].sort())).toEqual(new Map([...last].sort()));
  }
  // The touched row is all that comes after the first page.
  const { listed, last } = await play({ runs: [10], page_size: 10, steps: [touched], isShuffled: false });
  expect(new Map([...listed].sort())).toEqual(new Map([...last].sort()));
});

test('so whatever is done meanwhile, as long as the server keeps the order within a moment', async () => {
  const anyList = fc.record({
    runs: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
    page_size: fc.integer({ min: 2, max: 12 }),
    steps: anySteps,
    isShuffled: fc.constant(false),
  });
  await fc.assert(
    fc.asyncProperty(anyList, async (list) => {
      const { listed, lasts, last } = await play(list);
      expect(lasts).toBe(1);
      for (const [id, updated_at] of last) expect([id, listed.get(id)]).toEqual([id, updated_at]);
    }),
    { numRuns: 300 },
  );
});

test('whatever is touched, added or taken away meanwhile, every row comes as it was when the last page was read', async () => {
  const anyList = fc.record({
    runs: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 40 }),
    page_size: fc.integer({ min: 5, max: 12 }),
    steps: anySteps,
    turns: fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(anyList, async (list) => {
      const { listed, lasts, last } = await play(list);
      expect(lasts).toBe(1);
      for (const [id, updated_at] of last) expect([id, listed.get(id)]).toEqual([id, updated_at]);
    }),
    { numRuns: 300 },
  );
});
