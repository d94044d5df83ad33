import { expect, test } from 'vitest';
import { dayNumber, dayText, isDay } from './day-number';

test.each(['1970-01-01', '2024-02-29', '2026-12-31'])('%s is a day', (day) => {
  expect(isDay(day)).toBe(true);
  expect(dayText(dayNumber(day))).toBe(day);
});

test.each(['2026-02-31', '2026-02-29', '2026-99-99', '2026-2-3', '7.3.2026', 'yesterday', ''])('%s is none', (text) => {
  expect(isDay(text)).toBe(false);
});
