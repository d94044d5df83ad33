import { afterEach, describe, expect, test } from 'vitest';
import { write } from '../../store/write';
import { testCatalog } from '../../test-catalog';
import { openConflict } from '../conflicts/open-conflict';
import { readLine } from '../outbox/outbox-line';
import { plannedRequests } from '../outbox/plan-requests';
import { waitsFor } from '../outbox/waits-for';
import { sendCatalog, type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

const set = (sql: string) => pushed.core.store.sqlite.exec(`update outbox set ${sql}`);
const at = () => ({ ...pushed.core.store, connection: pushed.connection() });
const lineOf = (entity: 'group' | 'price' | 'plan', id: string) => {
  const line = readLine(pushed.core.store.sqlite, 1, { entity, id });
  if (!line) throw new Error('there is no such line');
  return line;
};

async function unsentCatalog(options: Parameters<typeof testPush>[0] = {}) {
  pushed = testPush(options);
  const catalog = await testCatalog(pushed.core);
  const price = await pushed.core.call('price.create', { ...catalog.usage, group_id: catalog.group.id });
  return { ...catalog, price };
}

test('what is held stays, and what refers to it waits', async () => {
  const { plan, price } = await unsentCatalog();
  set(`is_held = 1 where entity = 'plan'`);
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  expect(pushed.pending()).toEqual(['plan create ready', 'price create ready']);
  expect(waitsFor(at(), lineOf('price', price.id))).toEqual([{ entity: 'plan', id: plan.id }]);
  set('is_held = 0');
  expect(await pushed.push()).toMatchObject({ sent: 2 });
});

test('a price waits for all it refers to', async () => {
  const { plan, group, feature, price } = await unsentCatalog();
  expect(waitsFor(at(), lineOf('price', price.id))).toEqual([
    { entity: 'plan', id: plan.id },
    { entity: 'group', id: group.id },
    { entity: 'feature', id: feature.id },
  ]);
});

test('under review only what was released goes, and an edit has to be released again', async () => {
  const { plan, price } = await unsentCatalog({ send: 'review' });
  const { core } = pushed;
  expect(await pushed.push()).toMatchObject({ sent: 0 });
  set('is_released = 1');
  await core.call('plan.update', { id: plan.id, name: 'Pro' });
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  set('is_released = 1');
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  expect(pushed.pending()).toEqual([]);
  // Details and end are two requests of one released line.
  core.clock.advance(1000);
  await core.call('price.update', { id: price.id, description: 'Old' });
  await core.call('price.terminate', { id: price.id });
  set('is_released = 1');
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  expect(pushed.pending()).toEqual([]);
});

test('only the named rows are sent', async () => {
  const { plan } = await unsentCatalog();
  expect(await pushed.push({ only: [{ entity: 'plan', id: plan.id }] })).toMatchObject({ sent: 1 });
  expect(pushed.remote.writes()).toEqual(['POST /plans']);
});

test('a row with an open conflict is not sent', async () => {
  const { plan } = await unsentCatalog();
  const conflict = {
    entity: 'plan',
    id: plan.id,
    kind: 'field',
    field: 'name',
    base: 'a',
    mine: 'b',
    theirs: 'c',
    remote: null,
  } as const;
  for (const theirs of ['c', 'd']) {
    await write(pushed.deps, { environment_id: pushed.core.environment_id, caller: 'sync' }, async (tx) =>
      openConflict(tx, 1, { ...conflict, theirs }),
    );
  }
  expect(pushed.conflicts()).toEqual([{ entity: 'plan', kind: 'field', field: 'name', theirs: 'd' }]);
  await pushed.push();
  expect(pushed.pending()).toEqual(['plan create conflict', 'price create ready']);
});

test('a key is given up by the archived row before a new one takes it', async () => {
  pushed = testPush();
  const { plan, price } = await sendCatalog(pushed);
  const { core, remote } = pushed;
  await core.call('price.terminate', { id: price.id });
  await core.call('plan.archive', { id: plan.id });
  const next = await core.call('plan.create', { name: 'Base again', lookup_key: 'base' });
  expect(waitsFor(at(), lineOf('plan', next.id))).toEqual([{ entity: 'plan', id: plan.id }]);
  expect(await pushed.push()).toMatchObject({ sent: 3, failed: 0, conflicts: 0 });
  expect(remote.writes().map((line) => line.split('/')[0])).toEqual(['DELETE ', 'DELETE ', 'POST ']);
});

test('two rows that swap their keys do not wait for each other', async () => {
  pushed = testPush();
  const { core } = pushed;
  const one = await core.call('plan.create', { name: 'One', lookup_key: 'one' });
  const two = await core.call('plan.create', { name: 'Two', lookup_key: 'two' });
  await pushed.push();
  core.clock.advance(1000);
  await core.call('plan.update', { id: one.id, lookup_key: 'x' });
  await core.call('plan.update', { id: two.id, lookup_key: 'one' });
  expect(waitsFor(at(), lineOf('plan', two.id))).toEqual([{ entity: 'plan', id: one.id }]);
  await core.call('plan.update', { id: one.id, lookup_key: 'two' });
  expect(waitsFor(at(), lineOf('plan', one.id))).toEqual([]);
});

test('three rows that pass their keys on in a ring do not wait for each other: the server is asked', async () => {
  pushed = testPush();
  const { core } = pushed;
  const plans = [];
  for (const lookup_key of ['one', 'two', 'three']) {
    plans.push(await core.call('plan.create', { name: lookup_key, lookup_key }));
  }
  await pushed.push();
  core.clock.advance(1000);
  const [one, two, three] = plans.map(({ id }) => id) as [string, string, string];
  // By way of a key that is nobody's, as a person has to.
  await core.call('plan.update', { id: one, lookup_key: 'on the way' });
  await core.call('plan.update', { id: three, lookup_key: 'one' });
  await core.call('plan.update', { id: two, lookup_key: 'three' });
  expect(waitsFor(at(), lineOf('plan', two))).toEqual([{ entity: 'plan', id: three }]);
  await core.call('plan.update', { id: one, lookup_key: 'two' });
  for (const id of [one, two, three]) expect(waitsFor(at(), lineOf('plan', id))).toEqual([]);
  const before = pushed.remote.writes().length;
  await pushed.push();
  expect(pushed.remote.writes().slice(before)).toHaveLength(3);
});

test('a key that this server lets no row give up is told to be taken, not waited for', async () => {
  pushed = testPush();
  const { price, usage } = await sendCatalog(pushed);
  const { core } = pushed;
  await core.call('price.update', { id: price.id, clear: ['lookup_key'] });
  const next = await core.call('price.create', { ...usage, lookup_key: 'tokens-usage' });
  expect(await pushed.push()).toMatchObject({ sent: 0, failed: 1 });
  expect(pushed.pending()).toEqual(['price update local_only', 'price create failed']);
  expect(waitsFor(at(), lineOf('price', next.id))).toEqual([]);
});

describe('one person alone is never asked about a key that was free here', () => {
  const seat = {
    entity_type: 'PLAN',
    currency: 'usd',
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ADVANCE',
    amount: '20',
  } as const;
  type Call = TestPush['core']['call'];
  const later = { end_date: '2026-12-01T00:00:00.000Z' };

  /** What is done to a price with the key `k`, or without one, such that the key is free for a price of 30 in the end. */
  const ways: [string, (call: Call, tick: () => void, price: { id: string }) => Promise<unknown>][] = [
    [
      'its new terms have another key',
      async (call, _tick, { id }) => {
        const version = await call('price.update', { id, amount: '25' });
        await call('price.update', { id: version.id, lookup_key: 'l' });
      },
    ],
    [
      'its new terms were ended',
      async (call, tick, { id }) => {
        const version = await call('price.update', { id, amount: '25' });
        tick();
        await call('price.terminate', { id: version.id });
      },
    ],
    [
      'its new terms end later',
      async (call, tick, { id }) => {
        const version = await call('price.update', { id, amount: '25' });
        tick();
        await call('price.terminate', { id: version.id, ...later });
      },
    ],
    ['it ends later', async (call, _tick, { id }) => call('price.terminate', { id, ...later })],
    [
      'it got the key when it was over',
      async (call, _tick, { id }) => {
        const before = await call('price.update', { id, lookup_key: 'before' });
        await call('price.update', { id: before.id, amount: '25' });
        await call('price.update', { id, lookup_key: 'k' });
      },
    ],
    [
      'each of three versions has a key of its own',
      async (call, tick, { id }) => {
        const second = await call('price.update', { id, amount: '25' });
        await call('price.update', { id: second.id, lookup_key: 'l' });
        tick();
        const third = await call('price.update', { id: second.id, amount: '35' });
        await call('price.update', { id: third.id, lookup_key: 'm' });
        await call('price.create', { ...seat, entity_id: third.entity_id, amount: '40', lookup_key: 'l' });
      },
    ],
  ];
  const servers = [
    ['the public server', false],
    ['a server like ours', true],
  ] as const;
  const cases = ways.flatMap(([title, way]) =>
    servers.flatMap(([server, isOurs]) =>
      (['sent before', 'never sent', 'edited'] as const).map((price) => [title, price, server, isOurs, way] as const),
    ),
  );

  test.each(cases)('%s, %s, %s', async (_title, other, _server, isOurs, way) => {
    pushed = testPush({ isOurs });
    const { plan } = await sendCatalog(pushed);
    const { core, remote } = pushed;
    const call: Call = (name, input) => core.call(name, input);
    const tick = () => core.clock.advance(60_000);
    const create = (more: object) => call('price.create', { ...seat, entity_id: plan.id, ...more });
    const price = await create({ lookup_key: 'k' });
    const edited = other === 'edited' ? await create({ amount: '30' }) : null;
    if (other !== 'never sent') await pushed.push();
    tick();
    await way(call, tick, price);
    if (edited) await call('price.update', { id: edited.id, lookup_key: 'k' });
    else await create({ amount: '30', lookup_key: 'k' });
    for (let turn = 0; turn < 3; turn += 1) {
      await pushed.push();
      tick();
    }
    expect([pushed.conflicts(), pushed.pending()]).toEqual([[], []]);
    // What was made and was over before the server heard of it is not there.
    const sql = `select amount || ' ' || lookup_key from prices join synced_rows on local_id = prices.id`;
    const here = core.store.sqlite.prepare(sql).pluck().all();
    const there = remote.rows.prices.map(({ amount, lookup_key }) => `${amount} ${lookup_key ?? ''}`);
    expect(there.sort()).toEqual(here.sort());
  });
});

test('while a version is of unknown fate the other versions wait', async () => {
  pushed = testPush();
  const { price } = await sendCatalog(pushed);
  const { core, remote } = pushed;
  const next = await core.call('price.update', { id: price.id, amount: '0.02' });
  remote.faults = ['response lost'];
  await pushed.push();
  await core.call('price.update', { id: price.id, description: 'Before' });
  expect(waitsFor(at(), lineOf('price', price.id))).toEqual([{ entity: 'price', id: next.id }]);
});

test('the requests that are shown are the ones that are sent; ids that are still to come are named', async () => {
  const { price, group } = await unsentCatalog({ isOurs: true });
  const [shown] = await plannedRequests(at(), lineOf('price', price.id));
  expect(shown).toMatchObject({
    method: 'POST',
    path: '/prices',
    body: { entity_id: '(id of “Base Plan”)', group_id: '(id of “LLM”)', meter_id: '(id of “Tokens”)' },
  });
  const [ofGroup] = await plannedRequests(at(), lineOf('group', group.id));
  await pushed.push();
  expect(pushed.remote.requests[0]).toMatchObject({ ...ofGroup });
});

test('progress tells lines done of lines to do', async () => {
  await unsentCatalog();
  const told: string[] = [];
  await pushed.push({ onProgress: ({ done, total }) => told.push(`${done}/${total}`) });
  expect(told).toEqual(['0/4', '1/4', '2/4', '3/4']);
});
