import { expect, test } from 'vitest';
import { scheduleText, weekdayName } from './report-words';

test('a schedule is said in words', () => {
  const at = { time: '06:30', weekday: 7, day: 31 };
  expect(scheduleText({ ...at, every: 'day' }, 'en-US')).toBe('Every day at 06:30');
  expect(scheduleText({ ...at, every: 'week' }, 'en-US')).toBe('Every Sunday at 06:30');
  expect(scheduleText({ ...at, every: 'month' }, 'en-US')).toBe('On day 31 of every month at 06:30');
  expect(weekdayName(1, 'en-US')).toBe('Monday');
});
