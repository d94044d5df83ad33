import type { ConflictChoice, ConflictKind } from '@shared/entities/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestCore } from '../core/test-core';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { ownServer, publicServer, type SimulatedServer } from './servers';

let clock: ReturnType<typeof testClock>;
let server: SimulatedServer;
let mine: Client;
let theirs: Client;

beforeEach(async () => {
  clock = testClock('2026-06-01T00:00:00.000Z');
  await connect(await ownServer(clock));
});
afterEach(close);

async function connect(to: SimulatedServer) {
  server = to;
  mine = await openClient([server], clock);
  theirs = await openClient([server], clock);
}

async function close() {
  await mine.close();
  await theirs.close();
  await server.close();
}

async function syncOf(client: Client) {
  clock.advance(200_000);
  const outcome = await client.sync(fairWeather);
  expect(outcome?.trouble ?? null).toBeNull();
}

/** Both have what the other sent. */
async function exchange() {
  for (const client of [mine, theirs, mine, theirs]) await syncOf(client);
}

/** They send first, then I hear of it. */
async function meet() {
  await syncOf(theirs);
  await syncOf(mine);
}

const plan = async ({ core }: Client) => one((await core().call('plan.search', {})).items);
const group = async ({ core }: Client) => one((await core().call('group.search', {})).items);
const prices = async ({ core }: Client) =>
  (await core().call('price.search', { allow_expired_prices: true, order: 'asc' })).items;
const live = async (client: Client) => one((await prices(client)).filter(({ end_date }) => end_date === null));
function one<T>(items: readonly T[]): T {
  expect(items).toHaveLength(1);
  return items[0] as T;
}

const seatOf = async (client: Client) => ({ ...seat, entity_id: (await plan(client)).id }) as const;

const seat = {
  entity_type: 'PLAN',
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  amount: '20',
  display_name: 'Seat',
} as const;

async function catalog(core: TestCore) {
  const { id } = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  const gpu = await core.call('group.create', { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' });
  await core.call('price.create', { ...seat, entity_id: id, group_id: gpu.id });
}

const conflicts = async () => (await mine.core().call('conflict.list', {})).items;

async function decide(kind: ConflictKind, choice: ConflictChoice, value?: unknown) {
  const conflict = one((await conflicts()).filter((item) => item.kind === kind));
  expect(conflict.choices).toContain(choice);
  await mine.core().call('conflict.resolve', { items: [{ number: conflict.number, choice, value }] });
  return conflict;
}

/** In the end all three have the same, and nothing is open or waits. */
async function expectEqual() {
  await exchange();
  expect(await conflicts()).toEqual([]);
  for (const client of [mine, theirs]) {
    expect((await client.core().call('pending.list', {})).items).toEqual([]);
  }
  const shown = async (client: Client) => ({
    plans: (await client.core().call('plan.search', {})).items.map(({ name, lookup_key, description, metadata }) => ({
      name,
      lookup_key,
      description,
      metadata,
    })),
    groups: (await client.core().call('group.search', {})).items
      .map(({ lookup_key, name }) => [lookup_key, name])
      .sort(),
    prices: (await prices(client))
      .map(({ start_date, end_date, amount, display_name }) => [start_date, end_date, amount, display_name])
      .sort(),
  });
  expect(await shown(mine)).toEqual(await shown(theirs));
}

test.each([
  ['mine', 'Mine', undefined],
  ['theirs', 'Theirs', undefined],
  ['edit', 'Ours', 'Ours'],
] as const)('a field that both changed: %s', async (choice, name, value) => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('plan.update', { id: (await plan(mine)).id, name: 'Mine', description: 'kept' });
  await theirs.core().call('plan.update', { id: (await plan(theirs)).id, name: 'Theirs' });
  await meet();
  expect(one(await conflicts())).toMatchObject({
    kind: 'field',
    field: 'name',
    base: 'Base',
    is_base_known: true,
    mine: 'Mine',
    theirs: 'Theirs',
    choices: ['mine', 'theirs', 'edit'],
  });
  await decide('field', choice, value);
  await expectEqual();
  expect(await plan(theirs)).toMatchObject({ name, description: 'kept' });
});

test('one key of metadata is decided without the others; all of the decisions are made or none', async () => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('plan.update', { id: (await plan(mine)).id, name: 'M', metadata: { a: '1', b: 'mine' } });
  await theirs.core().call('plan.update', { id: (await plan(theirs)).id, name: 'T', metadata: { b: 'theirs' } });
  await meet();
  const open = await conflicts();
  expect(open.map(({ field }) => field).sort()).toEqual(['metadata.b', 'name']);
  const items = open.map(({ number }) => ({ number, choice: 'theirs' as const }));
  const wrong = [...items, { number: 999, choice: 'mine' as const }];
  expect(await mine.core().fail('conflict.resolve', { items: wrong })).toMatchObject({ code: 'not_found' });
  expect(await conflicts()).toHaveLength(2);
  expect(await mine.core().fail('conflict.resolve', { items: [{ ...items[0], choice: 'link', value: 'x' }] })).toEqual(
    expect.objectContaining({ code: expect.any(String) }),
  );
  expect(await mine.core().call('conflict.resolve', { items })).toEqual({ resolved: 2, open: 0 });
  expect(await plan(mine)).toMatchObject({ name: 'T', metadata: { a: '1', b: 'theirs' } });
  await expectEqual();
});

test.each(['recreate', 'theirs'] as const)('archived there, edited here: %s', async (choice) => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('group.update', { id: (await group(mine)).id, name: 'Compute' });
  await theirs.core().call('group.delete', { id: (await group(theirs)).id });
  await meet();
  await decide('gone_there', choice);
  await expectEqual();
  const names = (await theirs.core().call('group.search', {})).items.map(({ name }) => name);
  expect(names).toEqual(choice === 'recreate' ? ['Compute'] : []);
});

test.each(['recreate', 'theirs'] as const)('a plan archived there, edited here: %s', async (choice) => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('price.update', { id: (await live(mine)).id, amount: '25' });
  await exchange();
  await mine.core().call('price.create', { ...(await seatOf(mine)), display_name: 'Over' });
  await exchange();
  const over = (await prices(mine)).find(({ display_name }) => display_name === 'Over');
  await mine.core().call('price.terminate', { id: over?.id ?? '' });
  await exchange();
  await mine.core().call('plan.update', { id: (await plan(mine)).id, name: 'Basis' });
  await theirs.core().call('plan.archive', { id: (await plan(theirs)).id });
  await meet();
  await decide('gone_there', choice);
  await exchange();
  // A full check brings back what is left there of the plan that is gone.
  for (const client of [mine, theirs]) await client.sync(fairWeather, { sweep: true });
  await expectEqual();
  for (const client of [mine, theirs]) {
    const plans = (await client.core().call('plan.search', {})).items;
    expect(plans.map(({ name }) => name)).toEqual(choice === 'recreate' ? ['Basis'] : []);
    const running = (await prices(client)).filter(
      ({ end_date, entity_id }) => end_date === null && entity_id === plans[0]?.id,
    );
    // With the terms it had before; what is charged in the plan that is gone goes on there.
    expect(running.map(({ amount }) => amount)).toEqual(choice === 'recreate' ? ['25'] : []);
  }
});

test.each([
  ['ours', () => ownServer(clock)],
  ['a public one', async () => publicServer(clock, 0)],
] as const)(
  'a plan made anew whose charges had keys, which those of the plan that is gone still have: %s',
  async (_name, to) => {
    await close();
    await connect(await to());
    await catalog(mine.core());
    const seats = await mine.core().call('price.create', { ...(await seatOf(mine)), lookup_key: 'seat' });
    await exchange();
    await mine.core().call('plan.update', { id: (await plan(mine)).id, name: 'Basis' });
    await theirs.core().call('plan.archive', { id: (await plan(theirs)).id });
    await meet();
    await decide('gone_there', 'recreate');
    await exchange();
    const told = await decide('key_taken', 'rename_key', 'seat-2');
    expect(told).toMatchObject({ entity: 'price', id: seats.id, mine: 'seat' });
    await exchange();
    for (const client of [mine, theirs]) await client.sync(fairWeather, { sweep: true });
    await expectEqual();
    const keys = (await prices(theirs)).map(({ lookup_key }) => lookup_key).filter(Boolean);
    expect(keys.sort()).toEqual(['seat', 'seat-2']);
  },
);

test.each([
  ['mine', ['there', 'here']],
  ['theirs', ['there']],
] as const)('both added a value to the filters of a meter, which only ever grow: %s', async (choice, values) => {
  const meter = { event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } } as const;
  await mine.core().call('feature.create', { name: 'Tokens', lookup_key: 'tokens', type: 'metered', meter });
  await exchange();
  const feature = async ({ core }: Client) => one((await core().call('feature.search', { expand: 'meters' })).items);
  for (const [client, value] of [
    [mine, 'here'],
    [theirs, 'there'],
  ] as const) {
    const { id } = await feature(client);
    await client.core().call('feature.update', { id, filters: [{ key: 'region', values: [value] }] });
  }
  await meet();
  await decide('field', choice);
  await expectEqual();
  for (const client of [mine, theirs]) {
    expect((await feature(client)).meter?.filters).toEqual([{ key: 'region', values }]);
  }
});

test.each(['recreate', 'theirs'] as const)('a charge ended there, edited here: %s', async (choice) => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('price.update', { id: (await live(mine)).id, display_name: 'Seats' });
  await theirs.core().call('price.terminate', { id: (await live(theirs)).id });
  await meet();
  await decide('gone_there', choice);
  await expectEqual();
  const running = (await prices(theirs)).filter(({ end_date }) => end_date === null);
  expect(running.map(({ display_name }) => display_name)).toEqual(choice === 'recreate' ? ['Seats'] : []);
});

test('a charge ended there, edited here and over here by then, is not made anew', async () => {
  await catalog(mine.core());
  await exchange();
  const { id } = await live(mine);
  await mine.core().call('price.update', { id, display_name: 'Seats' });
  const end_date = '2027-01-01T00:00:00.000Z';
  await theirs.core().call('price.terminate', { id: (await live(theirs)).id, end_date });
  await meet();
  await mine.core().call('price.terminate', { id });
  await decide('gone_there', 'recreate');
  await expectEqual();
  expect(await prices(theirs)).toHaveLength(1);
});

test.each(['recreate', 'theirs'] as const)('a charge ended there, given new terms here: %s', async (choice) => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('price.update', { id: (await live(mine)).id, amount: '25' });
  clock.advance(1000);
  await theirs.core().call('price.terminate', { id: (await live(theirs)).id });
  await meet();
  await decide('gone_there', choice);
  await expectEqual();
  const running = (await prices(theirs)).filter(({ end_date }) => end_date === null);
  expect(running.map(({ amount }) => amount)).toEqual(choice === 'recreate' ? ['25'] : []);
});

test.each(['mine', 'theirs'] as const)('archived here, edited there: %s', async (choice) => {
  await catalog(mine.core());
  await exchange();
  const { id } = await group(mine);
  await mine.core().call('group.delete', { id });
  await theirs.core().call('group.update', { id: (await group(theirs)).id, name: 'Compute' });
  await meet();
  await decide('edited_there', choice);
  await expectEqual();
  const groups = (await theirs.core().call('group.search', {})).items;
  expect(groups.map(({ name, member_count }) => [name, member_count])).toEqual(
    choice === 'mine' ? [] : [['Compute', 1]],
  );
});

test.each([
  ['mine', ['20', '30', '25']],
  ['theirs', ['20', '30']],
] as const)('both gave a charge new terms: %s', async (choice, amounts) => {
  await catalog(mine.core());
  await exchange();
  await mine.core().call('price.update', { id: (await live(mine)).id, amount: '25', display_name: 'Seats' });
  clock.advance(1000);
  await theirs.core().call('price.update', { id: (await live(theirs)).id, amount: '30', description: 'Theirs' });
  await meet();
  await decide('versioned_there', choice);
  await expectEqual();
  expect((await prices(theirs)).map(({ amount }) => amount).sort()).toEqual([...amounts].sort());
  const running = await live(theirs);
  expect(running).toMatchObject({ amount: amounts.at(-1), description: 'Theirs' });
  if (choice === 'mine') expect(running.display_name).toBe('Seats');
});

test.each(['rename_key', 'link'] as const)('two rows made with one lookup key: %s', async (choice) => {
  await exchange();
  await mine.core().call('group.create', { name: 'Mine', lookup_key: 'gpu', entity_type: 'price' });
  await theirs.core().call('group.create', { name: 'Theirs', lookup_key: 'gpu', entity_type: 'price' });
  await meet();
  const conflict = one(await conflicts());
  expect(conflict).toMatchObject({ kind: 'key_taken', suggestion: 'gpu-2', affected: { count: 0, names: [] } });
  await decide('key_taken', choice, choice === 'rename_key' ? conflict.suggestion : undefined);
  if (choice === 'link') {
    expect(one(await conflicts())).toMatchObject({ kind: 'field', field: 'name', mine: 'Mine', theirs: 'Theirs' });
    await decide('field', 'theirs');
  }
  await expectEqual();
  const groups = (await theirs.core().call('group.search', {})).items;
  expect(groups.map(({ name, lookup_key }) => [name, lookup_key]).sort()).toEqual(
    choice === 'link'
      ? [['Theirs', 'gpu']]
      : [
          ['Mine', 'gpu-2'],
          ['Theirs', 'gpu'],
        ],
  );
});

test('two charges made with one lookup key are one, although the group of the one there cannot be taken over yet', async () => {
  await mine.core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await exchange();
  await mine.core().call('group.create', { name: 'Mine', lookup_key: 'gpu', entity_type: 'price' });
  await mine.core().call('price.create', { ...(await seatOf(mine)), lookup_key: 'seat' });
  const gpu = await theirs.core().call('group.create', { name: 'Theirs', lookup_key: 'gpu', entity_type: 'price' });
  await theirs.core().call('price.create', { ...(await seatOf(theirs)), lookup_key: 'seat', group_id: gpu.id });
  await meet();
  const ofPrice = one((await conflicts()).filter(({ entity }) => entity === 'price'));
  expect(ofPrice).toMatchObject({ kind: 'key_taken', choices: ['rename_key', 'link'] });
  await mine.core().call('conflict.resolve', { items: [{ number: ofPrice.number, choice: 'link' }] });
  await decide('key_taken', 'rename_key', 'gpu-2');
  await syncOf(mine);
  expect(one(await conflicts())).toMatchObject({ kind: 'field', field: 'group_id', mine: null });
  await decide('field', 'theirs');
  await expectEqual();
  const theirGroup = (await mine.core().call('group.search', {})).items.find(({ lookup_key }) => lookup_key === 'gpu');
  expect(one(await prices(mine))).toMatchObject({ lookup_key: 'seat', group_id: theirGroup?.id });
});

test.each(['link', 'send_again'] as const)('a plan that may have been made: %s', async (choice) => {
  await close();
  await connect(publicServer(clock, 0));
  await mine.core().call('connection.update', { marks_operations: false });
  await exchange();
  await syncOf(mine);
  const reads = mine.requests().map(() => ({ fault: null }));
  await mine.core().call('plan.create', { name: 'Pro', description: 'x' });
  clock.advance(200_000);
  await mine.sync({ ...fairWeather, passages: [...reads, { fault: 'response_lost' }] });
  expect(mine.requests().at(reads.length)).toMatchObject({ method: 'POST', path: '/plans' });
  // Somebody edits it there before it is looked for: it is not recognised.
  await syncOf(theirs);
  await theirs.core().call('plan.update', { id: (await plan(theirs)).id, description: 'y' });
  await syncOf(theirs);
  for (let n = 0; n < 3 && (await conflicts()).length === 0; n += 1) await syncOf(mine);
  const found = one(await conflicts());
  expect(found).toMatchObject({ kind: 'unknown_fate', choices: ['link', 'send_again'] });
  if (choice === 'link') {
    expect(
      await mine.core().fail('conflict.resolve', { items: [{ number: found.number, choice, value: 'nobody' }] }),
    ).toMatchObject({ code: 'not_found', field: 'value' });
    // The row that came meanwhile looks like it.
    expect(found).toMatchObject({ theirs: { name: 'Pro', description: 'y' }, suggestion: expect.any(String) });
    await decide('unknown_fate', choice, found.suggestion ?? '');
    await exchange();
    expect(await plan(mine)).toMatchObject({ id: found.id, description: 'y' });
  } else await decide('unknown_fate', choice);
  await exchange();
  expect((await theirs.core().call('plan.search', {})).items).toHaveLength(choice === 'link' ? 1 : 2);
  expect((await mine.core().call('plan.search', {})).items).toHaveLength(choice === 'link' ? 1 : 2);
});

test.each([
  ['mine', ['20', '25'], '25'],
  ['theirs', ['20'], '20'],
] as const)(
  'a charge with one lookup key and other terms on both sides, connected anew: %s',
  async (choice, amounts, now) => {
    await theirs.core().call('plan.create', { name: 'Base', lookup_key: 'base' });
    const charge = async (client: Client, amount: string) =>
      client.core().call('price.create', {
        ...(await seatOf(client)),
        amount,
        lookup_key: 'seat',
        start_date: '2026-06-01T00:00:00.000Z',
      });
    await charge(theirs, '20');
    await syncOf(theirs);
    await mine.core().call('plan.create', { name: 'Base', lookup_key: 'base' });
    await charge(mine, '25');
    await syncOf(mine);
    expect(one(await conflicts())).toMatchObject({
      field: 'amount',
      mine: '25',
      theirs: '20',
      choices: ['mine', 'theirs'],
    });
    await decide('field', choice);
    await expectEqual();
    expect((await prices(theirs)).map(({ amount }) => amount)).toEqual(amounts);
    expect((await live(mine)).amount).toBe(now);
  },
);

test.each(['mine', 'theirs'] as const)(
  'a charge with one lookup key and another history on both sides, connected anew: %s',
  async (choice) => {
    for (const [client, amount] of [
      [theirs, '30'],
      [mine, '25'],
    ] as const) {
      await client.core().call('plan.create', { name: 'Base', lookup_key: 'base' });
      const first = { ...(await seatOf(client)), lookup_key: 'seat', start_date: '2026-05-01T00:00:00.000Z' };
      const { id } = await client.core().call('price.create', first);
      clock.advance(60_000);
      await client.core().call('price.update', { id, amount });
      if (client === theirs) await syncOf(theirs);
    }
    await syncOf(mine);
    // Where a charge begins is fixed there: that only one side can have it stays here, and is said.
    expect((await conflicts()).map(({ field, choices }) => [field, choices])).toEqual([
      ['start_date', ['mine']],
      ['amount', ['mine', 'theirs']],
    ]);
    const decisions = (await conflicts()).map(({ number, choices }) => ({
      number,
      choice: choices.includes(choice) ? choice : ('mine' as const),
    }));
    await mine.core().call('conflict.resolve', { items: decisions });
    await exchange();
    expect(await conflicts()).toEqual([]);
    expect((await mine.core().call('pending.list', {})).items.map(({ state }) => state)).toEqual(['local_only']);
    const now = choice === 'mine' ? '25' : '30';
    expect([(await live(mine)).amount, (await live(theirs)).amount]).toEqual([now, now]);
    // The live ones are one charge; what ended before stays as it was, here and there.
    const over = async (client: Client) => (await prices(client)).filter(({ end_date }) => end_date !== null);
    const replaced = choice === 'mine' ? ['30'] : [];
    expect((await over(theirs)).map(({ amount }) => amount)).toEqual(['20', ...replaced]);
    expect((await over(mine)).map(({ amount }) => amount)).toEqual(['20', '20', ...replaced]);
  },
);
