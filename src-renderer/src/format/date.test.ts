import { expect, test } from 'vitest';
import { formatMoment, isShownTwice } from './date';

const zone = 'America/New_York';

test('clocks that are put back show an hour twice, which is then told with its zone', () => {
  expect(['04:59', '05:00', '06:59', '07:00'].map((time) => isShownTwice(`2026-11-01T${time}:00Z`, zone))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  const text = (instant: string) => formatMoment(instant, { zone, locale: 'en-US' }).replaceAll('\u202f', ' ');
  expect(text('2026-11-01T05:30:00Z')).toBe('Nov 1, 2026, 1:30 AM EDT');
  expect(text('2026-11-01T06:30:00Z')).toBe('Nov 1, 2026, 1:30 AM EST');
  expect(text('2026-11-01T07:30:00Z')).toBe('Nov 1, 2026, 2:30 AM');
});

test('also where they are put back by half an hour, and never where they are not', () => {
  expect(isShownTwice('2026-04-04T14:45:00Z', 'Australia/Lord_Howe')).toBe(true);
  expect(isShownTwice('2026-04-04T13:45:00Z', 'Australia/Lord_Howe')).toBe(false);
  expect(isShownTwice('2026-11-01T05:30:00Z', 'UTC')).toBe(false);
});
