import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { exportTo, readRows, testFolder } from '../report-files/test-report';
import type { TestCore } from '../test-core';
import { chargedCore } from './test-charged-core';

const folder = testFolder();
afterAll(folder.remove);
let core: TestCore;
afterEach(() => core.close());

test.each(['MAX', 'COUNT_UNIQUE'] as const)(
  'days up to an event of a mistyped year are not listed one by one, for some and for everybody: %s',
  async (type) => {
    core = await chargedCore('2026-04-01T00:00:00Z', {}, { type, field: 'n' });
    const event = (external_customer_id: string, timestamp: string, n: number) =>
      core.call('event.ingest', { event_name: 'used', external_customer_id, timestamp, properties: { n } });
    await event('anna', '2026-03-02T12:00:00Z', 2);
    await event('bert', '2026-03-05T12:00:00Z', 3);
    await event('anna', '2026-03-20T12:00:00Z', 4);
    await event('anna', '9026-03-20T12:00:00Z', 9);
    const path = folder.in('rows.csv');
    const range = { start_time: '2026-03-01T00:00:00Z', end_time: '9026-03-20T00:00:00Z' };

    const { items } = await core.call('customer.search', { external_id: 'anna' });
    const ids = items.map(({ id }) => id);

    const stringify = vi.spyOn(JSON, 'stringify');
    const quantities = async (customer_ids?: string[]) => {
      await exportTo(core, { ...range, kind: 'breakdown', customer_ids }, { path, kind: 'file' });
      const rows = await readRows(path);
      return rows.map((row) => [row.customer_external_id, row.total_usage]).toSorted();
    };
    const ofAnna = await quantities(ids);
    const ofAll = await quantities();
    const listed = stringify.mock.calls.map(([value]) => (Array.isArray(value) ? value.length : 0));
    stringify.mockRestore();

    const [anna, bert] = type === 'MAX' ? ['4', '3'] : ['2', '1'];
    expect(ofAnna).toEqual([['anna', anna]]);
    expect(ofAll).toEqual([
      ['anna', anna],
      ['bert', bert],
    ]);
    expect(Math.max(...listed)).toBeLessThan(1000);
  },
);
