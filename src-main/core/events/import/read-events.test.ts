import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { FactsToTell } from '../../usage/facts-to-tell';
import { type ImportStep, readEvents } from './read-events';

const folder = mkdtempSync(join(tmpdir(), 'usage-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'usage.csv');
const none = { names: [], likely: null };
/** Writes a file anew: one that is written over is put on the disk at once, which takes longer than to read it. */
function write(text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text);
}
const read = (facts: FactsToTell = none) => readEvents({ path, name: 'usage.csv', now: 0, measured: {}, facts });

test('a file is read in steps that grow up to many rows, and to fewer when they are long', () => {
  const stepsOf = (rows: number, text: string): ImportStep[] => {
    const lines = Array.from({ length: rows }, (_, row) => `used,anna,e${row},2026-03-01T00:00:00Z,${text}`);
    write(['event_name,external_customer_id,event_id,timestamp,properties.note', ...lines].join('\n'));
    return [...read()];
  };
  const sizes = (steps: ImportStep[]) => steps.map(({ batch }) => batch.timestamp.length);
  expect(sizes(stepsOf(81_010, 'a'))).toEqual([1_000, 4_000, 16_000, 60_000, 10]);

  const long = stepsOf(350, 'a'.repeat(100_000));
  expect(long.length).toBe(3);
  for (const { batch } of long) expect(batch.properties.length).toBeLessThan(16_200_000);
  expect(sizes(long).reduce((sum, size) => sum + size)).toBe(350);
  expect(long.at(-1)).toMatchObject({ rows_read: 350, rows_failed: 0 });
});

test('a JSON list on one line is read in steps, too', () => {
  const event = (row: number) => `{"event_name":"used","external_customer_id":"anna","event_id":"e${row}"}`;
  writeFileSync(path, `[${Array.from({ length: 20_000 }, (_, row) => event(row)).join(',')}]`);
  const steps = [...read()];
  expect(steps.map(({ batch }) => batch.timestamp.length)).toEqual([1_000, 4_000, 15_000]);
  // Nothing of it is kept until the end: the first step is told when only a part of the file has been read.
  expect(steps[0]?.bytes).toBeLessThan(statSync(path).size / 2);
});

const likely = { names: [], likely: { most: 3, event_names: ['used'], measured: [] } };

test.each([none, likely])('a file of wrong rows is read in steps, so that it can be cancelled: %o', (facts) => {
  const line = `used,anna,e1,31.01.2026 10:00,${'a'.repeat(60)}\n`;
  const header = 'event_name,external_customer_id,event_id,timestamp,properties.note\n';
  write(header + line.repeat(40_000));
  const steps = [...read(facts)];
  for (const [index, { rows_failed, batch }] of steps.entries()) {
    expect(rows_failed - (steps[index - 1]?.rows_failed ?? 0)).toBeLessThanOrEqual(15_000);
    expect(batch.timestamp.length).toBe(0);
  }
  expect(steps.at(-1)).toMatchObject({ rows_read: 40_000, rows_failed: 40_000, bytes: statSync(path).size });
});

test('a file of one row without an end is read in steps', () => {
  write(`event_name,external_customer_id\nused,anna\nused,${'a'.repeat(5_000)}`);
  truncateSync(path, 70_000_000);
  const steps = [...read(likely)];
  expect(steps.length).toBe(3);
  expect(steps.at(-1)).toMatchObject({ rows_read: 2, rows_failed: 1 });
});
