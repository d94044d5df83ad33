import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

/** An event store is used again from one ingest to the next: nothing it remembers may be out of date. */
let folder: string;
let core: TestCore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pricebook-kept-'));
  core = testCore({ file: join(folder, 'pricebook.db') });
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = (event_id: string, external_customer_id = 'acme', value: unknown = '2') =>
  core.app.call(
    'event.ingest',
    {
      event_id,
      event_name: 'tokens',
      external_customer_id,
      properties: { n: value },
      timestamp: '2026-05-31T23:30:00Z',
    },
    { environment_id: core.environment_id },
  );
const addMeter = () =>
  core.call('meter.create', { name: 'm', event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } });
const expectRight = () => expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);

test('a name that came first in an ingest that was refused is numbered anew', async () => {
  await send('e1');
  await addMeter();
  expect(await send('e2', 'never-stored', '9'.repeat(20))).toMatchObject({ ok: false });
  expect(await send('e3', 'never-stored')).toMatchObject({ ok: true });
  const { events } = await core.call('event.query', { external_customer_id: 'never-stored' });
  expect(events.map(({ id }) => id)).toEqual(['e3']);
  expectRight();
});

test('a meter, a subscription and a time zone that came since the last ingest count', async () => {
  await send('e1');
  const meter = await addMeter();
  await send('e2');
  expectRight();
  const plan = await core.call('plan.create', { name: 'p' });
  await core.call('price.create', {
    currency: 'usd',
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '1',
    meter_id: meter.id,
    start_date: '2026-01-01T00:00:00Z',
  });
  await core.call('subscription.createMany', {
    plan_id: plan.id,
    external_customer_ids: ['acme'],
    start_date: '2026-01-01T00:00:00Z',
  });
  await send('e3');
  expectRight();
  await core.call('environment.update', { id: core.environment_id, timezone: 'Asia/Tokyo' });
  await send('e4');
  expectRight();
});

test('what another program committed in between is seen', async () => {
  await send('e1');
  const other = testCore({ file: join(folder, 'pricebook.db') });
  await other.call('meter.create', { name: 'm', event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } });
  await other.close();
  await send('e2');
  expectRight();
});
