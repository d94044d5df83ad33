import { afterEach, expect, test } from 'vitest';
import { type TestPull, testPull } from './test-pull';

let pulled: TestPull;
afterEach(() => pulled.core.close());

const plans = (count: number, at?: string) => {
  for (let index = 0; index < count; index += 1) {
    pulled.remote.put('plan', {
      id: `r-plan-${index}`,
      lookup_key: `plan-${index}`,
      ...(at && { created_at: at, updated_at: at }),
    });
  }
};
const known = () => pulled.core.store.sqlite.prepare('select count(*) from synced_rows').pluck().get();

test('pages go on where the one before ended; rows of one moment are counted within it', async () => {
  pulled = testPull();
  plans(2500, '2026-05-01T00:00:00.000Z');
  expect(await pulled.pull()).toMatchObject({ kind: 'done', received: 2500 });
  expect(known()).toBe(2500);
});

test('a row that is touched while the pages are read is not skipped, nor are those behind it', async () => {
  pulled = testPull();
  const { remote, pull } = pulled;
  plans(2500);
  let asked = 0;
  remote.intercept = ({ path }) => {
    if (path === '/plans/search') asked += 1;
    if (path === '/plans/search' && asked === 2) {
      for (const id of ['r-plan-0', 'r-plan-1', 'r-plan-1500']) remote.put('plan', { id, name: 'Touched' });
    }
    return undefined;
  };
  await pull();
  expect(known()).toBe(2500);
  const touched = pulled.core.store.sqlite.prepare("select count(*) from plans where name = 'Touched'").pluck().get();
  expect(touched).toBe(3);
});

test.each([[[]], [['change_feed']]])('a pull that is cut off goes on from the last page (%j)', async (extensions) => {
  pulled = testPull(extensions);
  const { remote, pull } = pulled;
  plans(2500);
  let asked = 0;
  remote.intercept = ({ path, body }) => {
    const isPage = path === '/plans/search' && (body as { limit: number }).limit === 1000;
    if (isPage) asked += 1;
    return isPage && asked === 3 ? { kind: 'broken', message: 'The connection broke off.' } : undefined;
  };
  expect(await pull()).toMatchObject({ kind: 'failed', reply: { kind: 'broken' }, received: 1999 });
  // The last row of a page comes again with the next.
  expect(known()).toBe(1999);
  remote.intercept = () => undefined;
  expect(await pull()).toMatchObject({ kind: 'done', received: 501 });
  expect(known()).toBe(2500);
});

test('cancelling ends it between two pages', async () => {
  pulled = testPull();
  const { pullChanges } = await import('./pull-changes');
  plans(2500);
  const controller = new AbortController();
  const outcome = await pullChanges(pulled.deps, pulled.connection(), pulled.remote, {
    signal: controller.signal,
    onProgress: ({ done, total }) => {
      expect(total).toBe(2500);
      if (done >= 1000) controller.abort();
    },
  });
  expect(outcome).toMatchObject({ kind: 'cancelled', received: 1000 });
});

test('a call that comes while a page is taken over has its turn before the rest of the page', async () => {
  pulled = testPull();
  const { deps, pull } = pulled;
  plans(600);
  const seen: unknown[] = [];
  const { publish } = deps;
  deps.publish = (event) => {
    publish(event);
    // As a message of another thread comes: not before what is done at once has ended.
    setImmediate(() => void deps.enqueue(async () => seen.push(known())));
  };
  await pull();
  expect(seen[0]).toBeGreaterThan(0);
  expect(seen[0]).toBeLessThan(600);
});

test('what is rewritten after the feed was read up to is read again, rows without a place are told', async () => {
  pulled = testPull(['change_feed']);
  const { remote, pull, connection } = pulled;
  plans(3);
  remote.put('group', { id: 'r-feature-group', entity_type: 'feature' });
  expect(await pull()).toMatchObject({ kind: 'done', received: 3, skipped: 1 });
  expect(connection().feed_next).toBe(4);
  remote.put('plan', { id: 'r-plan-0', name: 'Renamed' });
  remote.requests.length = 0;
  expect(await pull()).toMatchObject({ received: 1, skipped: 0 });
  expect(connection().feed_next).toBe(5);
  expect(remote.requests.map(({ path }) => path)).toEqual(['/changes?since=3&limit=1000', '/plans/search']);
});

test('rows of which the log tells what is known already, such as what was just sent, are not asked for', async () => {
  pulled = testPull(['change_feed']);
  const { remote, pull, core, connection } = pulled;
  plans(3);
  await pull();
  remote.put('plan', { id: 'r-plan-1', name: 'Renamed' });
  core.store.sqlite.exec('update connections set feed_next = 0');
  remote.requests.length = 0;
  expect(await pull()).toMatchObject({ kind: 'done', received: 1 });
  expect(remote.requests.map(({ body }) => (body as { plan_ids?: string[] } | undefined)?.plan_ids)).toEqual([
    undefined,
    ['r-plan-1'],
  ]);
  core.store.sqlite.exec('update connections set feed_next = 0');
  remote.requests.length = 0;
  expect(await pull()).toMatchObject({ kind: 'done', received: 0 });
  expect(remote.requests.map(({ path }) => path)).toEqual(['/changes?since=0&limit=1000']);
  expect(connection().feed_next).toBe(4);
});

test('a price whose plan is not here yet brings it along, or waits and is asked for again', async () => {
  pulled = testPull(['change_feed']);
  const { remote, pull, idOf } = pulled;
  await pull();
  remote.put('plan', { id: 'r-plan' });
  remote.put('price', { id: 'r-price' });
  // Neither the plan nor the feature is told of: only the price.
  remote.intercept = ({ path }) => {
    if (!path.startsWith('/changes')) return undefined;
    const changes = [{ seq: 2, entity: 'price', entity_id: 'r-price' }];
    return { kind: 'ok', status: 200, body: { changes, next: 2, has_more: false }, etag: null };
  };
  const plan = remote.rows.plan.get('r-plan');
  remote.drop('plan', 'r-plan');
  expect(await pull()).toMatchObject({ kind: 'done', received: 0, skipped: 1 });
  expect(idOf('price', 'r-price')).toBeUndefined();
  if (plan) remote.rows.plan.set('r-plan', plan);
  remote.intercept = () => undefined;
  expect(await pull()).toMatchObject({ kind: 'done' });
  expect(idOf('price', 'r-price')).toBeDefined();
  expect(idOf('plan', 'r-plan')).toBeDefined();
  expect(pulled.core.store.sqlite.prepare('select count(*) from sync_waiting').pluck().get()).toBe(0);
});

test('a row that the store cannot keep is left with its reason; the others of its page are taken over', async () => {
  pulled = testPull();
  const { remote, pull, core } = pulled;
  remote.put('plan', { id: 'r-plan' });
  remote.put('feature', { id: 'r-feature' });
  remote.put('price', { id: 'r-bad', lookup_key: 'bad', billing_period_count: -1 });
  remote.put('price', { id: 'r-good', lookup_key: 'good' });
  expect(await pull()).toMatchObject({ kind: 'done', received: 3, skipped: 1 });
  const waiting = core.store.sqlite.prepare('select remote_id, reason from sync_waiting').all();
  expect(waiting).toEqual([{ remote_id: 'r-bad', reason: 'It has values that Pricebook does not keep.' }]);
});

test('how a row came is told as it was, whatever becomes of it', async () => {
  pulled = testPull();
  const { remote, core, pull, idOf } = pulled;
  const came = async () => {
    const { changes } = await core.call('change.list', { limit: 1000 });
    return changes.filter(({ kind, origin }) => kind === 'create' && origin === 'sync').map(({ fields }) => fields);
  };
  for (const id of ['r-plan', 'r-plan-2']) remote.put('plan', { id, lookup_key: id, metadata: { id } });
  await pull();
  const before = await came();
  expect(before).toMatchObject([
    { lookup_key: { from: null, to: 'r-plan' } },
    { metadata: { to: { id: 'r-plan-2' } } },
  ]);
  remote.put('plan', { id: 'r-plan', lookup_key: 'r-plan', name: 'Another', metadata: { id: 'other' } });
  await core.call('plan.update', { id: idOf('plan', 'r-plan-2'), name: 'Mine' });
  await pull();
  expect(await came()).toEqual(before);
});

test('rows that are inserted together are what they are one by one', async () => {
  const catalog = async () => {
    const { remote, core, idOf } = pulled;
    remote.put('group', { id: 'r-group' });
    for (const id of ['r-plan', 'r-plan-2']) remote.put('plan', { id, lookup_key: id, metadata: { id } });
    remote.put('price', { id: 'r-first', entity_id: 'r-plan', lookup_key: 'first' });
    await pulled.pull();
    const customer = await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
    await core.call('subscription.create', {
      customer_id: customer.id,
      plan_id: idOf('plan', 'r-plan'),
      currency: 'usd',
      billing_period: 'MONTHLY',
      start_date: '2026-04-01T00:00:00.000Z',
    });
    for (let index = 0; index < 45; index += 1) {
      remote.put('price', {
        id: `r-price-${index}`,
        lookup_key: index % 5 === 0 ? '' : `key-${index % 40}`,
        display_name: `Charge ${index}`,
        entity_id: index % 2 === 0 ? 'r-plan' : 'r-plan-2',
        group_id: index % 3 === 0 ? 'r-group' : '',
        end_date: index >= 40 ? '2026-03-01T00:00:00.000Z' : null,
      });
    }
    remote.version('r-price-7', { id: 'r-version', amount: '0.02' }, '2026-05-01T00:00:00.000Z');
  };
  const outcome = async () => {
    await pulled.pull();
    const { changes } = await pulled.core.call('change.list', { limit: 1000 });
    const named = JSON.stringify(
      changes.map(({ entity, kind, fields, origin }) => [entity, kind, fields, origin]),
    ).replaceAll(/[a-z]+_[0-9A-Z]{26}/g, 'id');
    pulled.core.store.sqlite.exec("delete from sync_waiting where remote_id = 'r-bad'");
    return { state: pulled.state(), changes: named, pending: pulled.pending() };
  };
  pulled = testPull();
  await catalog();
  const together = await outcome();
  expect(together.state).toMatchObject({ line_items: { length: 21 } });
  await pulled.core.close();
  pulled = testPull();
  await catalog();
  // One that cannot be kept makes every row of its step one that can be undone alone.
  pulled.remote.put('price', { id: 'r-bad', lookup_key: 'bad', billing_period_count: -1 });
  expect(await outcome()).toEqual(together);
  expect(pulled.core.store.sqlite.prepare('select count(*) from prices').pluck().get()).toBe(47);
});
