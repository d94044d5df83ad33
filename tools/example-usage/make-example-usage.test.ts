import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeExampleUsage } from './make-example-usage.mjs';

const folder = mkdtempSync(join(tmpdir(), 'example-usage-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('writes 120,000 events of three months for 60 customers, in order of time', () => {
  const out = join(folder, 'usage.csv');
  expect(makeExampleUsage({ out })).toBe(120_000);
  const [header, ...lines] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(header).toBe(
    'event_name,external_customer_id,event_id,timestamp,source,properties.units,properties.region,properties.model',
  );
  const rows = lines.map((line) => line.split(','));
  const column = (index: number) => rows.map((row) => row[index] ?? '');
  expect(rows).toHaveLength(120_000);
  expect(new Set(column(0))).toEqual(new Set(['gpu.used', 'llm.used', 'storage.used', 'support.requested']));
  expect(new Set(column(1)).size).toBe(60);
  expect(new Set(column(2)).size).toBe(120_000);
  const times = column(3);
  expect(times).toEqual(times.toSorted());
  expect(times[0]).toMatch(/^2026-01-01T/);
  expect(times.at(-1)).toMatch(/^2026-03-31T/);
});

test('the same seed writes the same file, another seed another one', () => {
  const write = (name: string, seed: number) => {
    const out = join(folder, name);
    makeExampleUsage({ out, events: 1_000, customers: 50, months: 1, seed });
    return readFileSync(out, 'utf8');
  };
  expect(write('a.csv', 1)).toBe(write('b.csv', 1));
  expect(write('c.csv', 2)).not.toBe(write('a.csv', 1));
});
