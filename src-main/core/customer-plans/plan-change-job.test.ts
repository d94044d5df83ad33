import { setImmediate } from 'node:timers/promises';
import type { Assignment, PlanChange } from '@shared/entities/customer-plan';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';
import { endedJob } from './test-customer-file';

let core: TestCore;
let base: Assignment;
let ended: Assignment;
beforeEach(async () => {
  core = testCore();
  const catalog = await testCatalog(core);
  await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
  base = { plan_id: catalog.plan.id, start_date: '2026-01-01T00:00:00.000Z', end_date: null };
  ended = { ...base, end_date: '2026-03-01T00:00:00.000Z' };
});
afterEach(() => core.close());

const customers = Array.from({ length: 120 }, (_, index) => `c${String(index).padStart(3, '0')}`);
const changesOf = (from: Assignment | null, to: Assignment | null): PlanChange[] =>
  customers.map((external_customer_id) => ({ external_customer_id, from, to }));
const change = async (changes: PlanChange[]) =>
  endedJob(core, (await core.call('customerPlan.startChanges', { changes })).id);
const takeBack = async (id: string) => endedJob(core, (await core.call('customerPlan.takeBack', { id })).id);
const plans = async () =>
  (await core.call('customerPlan.list', { limit: 1000 })).items.map((one) => [
    one.external_id,
    one.start_date?.slice(5, 10) ?? null,
    one.end_date?.slice(5, 10) ?? null,
  ]);
const used = (external_customer_id: string, timestamp: string) =>
  core.call('event.ingest', { event_name: 'tokens', external_customer_id, timestamp, properties: { n: '100' } });
const expectExact = () => expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);

test('very many changes are made in steps that tell how far they are, and are taken back', async () => {
  await used('c005', '2026-02-01T00:00:00Z');
  await used('c005', '2026-04-01T00:00:00Z');
  const put = await change(changesOf(null, base));
  expect(put).toMatchObject({
    state: 'done',
    plan_changes: { outcome: { put: 120, customers_created: 120 }, left: 0 },
    can_undo: true,
  });
  const steps = new Set(core.events.flatMap((event) => (event.type === 'job' ? [event.job.done] : [])));
  expect(steps.size).toBeGreaterThan(1);
  expectExact();
  const end = await change(changesOf(base, ended));
  expect(end).toMatchObject({ state: 'done', plan_changes: { outcome: { changed: 120 } } });
  expect((await plans())[5]).toEqual(['c005', '01-01', '03-01']);
  expectExact();
  expect(await takeBack(end.id)).toMatchObject({
    state: 'done',
    taken_back: { customers: 120, archived: 0, left: 0, left_first: [] },
  });
  expect((await plans())[5]).toEqual(['c005', '01-01', null]);
  expectExact();
  // Once is enough.
  expect(await core.call('job.get', { id: end.id })).toMatchObject({ can_undo: false });
  expect(await core.fail('customerPlan.takeBack', { id: end.id })).toMatchObject({ code: 'invalid_operation' });
  expect(await takeBack(put.id)).toMatchObject({ taken_back: { customers: 120, archived: 120, left: 0 } });
  expect(await plans()).toEqual([['c005', null, null]]);
  expectExact();
});

test('one that is wrong keeps all of them from being made', async () => {
  const changes = changesOf(null, base);
  changes.push({ external_customer_id: 'c119', from: null, to: { ...base, start_date: '2026-05-01T00:00:00.000Z' } });
  expect(await change(changes)).toMatchObject({
    state: 'failed',
    message: 'c119: Another change here puts the customer on Base Plan from 2026-01-01. Nothing was changed.',
  });
  expect(await plans()).toEqual([]);
});

test('other calls run between the steps; stopped, it keeps whole customers, says how many, and takes them back', async () => {
  const [first] = customers;
  const changes = [
    ...changesOf(null, ended),
    // The second plan of a customer stands far from the first.
    ...changesOf(null, { ...base, start_date: '2026-06-01T00:00:00.000Z' }),
  ];
  const { id } = await core.call('customerPlan.startChanges', { changes });
  const count = core.store.sqlite.prepare("select count(*) from subscriptions where status = 'published'").pluck();
  while (count.get() === 0) await setImmediate();
  await core.call('customer.update', { external_customer_id: first ?? '', name: 'Renamed meanwhile' });
  await core.call('job.cancel', { id });
  const job = await endedJob(core, id);
  const made = count.get() as number;
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(240);
  expect(job.message).toBe(`Stopped. ${made / 2} of 120 customers are changed and stay so.`);
  expect((await plans()).length).toBe(made);
  expect(job.can_undo).toBe(true);
  const undone = await takeBack(id);
  expect(undone.taken_back).toEqual({
    customers: made / 2 - 1,
    archived: made / 2 - 1,
    left: 1,
    left_first: [first],
  });
  expect(await plans()).toEqual([
    ['c000', '01-01', '03-01'],
    ['c000', '06-01', null],
  ]);
});

test('a customer that was changed since the check is left as it is, and counted', async () => {
  await change(changesOf(null, base));
  core.clock.advance(1000);
  const { id } = await core.call('customerPlan.startChanges', { changes: changesOf(base, ended) });
  const count = core.store.sqlite.prepare('select count(*) from subscriptions where end_date is not null').pluck();
  while (count.get() === 0) await setImmediate();
  await core.call('customerPlan.assign', { changes: [{ external_customer_id: 'c119', from: base, to: null }] });
  const job = await endedJob(core, id);
  expect(job.plan_changes).toMatchObject({ outcome: { changed: 119 }, left: 1 });
  expectExact();
});

test('taken back, a customer that was taken off is on its plan as it was: with prices that had ended, and its commitment', async () => {
  await core.call('customerPlan.assign', {
    changes: [{ external_customer_id: 'c000', from: null, to: base }],
  });
  const { items } = await core.call('price.search', { entity_ids: [base.plan_id] });
  await core.call('price.update', { id: items[0]?.id ?? '', amount: '0.05', effective_from: '2026-03-01T00:00:00Z' });
  await used('c000', '2026-02-01T00:00:00Z');
  await used('c000', '2026-04-01T00:00:00Z');
  const cost = async () =>
    (
      await core.call('report.usageByGroup', { start_time: '2026-01-01T00:00:00Z', end_time: '2027-01-01T00:00:00Z' })
    ).totals.map(({ total_cost }) => total_cost);
  const lines = () =>
    core.store.sqlite
      .prepare('select price_id, start_date, end_date, status, commitment_amount from line_items order by number')
      .all();
  expect(await cost()).toEqual(['6']);
  const line_item_id = core.store.sqlite.prepare('select id from line_items order by number desc').pluck().get();
  await core.call('subscription.setCommitment', {
    line_item_id: String(line_item_id),
    commitment: { commitment_amount: 10, overage_factor: 1.5 },
  });
  const before = [await cost(), lines()];
  const changes = [{ external_customer_id: 'c000', from: base, to: null }];
  const { id } = await change(changes);
  expect(await cost()).toEqual([]);
  expect(await takeBack(id)).toMatchObject({ taken_back: { customers: 1 } });
  expect([await cost(), lines()]).toEqual(before);
  expectExact();
  // The same where few changes are made at once.
  core.clock.advance(1000);
  await core.call('customerPlan.assign', { changes });
  core.clock.advance(1000);
  await core.call('customerPlan.assign', {
    changes: [{ external_customer_id: 'c000', from: null, to: base }],
    take_back: true,
  });
  expect([await cost(), lines()]).toEqual(before);
  expectExact();
});

test('taking back is stopped between customers, and the rest can be taken back another time', async () => {
  const { id } = await change(changesOf(null, base));
  const undo = await core.call('customerPlan.takeBack', { id });
  const left = core.store.sqlite.prepare("select count(*) from subscriptions where status = 'published'").pluck();
  while (left.get() === 120) await setImmediate();
  await core.call('job.cancel', { id: undo.id });
  const job = await endedJob(core, undo.id);
  const rest = left.get() as number;
  expect(rest).toBeGreaterThan(0);
  expect(job).toMatchObject({ state: 'cancelled', taken_back: { customers: 120 - rest, left: 0 } });
  expect(await takeBack(id)).toMatchObject({ taken_back: { customers: rest, archived: rest, left: 0 } });
  expect(await plans()).toEqual([]);
  expectExact();
});

test('the last five jobs can be taken back', async () => {
  const jobs: string[] = [];
  for (const external_customer_id of customers.slice(0, 6)) {
    jobs.push((await change([{ external_customer_id, from: null, to: base }])).id);
  }
  const states = await Promise.all(jobs.map((id) => core.call('job.get', { id })));
  expect(states.map(({ can_undo }) => can_undo)).toEqual([false, true, true, true, true, true]);
  expect(await core.fail('customerPlan.takeBack', { id: jobs[0] })).toMatchObject({ code: 'invalid_operation' });
});
