import { expect, test } from 'vitest';
import { shownDays } from './shown-days';

const report = {
  timezone: 'Asia/Kolkata',
  start_time: '2026-03-03T18:30:00.000Z',
  end_time: '2026-03-20T18:30:00.000Z',
  // Weeks begin on Monday, here before the report does.
  windows: ['2026-03-01T18:30:00.000Z', '2026-03-08T18:30:00.000Z', '2026-03-15T18:30:00.000Z'],
};

test.each([
  [0, 2, '2026-03-04', '2026-03-20'],
  [0, 0, '2026-03-04', '2026-03-08'],
  [1, 2, '2026-03-09', '2026-03-20'],
])('windows %i to %i are the days %s to %s of the zone', (first, last, from, to) =>
  expect(shownDays(report, { first, last })).toEqual({ from, to }),
);
