import type { Job } from '@shared/entities/job';
import { expect, test } from 'vitest';
import { durationText, rowsPerSecond } from './import-facts';

const job = (rows_read: number, started_at: string, finished_at: string | null) =>
  ({ started_at, finished_at, import: { rows_read } }) as Job;
const start = '2026-03-07T10:00:00.000Z';
const at = (second: number) => Date.parse(start) + second * 1000;

test('the speed is an average so far, unknown before the first row', () => {
  expect(rowsPerSecond(job(3000, start, null), at(2))).toBe(1500);
  expect(rowsPerSecond(job(3000, start, '2026-03-07T10:00:03.000Z'), at(100))).toBe(1000);
  expect(rowsPerSecond(job(0, start, null), at(2))).toBeNull();
  expect(rowsPerSecond(job(10, start, null), at(0))).toBeNull();
});

test('durations are short', () => {
  expect(durationText(job(1, start, '2026-03-07T10:00:03.240Z'))).toBe('3.2 s');
  expect(durationText(job(1, start, '2026-03-07T10:02:05.000Z'))).toBe('2 min 5 s');
  expect(durationText(job(1, start, null))).toBe('0.0 s');
});
