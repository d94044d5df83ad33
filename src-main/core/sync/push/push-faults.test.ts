import { afterEach, expect, test } from 'vitest';
import { write } from '../../store/write';
import { recoverSending } from '../outbox/claim-line';
import { sendCatalog, type TestPush, testPush } from './test-push';
import type { Fault } from './test-remote';

let pushed: TestPush;
afterEach(() => pushed.core.close());

const group = { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' };

/** Sends once more when the pauses are over, until nothing is left or twenty times. */
async function pushToTheEnd() {
  for (let turn = 0; turn < 20 && pushed.pending().length > 0; turn++) {
    pushed.core.clock.advance(60_000);
    await pushed.push();
  }
}

/** One edit of every kind, and what the server must have of it exactly once. */
const edits: Record<string, (pushed: TestPush) => Promise<() => void>> = {
  'a new group': async ({ core, remote }) => {
    await core.call('group.create', group);
    return () => expect(remote.rows.groups.filter(({ lookup_key }) => lookup_key === 'gpu')).toHaveLength(1);
  },
  'a new feature': async ({ core, remote }) => {
    await core.call('feature.create', { name: 'Seats', type: 'boolean' });
    return () => expect(remote.rows.features).toHaveLength(2);
  },
  'a new plan without a key': async ({ core, remote }) => {
    await core.call('plan.create', { name: 'Pro', lookup_key: '' });
    return () => expect(remote.rows.plans).toHaveLength(2);
  },
  'a new price without a key': async ({ core, remote }) => {
    const [plan] = (await core.call('plan.search', {})).items;
    await core.call('price.create', {
      entity_type: 'PLAN',
      entity_id: plan?.id ?? '',
      currency: 'usd',
      type: 'FIXED',
      billing_model: 'FLAT_FEE',
      billing_period: 'MONTHLY',
      invoice_cadence: 'ADVANCE',
      amount: '20',
      display_name: 'Seat',
    });
    return () => expect(remote.rows.prices).toHaveLength(2);
  },
  'an edit in place': async ({ core, remote }) => {
    const [price] = (await core.call('price.search', {})).items;
    await core.call('price.update', { id: price?.id ?? '', description: 'Edited', metadata: { a: 'b' } });
    return () => expect(remote.rows.prices).toMatchObject([{ description: 'Edited', metadata: { a: 'b' } }]);
  },
  'new terms': async ({ core, remote }) => {
    const [price] = (await core.call('price.search', {})).items;
    await core.call('price.update', { id: price?.id ?? '', amount: '0.02' });
    return () => expect(remote.rows.prices.map(({ amount }) => amount)).toEqual(['0.01', '0.02']);
  },
  'an end': async ({ core, remote }) => {
    const [price] = (await core.call('price.search', {})).items;
    await core.call('price.terminate', { id: price?.id ?? '' });
    return () => expect(remote.rows.prices).toMatchObject([{ end_date: '2026-06-01T00:01:00.000Z' }]);
  },
  'an archived plan': async ({ core, remote }) => {
    const [plan] = (await core.call('plan.search', {})).items;
    await core.call('plan.archive', { id: plan?.id ?? '' });
    return () => expect(remote.rows.plans).toMatchObject([{ status: 'archived' }]);
  },
  'an archived group': async ({ core, remote }) => {
    const [own] = (await core.call('group.search', {})).items;
    await core.call('group.delete', { id: own?.id ?? '' });
    return () => expect(remote.rows.groups).toMatchObject([{ status: 'archived' }]);
  },
};

const faults: Record<string, Fault[]> = {
  'the request is lost': ['request lost'],
  'the answer is lost': ['response lost'],
  'the answer is cut off, twice': ['cut off', 'response lost'],
  'it is too busy': [{ busy: 3000 }],
  'it is said to be too busy, though it was done': [{ busy: 3000, done: true }],
  'there is no connection': ['unreachable'],
};

const servers = ['like the public one', 'like ours'] as const;
const cases = servers.flatMap((server) =>
  Object.keys(edits).flatMap((edit) => Object.keys(faults).map((fault) => [server, edit, fault] as const)),
);

test.each(cases)('a server %s gets %s once when %s', async (server, edit, fault) => {
  pushed = testPush({ isOurs: server === 'like ours' });
  await sendCatalog(pushed);
  const isThere = await (edits[edit] as (typeof edits)[string])(pushed);
  pushed.remote.faults = [...(faults[fault] as Fault[])];
  const first = await pushed.push();
  expect(first.stopped).not.toBeNull();
  await pushToTheEnd();
  expect(pushed.pending()).toEqual([]);
  expect(pushed.conflicts()).toEqual([]);
  isThere();
});

test('after a lost answer the first look waits, and is a search by key', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  await core.call('group.create', group);
  remote.faults = ['response lost'];
  expect(await pushed.push()).toMatchObject({ sent: 0, stopped: { because: 'trouble' } });
  expect(pushed.pending()).toEqual(['group create uncertain']);
  expect(await pushed.push()).toMatchObject({ sent: 0, stopped: null, next_at: '2026-06-01T00:00:02.000Z' });
  core.clock.advance(2000);
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /groups',
    'POST /groups/search',
  ]);
});

test('the pause that the server asks for is kept', async () => {
  pushed = testPush();
  await pushed.core.call('group.create', group);
  pushed.remote.faults = [{ busy: 30_000 }];
  expect(await pushed.push()).toMatchObject({
    stopped: { because: 'trouble', retry_after_ms: 30_000 },
    next_at: '2026-06-01T00:00:30.000Z',
  });
});

test('without a connection or a good key nothing is used up and the pass ends', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  await core.call('group.create', group);
  await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  remote.faults = ['unreachable'];
  expect((await pushed.push()).stopped).toMatchObject({ because: 'unreachable' });
  remote.faults = ['unauthorized'];
  expect((await pushed.push()).stopped).toMatchObject({ because: 'unauthorized' });
  expect(remote.writes()).toEqual(['POST /groups']);
  expect(pushed.pending()).toEqual(['group create ready', 'plan create ready']);
});

test('a key that is refused leaves what is of unknown fate as it is', async () => {
  pushed = testPush({ isOurs: true });
  const { core, remote } = pushed;
  await core.call('group.create', group);
  remote.faults = ['response lost', 'unauthorized'];
  await pushed.push();
  core.clock.advance(60_000);
  expect((await pushed.push()).stopped).toMatchObject({ because: 'unauthorized' });
  expect(pushed.pending()).toEqual(['group create uncertain']);
  await pushToTheEnd();
  expect(remote.rows.groups).toHaveLength(1);
});

test('a read that fails changes no line', async () => {
  pushed = testPush();
  const { plan } = await sendCatalog(pushed);
  await pushed.core.call('plan.update', { id: plan.id, name: 'Pro' });
  pushed.remote.readFaults = [{ kind: 'broken', message: 'No' }];
  expect((await pushed.push()).stopped).toMatchObject({ because: 'trouble' });
  expect(pushed.pending()).toEqual(['plan update ready']);
  expect(pushed.remote.writes()).toEqual([]);
});

test.each(['claimed', 'answered', 'settled'] as const)(
  'a program that ends when a request is %s goes on later',
  async (point) => {
    pushed = testPush();
    const { core, remote } = pushed;
    await core.call('plan.create', { name: 'Base', lookup_key: '' });
    const onPoint = (at: string) => {
      if (at === point) throw new Error('the program ends');
    };
    await expect(pushed.push({ onPoint })).rejects.toThrow('the program ends');
    expect(pushed.pending()).toEqual(point === 'settled' ? [] : ['plan create sending']);
    // Whoever sends now leaves alone what may still be on its way.
    await pushed.push();
    expect(remote.writes()).toHaveLength(point === 'claimed' ? 0 : 1);
    await write(pushed.deps, { environment_id: core.environment_id, caller: 'sync' }, async (tx) =>
      recoverSending(tx, pushed.connection()),
    );
    await pushToTheEnd();
    expect(remote.rows.plans).toHaveLength(1);
    expect(pushed.pending()).toEqual([]);
  },
);

test('a person who cancels keeps what was settled; nothing more is sent', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  await core.call('group.create', group);
  await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  const control = new AbortController();
  const outcome = await pushed.push({
    signal: control.signal,
    onPoint: (point) => point === 'settled' && control.abort(),
  });
  expect(outcome).toMatchObject({ sent: 1, stopped: { because: 'cancelled' } });
  expect(remote.writes()).toEqual(['POST /groups']);
  expect(pushed.pending()).toEqual(['plan create ready']);
});

test('a line that is declined fails alone and is tried again once it was edited', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  await core.call('plan.create', { name: 'Pro', lookup_key: 'pro' });
  remote.faults = [{ refused: { status: 400, code: 'validation_error', message: 'Not today' } }];
  expect(await pushed.push()).toMatchObject({ sent: 1, failed: 1, stopped: null });
  expect(pushed.line('plan')).toMatchObject({ state: 'failed', problem: expect.stringContaining('Not today') });
  expect(await pushed.push()).toMatchObject({ sent: 0 });
  await core.call('plan.update', { id: plan.id, name: 'Base 2' });
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.rows.plans.map(({ name }) => name)).toEqual(['Pro', 'Base 2']);
});

test('a plan archived while its create is on its way is archived there too', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const plan = await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  remote.faults = ['response lost'];
  await pushed.push();
  await core.call('plan.archive', { id: plan.id });
  await pushToTheEnd();
  expect(remote.rows.plans).toMatchObject([{ status: 'archived' }]);
  expect(pushed.pending()).toEqual([]);
});

/** Edits of every new row before anyone looks whether it arrived, by people whose programs do not know our mark. */
function replaceMetadata(kind: 'plans' | 'features' | 'prices', more: object = {}) {
  for (const row of pushed.remote.rows[kind].slice(1)) Object.assign(row, { metadata: { team: 'b' }, ...more });
}

test.each(['a new feature', 'a new plan without a key', 'a new price without a key'])(
  '%s whose answer is lost is made once, also when somebody replaced its metadata before it was looked for',
  async (edit) => {
    pushed = testPush();
    await sendCatalog(pushed);
    const isThere = await (edits[edit] as (typeof edits)[string])(pushed);
    pushed.remote.faults = ['response lost'];
    await pushed.push();
    for (const kind of ['plans', 'features', 'prices'] as const) replaceMetadata(kind);
    await pushToTheEnd();
    expect([pushed.pending(), pushed.conflicts()]).toEqual([[], []]);
    isThere();
  },
);

test('whether a price arrived is asked when somebody replaced its metadata and renamed it', async () => {
  pushed = testPush();
  await sendCatalog(pushed);
  const isThere = await (edits['a new price without a key'] as (typeof edits)[string])(pushed);
  pushed.remote.faults = ['response lost'];
  await pushed.push();
  replaceMetadata('prices', { display_name: 'Place' });
  await pushToTheEnd();
  expect(pushed.conflicts()).toMatchObject([{ entity: 'price', kind: 'unknown_fate' }]);
  isThere();
});

test('a feature that was renamed there before it was looked for is found by its mark', async () => {
  pushed = testPush();
  await sendCatalog(pushed);
  const isThere = await (edits['a new feature'] as (typeof edits)[string])(pushed);
  pushed.remote.faults = ['response lost'];
  await pushed.push();
  for (const row of pushed.remote.rows.features.slice(1)) row.name = 'Places';
  await pushToTheEnd();
  expect([pushed.pending(), pushed.conflicts()]).toEqual([[], []]);
  isThere();
});

test('an edit of metadata keeps the mark of whoever made the row and may not know it yet', async () => {
  pushed = testPush();
  const { price } = await sendCatalog(pushed);
  const [row] = pushed.remote.rows.prices;
  if (row) row.metadata = { pricebook_operation: 'op_of_another' };
  await pushed.core.call('price.update', { id: price.id, metadata: { a: 'b' } });
  await pushed.push();
  expect(row?.metadata).toEqual({ a: 'b', pricebook_operation: 'op_of_another' });
});
