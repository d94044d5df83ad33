import { expect, test } from 'vitest';
import type { ReportWindow } from './range-presets';
import { roundStep, shortWindowLabel, windowLabel } from './window-label';

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

test.each([
  ['America/New_York', '2026-11-01T05:00:00Z', '1 AM EDT', 'Nov 1, 2026, 1 AM EDT'],
  ['America/New_York', '2026-11-01T06:00:00Z', '1 AM EST', 'Nov 1, 2026, 1 AM EST'],
  ['America/New_York', '2026-11-01T04:00:00Z', '12 AM', 'Nov 1, 2026, 12 AM'],
  ['America/New_York', '2026-11-01T07:00:00Z', '2 AM', 'Nov 1, 2026, 2 AM'],
  ['America/New_York', '2026-03-08T07:00:00Z', '3 AM', 'Mar 8, 2026, 3 AM'],
])('in %s the hour from %s is told from the other one of its name', (zone, start, short, full) => {
  const labelling = { size: 'HOUR', zone, locale: 'en-US', isOneDay: true } as const;
  const plainSpaces = (text: string) => text.replaceAll('\u202f', ' ');
  expect(plainSpaces(shortWindowLabel(start, labelling))).toBe(short);
  expect(plainSpaces(windowLabel(start, labelling))).toBe(full);
});

test.each<[ReportWindow, number, number]>([
  ['MINUTE', 1, 1],
  ['MINUTE', 3, 5],
  ['MINUTE', 103, 120],
  ['15MIN', 3, 4],
  ['15MIN', 53, 96],
  ['HOUR', 5, 6],
  ['HOUR', 70, 72],
  ['3HOUR', 3, 4],
  ['12HOUR', 3, 4],
  ['DAY', 7, 7],
  ['MONTH', 5, 5],
])('labels of one %s at least %i apart stand %i apart', (size, least, step) => {
  expect(roundStep(size, least)).toBe(step);
});
