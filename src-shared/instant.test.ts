import { describe, expect, test } from 'vitest';
import { instantInput, parseInstant, toInstant } from './instant';

describe('RFC 3339 with any offset and fraction', () => {
  test.each([
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31 00:00:00.123456789z', '2026-01-31T00:00:00.123Z'],
    ['2026-01-31t23:30:00+05:30', '2026-01-31T18:00:00.000Z'],
    ['2024-02-29T00:00:00-01:00', '2024-02-29T01:00:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, instant) => {
    expect(toInstant(parseInstant(text) ?? 0)).toBe(instant);
  });
});

describe('what is no moment', () => {
  test.each([
    ['a day that does not exist', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T12:00:00Z'],
    ['a month that does not exist', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-01-31T24:00:00Z'],
    ['a leap second', '2026-12-31T23:59:60Z'],
    ['an offset of 99 hours', '2026-01-31T00:00:00+99:00'],
    ['no offset', '2026-01-31T00:00:00'],
    ['a date alone', '2026-01-31'],
    ['before the year 0000 of UTC, whose text would not sort', '0000-01-01T00:00:00+10:00'],
    ['after the year 9999 of UTC, whose text would not sort', '9999-12-31T23:59:59-10:00'],
    ['nothing', ''],
  ])('%s', (_what, text) => {
    expect(parseInstant(text)).toBeNull();
    expect(instantInput.safeParse(text).error?.issues[0]?.message).toBe(
      'Please enter a date and time such as 2026-01-31T00:00:00Z',
    );
  });
});
