import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from './test-pull';
import type { WireRow } from './test-remote';

let pulled: TestPull;
afterEach(() => pulled.core.close());

/** A pulled catalog with a subscription from the start of April and one event of 10 tokens on the 10th of each month. */
async function subscribed(extensions: readonly string[] = []) {
  pulled = testPull(extensions);
  const { core, remote, pull, idOf } = pulled;
  remote.put('group', { id: 'r-group' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('plan', { id: 'r-plan' });
  remote.put('price', { id: 'r-price', group_id: 'r-group' });
  await pull();
  const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    customer_id: customer.id,
    plan_id: idOf('plan', 'r-plan'),
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-04-01T00:00:00.000Z',
  });
  for (const month of ['04', '05', '06']) {
    await core.call('event.ingest', {
      event_name: 'tokens',
      external_customer_id: 'acme',
      timestamp: `2026-${month}-10T12:00:00.000Z`,
      properties: { n: 10 },
    });
  }
  return pulled;
}

const items = () =>
  pulled.core.store.sqlite
    .prepare(
      `select s.remote_id as price, li.start_date, li.end_date, li.quantity, commitment_amount
       from line_items li left join synced_rows s on s.local_id = li.price_id and s.entity = 'price' order by li.number`,
    )
    .all();
/** Tokens charged by each price. */
const charged = () =>
  pulled.core.store.sqlite
    .prepare(
      `select s.remote_id as price, sum(units) as tokens from usage_price_days u join prices p on p.number = u.price
       left join synced_rows s on s.local_id = p.id and s.entity = 'price' group by 1 order by 1`,
    )
    .all();
const may = '2026-05-01T00:00:00.000Z';
const april = '2026-04-01T00:00:00.000Z';

test.each([[[]], [['change_feed']]])(
  'a version there continues on the subscriptions, with their usage (%j)',
  async (extensions) => {
    const { core, remote, pull, idOf, pending, conflicts } = await subscribed(extensions);
    remote.version('r-price', { id: 'r-next', amount: '0.02' }, may);
    await pull();
    expect(items()).toMatchObject([
      { price: 'r-price', start_date: april, end_date: may },
      { price: 'r-next', start_date: may, end_date: null },
    ]);
    const next = await core.call('price.get', { id: idOf('price', 'r-next') });
    expect(next).toMatchObject({ amount: '0.02', parent_price_id: idOf('price', 'r-price'), start_date: may });
    expect(charged()).toEqual([
      { price: 'r-next', tokens: 20 },
      { price: 'r-price', tokens: 10 },
    ]);
    expect(pending()).toEqual([]);
    expect(conflicts()).toEqual([]);
  },
);

test('a commitment goes on with the version', async () => {
  const { core, remote, pull } = await subscribed();
  const line = core.store.sqlite.prepare('select id from line_items').pluck().get() as string;
  await core.call('subscription.setCommitment', {
    line_item_id: line,
    commitment: { commitment_amount: '100', overage_factor: '2' },
  });
  remote.version('r-price', { id: 'r-next', amount: '0.02' }, may);
  await pull();
  expect(items()).toMatchObject([{ commitment_amount: '100' }, { price: 'r-next', commitment_amount: '100' }]);
});

test('an end there ends the price on its subscriptions', async () => {
  const { remote, pull, pending } = await subscribed();
  remote.put('price', { id: 'r-price', end_date: may });
  await pull();
  expect(items()).toMatchObject([{ start_date: april, end_date: may }]);
  expect(charged()).toEqual([{ price: 'r-price', tokens: 10 }]);
  expect(pending()).toEqual([]);
});

test('a price ended there and edited here is a conflict: it goes on here until somebody decides', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed();
  const id = idOf('price', 'r-price');
  await core.call('price.update', { id, description: 'Mine' });
  remote.put('price', { id: 'r-price', end_date: may });
  await pull();
  expect(conflicts()).toEqual(['price gone_there']);
  expect(pending()).toEqual(['price update conflict: description']);
  expect(await core.call('price.get', { id })).toMatchObject({ end_date: null, description: 'Mine' });
  const before = pulled.state();
  await pull();
  expect(pulled.state()).toEqual(before);
});

test('a detail edited here reaches the version that came from there; it was not gone', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed();
  const id = idOf('price', 'r-price');
  await core.call('price.update', { id, description: 'Mine' });
  remote.put('price', { id: 'r-price', end_date: may });
  await pull();
  remote.put('price', {
    ...remote.rows.price.get('r-price'),
    id: 'r-next',
    parent_price_id: 'r-price',
    start_date: may,
    end_date: null,
    amount: '0.02',
  });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(await core.call('price.get', { id: idOf('price', 'r-next') })).toMatchObject({
    amount: '0.02',
    description: 'Mine',
  });
  expect(pending()).toEqual(['price update ready: description', 'price update ready: description']);
});

test('an end here and an edit there is a conflict', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed();
  const id = idOf('price', 'r-price');
  await core.call('price.terminate', { id });
  remote.put('price', { id: 'r-price', display_name: 'Theirs' });
  await pull();
  expect(conflicts()).toEqual(['price edited_there']);
  expect(pending()).toEqual(['price end conflict: end_date']);
  expect(await core.call('price.get', { id })).toMatchObject({ display_name: 'Tokens' });
});

test('new terms from both sides: ours stays, theirs waits, the next of theirs takes its place', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed();
  core.clock.advance(1000);
  const mine = await core.call('price.update', { id: idOf('price', 'r-price'), amount: '0.05' });
  remote.version('r-price', { id: 'r-next', amount: '0.02' }, may);
  await pull();
  expect(conflicts()).toEqual(['price versioned_there']);
  expect(pending()).toEqual(['price version conflict: start_date, amount']);
  expect((await core.call('conflict.list', {})).items).toMatchObject([
    { base: { amount: '0.01' }, mine: { amount: '0.05' }, theirs: { amount: '0.02' } },
  ]);
  expect(idOf('price', 'r-next')).toBeUndefined();
  remote.version('r-next', { id: 'r-third', amount: '0.03' }, '2026-05-20T00:00:00.000Z');
  await pull();
  const theirs = core.store.sqlite.prepare("select theirs ->> '$.amount' from conflicts").pluck().all();
  expect(theirs).toEqual(['0.03']);
  const before = pulled.state();
  await pull();
  expect(pulled.state()).toEqual(before);
  expect((await core.call('price.get', { id: mine.id })).amount).toBe('0.05');
});

test('an edit there of the version before ours reaches ours; what both changed is a conflict', async () => {
  const { core, remote, pull, idOf, conflicts, pending } = await subscribed();
  core.clock.advance(1000);
  const mine = await core.call('price.update', { id: idOf('price', 'r-price'), amount: '0.05', display_name: 'Mine' });
  remote.put('price', { id: 'r-price', display_name: 'Theirs', description: 'Theirs' });
  await pull();
  expect(await core.call('price.get', { id: mine.id })).toMatchObject({ display_name: 'Mine', description: 'Theirs' });
  expect(conflicts()).toEqual(['price field display_name']);
  expect(pending()).toEqual(['price version conflict: start_date, amount, display_name']);
});

test('a group archived there leaves its prices; put into it here meanwhile, a price keeps it', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed(['change_feed']);
  const group_id = idOf('group', 'r-group');
  remote.put('group', { id: 'r-group', status: 'archived' });
  remote.put('price', { id: 'r-price', group_id: '' });
  await pull();
  expect(await core.call('price.get', { id: idOf('price', 'r-price') })).toMatchObject({ group_id: null });
  expect(await core.call('group.get', { id: group_id })).toMatchObject({ status: 'archived' });
  expect([pending(), conflicts()]).toEqual([[], []]);

  remote.put('group', { id: 'r-other', lookup_key: 'other' });
  await pull();
  await core.call('price.update', { id: idOf('price', 'r-price'), group_id: idOf('group', 'r-other') });
  remote.put('group', { id: 'r-other', status: 'archived' });
  await pull();
  expect(conflicts()).toEqual(['group gone_there']);
  expect(await core.call('group.get', { id: idOf('group', 'r-other') })).toMatchObject({ status: 'published' });
});

test('a detail that the two do not agree on is none that the next version takes over without asking', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed();
  await core.call('price.update', { id: idOf('price', 'r-price'), description: 'Mine' });
  remote.put('price', { id: 'r-price', description: 'Theirs' });
  await pull();
  expect(conflicts()).toEqual(['price field description']);
  remote.version('r-price', { id: 'r-next', amount: '0.02' }, may);
  await pull();
  expect(conflicts()).toEqual(['price field description', 'price field description']);
  expect(pending().filter((line) => line.includes('ready'))).toEqual([]);
});

test('a detail that is given back what it was before its conflict is in conflict on the next version too', async () => {
  const { core, remote, pull, idOf, conflicts } = await subscribed();
  await core.call('price.update', { id: idOf('price', 'r-price'), description: 'Mine' });
  remote.put('price', { id: 'r-price', description: 'Theirs' });
  await pull();
  await core.call('price.update', { id: idOf('price', 'r-price'), clear: ['description'] });
  remote.version('r-price', { id: 'r-next', amount: '0.02' }, may);
  await pull();
  expect(conflicts()).toEqual(['price field description', 'price field description']);
  expect(await core.call('price.get', { id: idOf('price', 'r-next') })).toMatchObject({ description: '' });
});

test('a version that took no time at all ends nothing, also when it comes after the one that goes on', async () => {
  const { core, remote, pull, idOf, pending } = await subscribed();
  const { created_at, updated_at, ...first } = remote.rows.price.get('r-price') as WireRow;
  remote.put('price', { id: 'r-price', end_date: may });
  const next = { ...first, parent_price_id: 'r-price', start_date: may };
  remote.put('price', { ...next, id: 'r-goes-on', amount: '0.03', end_date: null });
  await pull();
  remote.put('price', { ...next, id: 'r-no-time', amount: '0.02', end_date: may });
  await pull();
  expect(await core.call('price.get', { id: idOf('price', 'r-goes-on') })).toMatchObject({ end_date: null });
  expect(items()).toContainEqual(expect.objectContaining({ price: 'r-goes-on', start_date: may, end_date: null }));
  expect(charged()).toEqual([
    { price: 'r-goes-on', tokens: 20 },
    { price: 'r-price', tokens: 10 },
  ]);
  expect(pending()).toEqual([]);
});

test('a version that took no time, and comes after the one that goes on from its moment, takes over from nobody', async () => {
  const { core, remote, pull, idOf, pending, conflicts } = await subscribed();
  const later = '2027-01-01T00:00:00.000Z';
  remote.put('price', { id: 'r-price', group_id: 'r-group', end_date: later });
  remote.put('price', { id: 'r-next', parent_price_id: 'r-price', amount: '0.03', start_date: later });
  await pull();
  // New terms from the same moment on: the one there has no time left here.
  const mine = await core.call('price.update', { id: idOf('price', 'r-next'), amount: '0.04', effective_from: later });
  const short = { parent_price_id: 'r-price', amount: '0.02', start_date: later, end_date: later };
  remote.put('price', { id: 'r-short', ...short });
  await pull();
  expect(conflicts()).toEqual([]);
  expect(pending()).toMatchObject([expect.stringMatching(/^price version ready/)]);
  const baseOf = (remote_id: string) =>
    core.store.sqlite
      .prepare("select base ->> '$.end_date' from synced_rows where entity = 'price' and remote_id = ?")
      .pluck()
      .get(remote_id);
  expect([baseOf('r-short'), baseOf('r-next')]).toEqual([later, null]);
  const [line] = (await core.call('pending.list', {})).items;
  const { requests } = await core.call('pending.get', { entity: 'price', id: mine.id });
  expect(line).toMatchObject({ kind: 'version', id: mine.id });
  expect(requests).toMatchObject([{ method: 'PUT', path: '/prices/r-next' }]);
  // Taken back, the version that goes on there goes on here.
  await core.call('pending.revert', { items: [{ entity: 'price', id: mine.id }] });
  const { items: prices } = await core.call('price.search', {});
  expect(prices.find(({ end_date }) => end_date === null)).toMatchObject({ id: idOf('price', 'r-next') });
});
