import { afterEach, expect, test } from 'vitest';
import { testClock } from '../core/test-core';
import { type Client, fairWeather, openClient } from './clients';
import { convergence } from './invariants';
import { ownServer, publicServer, type SimulatedServer } from './servers';

const group = { name: 'GPU', entity_type: 'price' } as const;
const price = {
  entity_type: 'PLAN',
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  invoice_cadence: 'ADVANCE',
  amount: '20',
} as const;

/** A server that is put back to a backup of an earlier day while Pricebooks go on syncing with it. */

let inner: SimulatedServer;
let mine: Client;
const clock = testClock('2026-06-01T00:00:00.000Z');

afterEach(async () => {
  await mine.close();
  await inner.close();
});

async function connect(kind: 'ours' | 'public') {
  inner = kind === 'ours' ? await ownServer(clock) : publicServer(clock, 0);
  const server = {
    ...inner,
    answering: { answer: (...asked) => inner.answering.answer(...asked) } as typeof inner.answering,
  };
  mine = await openClient([server], clock);
}

/** Public servers have no log that would tell: what they lost is found when everything is compared, once a day. */
async function sync(sweep = inner.kind === 'public') {
  clock.advance(200_000);
  const outcome = await mine.sync(fairWeather, { sweep });
  expect(outcome?.trouble ?? null).toBeNull();
  return outcome;
}

const core = () => mine.core();
const pending = async () => (await core().call('pending.list', {})).items;
const there = async (id: string, method = 'GET', body = {}) => {
  const headers = new Headers({ 'x-api-key': inner.api_key, 'content-type': 'application/json' });
  const path = `/plans/${core().store.sqlite.prepare('select remote_id from synced_rows where local_id = ?').pluck().get(id)}`;
  return (await inner.answering.answer({ method, path, body, is_write: method !== 'GET' }, headers, 0)).body;
};

async function isEqual() {
  const wrong = await convergence(core(), core().environment_id, inner);
  // What it lost altogether is over here, and is nothing to it.
  expect(wrong.filter((text) => !text.endsWith('which the server does not have'))).toEqual([]);
  expect(await pending()).toEqual([]);
}

/** Decides what is asked about a row so; answers what it was. */
async function decide(id: string, choice: 'mine' | 'theirs') {
  const items = (await core().call('conflict.list', {})).items.filter((item) => item.id === id);
  if (items.length > 0) {
    await core().call('conflict.resolve', { items: items.map(({ number }) => ({ number, choice })) });
  }
  return items.map(({ kind, field }) => `${kind} ${field}`);
}

const remove = async () => {
  clock.advance(200_000);
  await core().app.sync?.start(core().environment_id, { sweep: true, may_remove: true });
};

test.each([
  ['ours', 'mine'],
  ['ours', 'theirs'],
  ['public', 'mine'],
  ['public', 'theirs'],
] as const)(
  'what a server (%s) has lost is asked about, also after a restart, and decided: %s',
  async (kind, choice) => {
    await connect(kind);
    const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
    const other = await core().call('plan.create', { name: 'Other', lookup_key: 'other' });
    await sync();
    const restore = inner.save();
    await core().call('plan.update', { id: plan.id, name: 'Later' });
    const lost = await core().call('plan.create', { name: 'Lost', lookup_key: 'lost' });
    // A fifth of the rows or less goes without a question when somebody removes them.
    for (let at = 0; at < 8; at += 1) await core().call('group.create', { ...group, lookup_key: `g-${at}` });
    await sync();
    await isEqual();
    const groups = [...(await inner.snapshots('group')).keys()];

    inner = await restore(clock);
    clock.advance(1000);
    await there(other.id, 'PUT', { description: 'There' });
    await core().call('plan.update', { id: plan.id, description: 'Here' });
    for (let at = 0; at < 8; at += 1) await core().call('plan.create', { name: `New ${at}` });
    expect(await sync()).toMatchObject({ state: 'stopped', would_go: { length: groups.length + 1 } });
    await sync(false);
    await decide(other.id, 'theirs');
    expect(await core().call('plan.get', { id: other.id })).toMatchObject({ description: 'There' });
    expect(await core().call('plan.get', { id: plan.id })).toMatchObject({ name: 'Later', description: 'Here' });
    expect(await there(plan.id)).toMatchObject({ name: 'Base', description: '' });
    expect(await sync(true)).toMatchObject({ state: 'stopped', would_go: { length: groups.length + 1 } });
    expect(await core().call('plan.get', { id: lost.id })).toMatchObject({ status: 'published' });

    expect(await decide(plan.id, choice)).toEqual(['field name', 'field description']);
    await remove();
    expect(await sync(true)).toMatchObject({ state: 'done', would_go: [] });
    const wanted = choice === 'mine' ? { name: 'Later', description: 'Here' } : { name: 'Base', description: '' };
    expect(await there(plan.id)).toMatchObject(wanted);
    expect(await core().call('plan.get', { id: plan.id })).toMatchObject(wanted);
    expect(await core().call('plan.get', { id: lost.id })).toMatchObject({ status: 'archived' });
  },
);

test.each([
  ['ours', 'mine'],
  ['ours', 'theirs'],
  ['public', 'mine'],
  ['public', 'theirs'],
] as const)('what was over, or had new terms, before a server (%s) lost it: %s', async (kind, choice) => {
  await connect(kind);
  const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  const over = await core().call('plan.create', { name: 'Over', lookup_key: 'over' });
  const seat = await core().call('price.create', { ...price, entity_id: plan.id, display_name: 'Seat' });
  const desk = await core().call('price.create', { ...price, entity_id: plan.id, display_name: 'Desk' });
  await sync();
  const restore = inner.save();
  clock.advance(1000);
  await core().call('plan.archive', { id: over.id });
  await core().call('price.terminate', { id: desk.id });
  await core().call('price.update', { id: seat.id, billing_model: 'FLAT_FEE', amount: '9' });
  await sync();
  await isEqual();

  inner = await restore(clock);
  await sync();
  for (const id of [over.id, desk.id, seat.id]) await decide(id, choice);
  await remove();
  await sync();
  await sync(true);
  await isEqual();
  const status = choice === 'mine' ? 'archived' : 'published';
  expect(await core().call('plan.get', { id: over.id })).toMatchObject({ status });
  const { end_date } = await core().call('price.get', { id: desk.id });
  expect(end_date === null).toBe(choice === 'theirs');
});

test('a log that has grown past where it was is known to be another one', async () => {
  await connect('ours');
  const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  const restore = inner.save();
  await core().call('plan.update', { id: plan.id, name: 'Later' });
  await sync();
  inner = await restore(clock);
  for (const description of ['1', '2', '3']) {
    clock.advance(1000);
    await there(plan.id, 'PUT', { description });
  }
  await sync();
  expect(await decide(plan.id, 'theirs')).toEqual(['field name', 'field description']);
  await sync();
  expect(await core().call('plan.get', { id: plan.id })).toMatchObject({ name: 'Base', description: '3' });
  await isEqual();
});

test('a row that both sides took out of use and that is in use there again comes back, also without versions', async () => {
  await connect('public');
  const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  const restore = inner.save();
  await core().call('plan.archive', { id: plan.id });
  await sync();
  expect(await there(plan.id)).toMatchObject({ status: 'archived' });
  inner = await restore(clock);
  clock.advance(1000);
  await there(plan.id, 'PUT', { description: 'Again' });
  await sync();
  expect(await core().call('plan.get', { id: plan.id })).toMatchObject({ status: 'published', description: 'Again' });
  await isEqual();
});

test('what both had before is not known of a row that went back, also once it was read again', async () => {
  await connect('ours');
  const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base', metadata: { team: 'a' } });
  await sync();
  const restore = inner.save();
  await core().call('plan.update', { id: plan.id, name: 'Later', metadata: { team: 'b' } });
  await sync();
  inner = await restore(clock);
  const told = async () =>
    (await core().call('conflict.list', {})).items.map(({ field, base, is_base_known }) => [
      field,
      base,
      is_base_known,
    ]);
  for (const description of ['', 'Since', 'And again']) {
    clock.advance(1000);
    if (description !== '') await there(plan.id, 'PUT', { description });
    await sync(true);
    expect(await told()).toEqual([
      ['name', null, false],
      ['metadata.team', null, false],
    ]);
  }
});

test('an edit of a row that went back is asked about, not left waiting until the next full check', async () => {
  await connect('public');
  const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  const restore = inner.save();
  await core().call('plan.update', { id: plan.id, name: 'Later' });
  await sync();
  inner = await restore(clock);
  await core().call('plan.update', { id: plan.id, description: 'Here' });
  await sync(false);
  await sync(false);
  expect(await decide(plan.id, 'mine')).toEqual(['field name', 'field description']);
  await sync(false);
  expect(await there(plan.id)).toMatchObject({ name: 'Later', description: 'Here' });
  await isEqual();
});

test.each(['ours', 'public'] as const)(
  'that a price goes on there until its new terms are sent (%s) is nothing to ask about',
  async (kind) => {
    await connect(kind);
    const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
    const seat = await core().call('price.create', { ...price, entity_id: plan.id, display_name: 'Seat' });
    await sync();
    const restore = inner.save();
    await core().call('price.update', { id: seat.id, display_name: 'Later' });
    await sync();
    inner = await restore(clock);
    clock.advance(1000);
    await core().call('price.update', { id: seat.id, billing_model: 'FLAT_FEE', amount: '9' });
    await sync();
    expect(await decide(seat.id, 'theirs')).toEqual(['field display_name']);
    await sync();
    await isEqual();
    const live = [...(await inner.snapshots('price')).values()].filter(({ end_date }) => end_date === null);
    expect(live.map(({ amount }) => amount)).toEqual(['9']);
  },
);

test('a new key of a server that lost what was made last is known to open the same one', async () => {
  await connect('public');
  const made = async (name: string) => core().call('group.create', { ...group, name, lookup_key: name });
  await made('first');
  await sync();
  const restore = inner.save();
  for (let at = 0; at < 12; at += 1) await made(`later-${at}`);
  await sync();
  inner = await restore(clock);
  await inner.changeKey();
  const { remote } = await core().call('connection.update', { api_key: inner.api_key });
  expect(remote).toBeNull();
  expect(await sync()).toMatchObject({ state: 'stopped', would_go: { length: 12 } });
});

test.each(['recreate', 'theirs'] as const)(
  'what went back and was taken out of use there since: %s',
  async (choice) => {
    await connect('ours');
    const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
    await sync();
    const restore = inner.save();
    await core().call('plan.update', { id: plan.id, name: 'Later' });
    await sync();
    inner = await restore(clock);
    clock.advance(1000);
    await there(plan.id, 'DELETE');
    await sync();
    const { items } = await core().call('conflict.list', {});
    expect(items).toMatchObject([{ kind: 'gone_there', mine: { name: 'Later' } }]);
    await core().call('conflict.resolve', { items: [{ number: items[0]?.number ?? 0, choice }] });
    await sync();
    await isEqual();
    const live = [...(await inner.snapshots('plan')).values()].filter(({ status }) => status === 'published');
    expect(live.map(({ name }) => name)).toEqual(choice === 'recreate' ? ['Later'] : []);
  },
);

test('a log that was put in the place of another twice is known to be another one each time', async () => {
  await connect('ours');
  const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  const restore = inner.save();
  for (const description of ['1', '2', '3']) {
    inner = await restore(clock);
    clock.advance(1000);
    await there(plan.id, 'PUT', { description });
    await sync();
    await decide(plan.id, 'theirs');
    expect(await core().call('plan.get', { id: plan.id })).toMatchObject({ description });
  }
  await isEqual();
});

test('a log that does not have what was written last is another one, also where it was not followed since', async () => {
  await connect('ours');
  await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
  await sync();
  const restore = inner.save();
  const lost = await core().call('plan.create', { name: 'Lost', lookup_key: 'lost' });
  const passages = [{ fault: null }, { fault: null }, { fault: 'refused_connection' as const }];
  await mine.sync({ ...fairWeather, passages });
  expect(await there(lost.id)).toMatchObject({ name: 'Lost' });
  inner = await restore(clock);
  const headers = new Headers({ 'x-api-key': inner.api_key, 'content-type': 'application/json' });
  for (const name of ['One', 'Two', 'Three']) {
    await inner.answering.answer({ method: 'POST', path: '/plans', body: { name }, is_write: true }, headers, 0);
  }
  clock.advance(120_000);
  expect(await sync()).toMatchObject({ state: 'stopped', would_go: [{ id: lost.id }] });
});

test('a write that the server fails at keeps nobody from comparing everything', async () => {
  await connect('public');
  const gpu = await core().call('group.create', { ...group, lookup_key: 'gpu' });
  await sync();
  const restore = inner.save();
  clock.advance(1000);
  await core().call('group.delete', { id: gpu.id });
  await sync();
  inner = await restore(clock);
  // Its key is in use there again, at which this server fails in place of refusing.
  await core().call('group.create', { ...group, name: 'Other', lookup_key: 'gpu' });
  clock.advance(200_000);
  const outcome = await mine.sync(fairWeather, { sweep: true });
  expect(outcome?.trouble?.message).toContain('500');
  expect(outcome?.would_go).toEqual([]);
  const [conflict] = (await core().call('conflict.list', {})).items;
  expect(conflict).toMatchObject({ kind: 'key_taken', theirs: { name: 'GPU' }, suggestion: 'gpu-2' });
});

test.each(['ours', 'public'] as const)(
  'nobody is taken out of a group that is in use again on a put-back server before it is known to be (%s)',
  async (kind) => {
    await connect(kind);
    const gpu = await core().call('group.create', { ...group, lookup_key: 'gpu' });
    const plan = await core().call('plan.create', { name: 'Base', lookup_key: 'base' });
    const make = (display_name: string, group_id = '') =>
      core().call('price.create', { ...price, entity_id: plan.id, display_name, ...(group_id && { group_id }) });
    await make('Member', gpu.id);
    await make('Other');
    await sync();
    const restore = inner.save();
    clock.advance(1000);
    await core().call('group.delete', { id: gpu.id });
    await sync();
    inner = await restore(clock);
    const rows = async () => [...(await inner.snapshots('price'))];
    const [group_id] = [...(await inner.snapshots('group')).keys()];
    const headers = new Headers({ 'x-api-key': inner.api_key, 'content-type': 'application/json' });
    const write = (method: string, path: string, body: object) =>
      inner.answering.answer({ method, path, body: { ...body }, is_write: true }, headers, 0);
    const other = (await rows()).find(([, { display_name }]) => display_name === 'Other')?.[0];
    await write('PUT', `/prices/${other}`, { group_id });
    const { entity_id } = (await rows())[0]?.[1] ?? {};
    await write('POST', '/prices', { ...price, billing_period_count: 1, entity_id, display_name: 'New', group_id });
    for (const sweep of [false, true, false]) await sync(sweep);
    const members = async () => (await rows()).map(([, row]) => [row.display_name, row.group_id === group_id]);
    expect((await members()).sort()).toEqual(['Member', 'New', 'Other'].map((name) => [name, true]));
    for (let at = 0; at < 3; at += 1) {
      for (const { number } of (await core().call('conflict.list', {})).items) {
        await core().app.call(
          'conflict.resolve',
          { items: [{ number, choice: 'theirs' }] },
          {
            environment_id: core().environment_id,
          },
        );
      }
      await sync(true);
    }
    const here = core().store.sqlite.prepare('select display_name from prices where group_id = ? order by 1');
    expect(here.pluck().all(gpu.id)).toEqual(['Member', 'New', 'Other']);
    await isEqual();
  },
);
