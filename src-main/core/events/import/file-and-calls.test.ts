import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseQuantity } from '@shared/rules/quantity';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { jobHandlers } from '../../jobs/job-handlers';
import { recountUsage } from '../../usage/recount-usage';
import { testUsage } from '../../usage/test-usage';
import { eventHandlers } from '../event-handlers';

interface Row {
  event_name: string;
  external_customer_id: string;
  event_id: string;
  second: number;
  source: string;
  units: string;
  model: string;
}

const units = ['', '0', '5', '1.25', ' 2 ', '1e3', '-4', 'many', '"5"', '0.1234567890123456', '99999999999999'];
const row: fc.Arbitrary<Row> = fc.record({
  event_name: fc.constantFrom('asked', 'llm', 'used', 'unmeasured'),
  external_customer_id: fc.constantFrom('anna', 'bert', 'zoë'),
  event_id: fc.oneof(
    fc.nat(300).map((number) => `e-${number + 1000}`),
    fc.nat(300).map((number) => `é${number}`),
  ),
  second: fc.nat(200_000),
  source: fc.constantFrom('', 'api', 'batch'),
  units: fc.constantFrom(...units),
  model: fc.constantFrom('', 'a', '{"b":[1]}', 'c\\d'),
});
/** Long stretches of one name and source, as most files have them, between short ones. */
const rows = fc
  .array(fc.record({ first: row, more: fc.array(row, { maxLength: 150, size: 'max' }), alike: fc.boolean() }), {
    maxLength: 8,
  })
  .map((stretches) =>
    stretches.flatMap(({ first, more, alike }) => [
      first,
      ...more.map((one) =>
        alike
          ? { ...one, event_name: first.event_name, source: first.source, event_id: `e-${1_000_000 + one.second}` }
          : one,
      ),
    ]),
  );

const columns = 'event_name,external_customer_id,event_id,timestamp,source,properties.units,properties.model';
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const timeOf = ({ second }: Row) => new Date(Date.UTC(2026, 2, 1) + second * 1000).toISOString();
const lineOf = (one: Row) =>
  [one.event_name, one.external_customer_id, one.event_id, timeOf(one), one.source, one.units, one.model]
    .map(quoted)
    .join(',');

function usageWithMeters() {
  const usage = testUsage();
  usage.meter('m1', 'used', { type: 'SUM', field: 'units' });
  usage.meter('m2', 'used', { type: 'MAX', field: 'units' });
  usage.meter('m3', 'used', { type: 'SUM', field: 'units' }, [{ key: 'model', values: ['a'] }]);
  usage.meter('m4', 'asked', { type: 'SUM_WITH_MULTIPLIER', field: 'units', multiplier: '2' });
  usage.meter('m5', 'llm', { type: 'COUNT_UNIQUE', field: 'model' });
  usage.meter('m6', 'llm', { type: 'LATEST', field: 'units' });
  return usage;
}

const storedRows = ({ sqlite }: ReturnType<typeof testUsage>) =>
  sqlite
    .prepare(`select event_id, n.name as event_name, timestamp, external_id, s.name as source, properties
      from events e join event_names n on n.number = e.event_name
      join event_customers c on c.number = e.customer join event_sources s on s.number = e.source order by event_id`)
    .all();

test('a file stores what as many calls would, and usage is what a recount of the raw events says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'usage-files-'));
  const path = join(folder, 'usage.csv');
  try {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const byFile = usageWithMeters();
        writeFileSync(path, [columns, ...given.map(lineOf), ''].join('\n'));
        const { id } = await eventHandlers['event.import']({ path, name: 'usage.csv' }, byFile.call);
        const job = await vi.waitFor(
          async () => {
            const found = await jobHandlers['job.get']({ id }, byFile.call);
            expect(found.state).not.toBe('running');
            return found;
          },
          { interval: 2, timeout: 10_000 },
        );
        // A file that is written over is put on the disk at once.
        rmSync(path);
        expect(job.state).toBe(given.length === 0 ? 'failed' : 'done');

        const byCalls = usageWithMeters();
        if (given.length > 0) {
          const events = given.map((one) => ({
            event_name: one.event_name,
            external_customer_id: one.external_customer_id,
            event_id: one.event_id,
            timestamp: timeOf(one),
            source: one.source,
            properties: {
              ...(one.units !== '' && { units: one.units }),
              ...(one.model !== '' && { model: one.model }),
            },
          }));
          await eventHandlers['event.ingestBulk']({ events }, byCalls.call);
        }
        expect(storedRows(byFile)).toEqual(storedRows(byCalls));
        for (const { sqlite, environment_id } of [byFile, byCalls]) {
          expect(recountUsage(sqlite, environment_id)).toEqual([]);
        }
        byFile.store.close();
        byCalls.store.close();
      }),
      { numRuns: 15 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(units.filter((text) => parseQuantity(text) === null).length).toBeGreaterThan(1);
});
