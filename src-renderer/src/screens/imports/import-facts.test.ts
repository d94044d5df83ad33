import type { Job } from '@shared/entities/job';
import { expect, test } from 'vitest';
import { durationText, otherRowsText, outcomeText, rowsPerSecond } from './import-facts';

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

const ended = (
  state: Job['state'],
  rows_accepted: number,
  rows_known: number,
  rows_failed: number,
  listed = rows_failed,
) =>
  ({
    state,
    import: { rows_accepted, rows_known, rows_failed, errors: Array.from({ length: listed }) },
  }) as unknown as Job;

test.each([
  [[3, 0, 1], 'Imported', 'All other rows are stored.'],
  [[0, 3, 0], 'Nothing new: every row was stored already. Read', 'All other rows are stored.'],
  [[0, 3, 1], 'Nothing new: every row that was not rejected was stored already. Read', 'All other rows are stored.'],
  [[0, 0, 2], 'Nothing was imported: every row was rejected. Read', ''],
] as const)(
  'of %j rows accepted, known and rejected it says what is stored',
  ([accepted, known, failed], outcome, rest) => {
    const job = ended('done', accepted, known, failed);
    expect([outcomeText(job), otherRowsText(job)]).toEqual([outcome, rest]);
  },
);

test('of an import that was stopped nobody is told that the other rows are stored', () => {
  expect(otherRowsText(ended('cancelled', 3, 0, 1))).toBe('');
  expect(otherRowsText(ended('done', 3, 0, 2000, 1000))).toBe('The first 1,000 of 2,000.');
});
