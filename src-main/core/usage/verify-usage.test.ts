import { expect, test } from 'vitest';
import { sampleCore } from '../sample/test-sample';
import { usageOfMeter } from './after-catalog-change';
import { recountUsage } from './recount-usage';
import { testUsage } from './test-usage';
import { verified } from './test-verify';

const events = Array.from({ length: 60 }, (_, index) => ({
  event_id: `e${index}`,
  event_name: 'used',
  external_customer_id: index % 2 ? 'anna' : 'bert',
  timestamp: new Date(Date.UTC(2026, 4, 1 + (index % 5), index % 24)).toISOString(),
  properties: { units: index, size: index % 3 ? 's/m' : 'l' },
}));

async function usedStore() {
  const { eventHandlers } = await import('../events/event-handlers');
  const usage = testUsage('America/New_York');
  const { call, store } = usage;
  usage.customer('anna');
  usage.meter('sum', 'used', { type: 'SUM', field: 'units' });
  usage.meter('max', 'used', { type: 'MAX', field: 'units' });
  usage.meter('latest', 'used', { type: 'LATEST', field: 'units' });
  usage.meter('sizes', 'used', { type: 'COUNT_UNIQUE', field: 'size' });
  for (const id of ['sum', 'max', 'latest', 'sizes']) usageOfMeter(store, id);
  await eventHandlers['event.ingestBulk']({ events }, call);
  return usage;
}

test('a store that was only ever written by the program agrees', async () => {
  const { sqlite, environment_id } = await usedStore();
  const check = verified(sqlite, environment_id);
  expect(check).toMatchObject({ events: 60, differences_count: 0, differences: [] });
  expect(check.rows).toBeGreaterThan(40);
});

test.each([
  ['a sum that is off', 'update usage_days set nanos = nanos + 1 where rowid_day', 'usage_days'],
  ['a total that is gone', 'delete from usage_day_totals where rowid_day', 'usage_day_totals'],
  ['a maximum that is off', "update usage_day_picks set event_id = 'e0' where rowid_day", 'usage_day_picks'],
  ['a value too many', "insert into usage_day_uniques values (4, 20574, 1, 1, 'xl', 1)", 'usage_day_uniques'],
  ['a day without events', 'insert into usage_days values (1, 30000, 1, 1, 1, 0, 0)', 'usage_days'],
  ['a day before all events', 'insert into usage_day_totals values (1, -5, 1, 1, 0, 0)', 'usage_day_totals'],
])('%s is found, and put right by rebuilding', async (_what, damage, roll_up) => {
  const { sqlite, store, environment_id } = await usedStore();
  const key =
    roll_up === 'usage_day_totals' ? 'meter = 1 and day = 20576' : 'meter in (1, 2) and day = 20576 and customer = 1';
  sqlite.exec(damage.replace('rowid_day', key));
  const check = verified(sqlite, environment_id);
  expect(check.differences_count).toBe(1);
  expect(check.differences[0]).toMatchObject({ roll_up });
  expect(recountUsage(sqlite, environment_id)).toHaveLength(1);
  for (const id of ['sum', 'max', 'latest', 'sizes']) usageOfMeter(store, id);
  expect(verified(sqlite, environment_id).differences).toEqual([]);
});

test('a check and a rebuild are jobs, one at a time', async () => {
  const core = await sampleCore();
  const started = core.call('usage.verify', {});
  expect((await core.fail('usage.rebuild', {})).message).toContain('already');
  const { id } = await started;
  const ended = async (job: string) => {
    for (;;) {
      const known = await core.call('job.get', { id: job });
      if (known.state !== 'running') return known;
    }
  };
  const check = await ended(id);
  expect(check).toMatchObject({ state: 'done', usage_check: { differences_count: 0 } });
  expect(check.usage_check?.events).toBeGreaterThan(1000);
  expect(await ended((await core.call('usage.rebuild', {})).id)).toMatchObject({ state: 'done' });
  expect((await core.call('usage.storeSize', {})).bytes).toBeGreaterThan(100_000);
});
