import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ImportStep, readEvents } from './read-events';

test('a file is read in steps that grow up to many rows, and to fewer when they are long', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usage-files-'));
  try {
    const stepsOf = (rows: number, text: string): ImportStep[] => {
      const path = join(folder, 'usage.csv');
      const lines = Array.from({ length: rows }, (_, row) => `used,anna,e${row},2026-03-01T00:00:00Z,${text}`);
      writeFileSync(path, ['event_name,external_customer_id,event_id,timestamp,properties.note', ...lines].join('\n'));
      return [...readEvents({ path, name: 'usage.csv', now: 0, measured: {}, facts: { names: [], likely: null } })];
    };
    const sizes = (steps: ImportStep[]) => steps.map(({ batch }) => batch.timestamp.length);
    expect(sizes(stepsOf(81_010, 'a'))).toEqual([1_000, 4_000, 16_000, 60_000, 10]);

    const long = stepsOf(600, 'a'.repeat(100_000));
    expect(long.length).toBe(4);
    for (const { batch } of long) expect(batch.properties.length).toBeLessThan(16_200_000);
    expect(sizes(long).reduce((sum, size) => sum + size)).toBe(600);
    expect(long.at(-1)).toMatchObject({ rows_read: 600, rows_failed: 0 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
