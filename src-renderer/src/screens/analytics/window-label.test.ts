import { expect, test } from 'vitest';
import type { ReportWindow } from './range-presets';
import { shortWindowLabel, windowLabel } from './window-label';

const sizes: [ReportWindow, boolean, string, string][] = [
  ['HOUR', true, '3 PM', 'Mar 7, 2026, 3 PM'],
  ['HOUR', false, 'Mar 7, 3 PM', 'Mar 7, 2026, 3 PM'],
  ['DAY', false, 'Mar 7', 'Sat, Mar 7, 2026'],
  ['WEEK', false, 'Mar 7', 'Week of Mar 7, 2026'],
  ['MONTH', false, 'Mar 2026', 'March 2026'],
];

test.each(sizes)('a window of one %s (of one day: %s)', (size, isOneDay, short, full) => {
  const labelling = { size, zone: 'Asia/Kolkata', locale: 'en-US', isOneDay };
  const plainSpaces = (text: string) => text.replaceAll('\u202f', ' ');
  expect(plainSpaces(shortWindowLabel('2026-03-07T09:30:00Z', labelling))).toBe(short);
  expect(plainSpaces(windowLabel('2026-03-07T09:30:00Z', labelling))).toBe(full);
});
