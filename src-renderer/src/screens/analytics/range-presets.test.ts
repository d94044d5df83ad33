import { describe, expect, test } from 'vitest';
import {
  choiceOf,
  chosenRange,
  daysIn,
  defaultPreset,
  instantsOf,
  misreadRange,
  newestRange,
  rangePresets,
  savedRangeOf,
  windowFor,
} from './range-presets';

const at = (instant: string) => Date.parse(instant);
const used = { first: '2026-01-05T10:00:00.000Z', last: '2026-03-07T23:30:00.000Z' };
const days = (presets: ReturnType<typeof rangePresets>) =>
  Object.fromEntries(presets.map(({ id, from, to }) => [id, `${from}..${to}`]));

describe('range presets', () => {
  test('are calendar days, both included', () => {
    expect(days(rangePresets({ zone: 'UTC', now: at('2026-03-07T12:00:00Z'), ...used }))).toEqual({
      '30d': '2026-02-06..2026-03-07',
      today: '2026-03-07..2026-03-07',
      '7d': '2026-03-01..2026-03-07',
      this_month: '2026-03-01..2026-03-07',
      last_month: '2026-02-01..2026-02-28',
      all: '2026-01-05..2026-03-07',
    });
  });

  test('follow the zone: the newest usage may already be on the next day', () => {
    const presets = rangePresets({ zone: 'Asia/Kolkata', now: at('2026-03-07T23:40:00Z'), ...used });
    expect(days(presets)).toMatchObject({ today: '2026-03-08..2026-03-08', all: '2026-01-05..2026-03-08' });
  });

  test('open on the newest usage when it is older than today, and on the last 30 days otherwise', () => {
    const later = rangePresets({ zone: 'UTC', now: at('2026-11-23T03:00:00Z'), ...used });
    expect(defaultPreset(later)).toEqual({
      id: 'newest',
      label: 'Newest 30 days',
      from: '2026-02-06',
      to: '2026-03-07',
    });
    expect(defaultPreset(rangePresets({ zone: 'UTC', now: at('2026-03-07T12:00:00Z'), ...used })).id).toBe('30d');
    const ahead = rangePresets({ zone: 'UTC', now: at('2025-12-01T00:00:00Z'), ...used });
    expect(defaultPreset(ahead).id).toBe('newest');
    const none = rangePresets({ zone: 'UTC', now: at('2026-03-07T12:00:00Z'), first: null, last: null });
    expect(none.map((preset) => preset.id)).toEqual(['today', '7d', '30d', 'this_month', 'last_month']);
  });

  test('last month in January is December', () => {
    const presets = rangePresets({ zone: 'UTC', now: at('2026-01-15T00:00:00Z'), first: null, last: null });
    expect(days(presets)).toMatchObject({ last_month: '2025-12-01..2025-12-31' });
  });
});

describe('the choice in the address', () => {
  const presets = rangePresets({ zone: 'UTC', now: at('2026-03-07T12:00:00Z'), ...used });

  // "This month" is the same days as "Today" on the 1st, as "7d" on the 7th and as "30d" on the 30th.
  describe.each(['2026-03-01', '2026-03-07', '2026-03-30', '2026-04-30'])('on %s', (today) => {
    const usage = { first: '2026-04-01T10:00:00.000Z', last: '2026-04-20T10:00:00.000Z' };
    const pressed = rangePresets({ zone: 'UTC', now: at(`${today}T12:00:00Z`), ...usage });

    test.each(pressed)('is the preset that was pressed, also in a saved report: $id', ({ id }) => {
      const choice = choiceOf({ preset: id });
      expect(choice).toEqual({ range: id, from: '', to: '' });
      const range = chosenRange(choice, pressed);
      expect(range.id).toBe(id);
      const { from, to } = range;
      expect(savedRangeOf(range)).toEqual(id === newestRange ? { preset: 'custom', from, to } : { preset: id });
    });

    test.each(pressed)('is two days where two days were chosen: those of $id', ({ from, to }) => {
      const choice = choiceOf({ from, to });
      expect(choice).toEqual({ range: 'custom', from, to });
      expect(chosenRange(choice, pressed)).toMatchObject({ id: 'custom', from, to });
      expect(savedRangeOf(chosenRange(choice, pressed))).toEqual({ preset: 'custom', from, to });
    });
  });

  test.each([
    [{ range: 'custom', from: '2026-03-05', to: '2026-03-02' }, 'The last day in this link is before the first.'],
    [{ range: 'custom', from: 'yesterday', to: '2026-03-02' }, 'This link names a day that is not in the calendar.'],
    [{ range: 'custom', from: '2026-99-99', to: '2026-99-99' }, 'This link names a day that is not in the calendar.'],
    [{ range: 'custom', from: '2026-02-10', to: '2026-02-31' }, 'This link names a day that is not in the calendar.'],
    [{ range: 'nonsense', from: '', to: '' }, 'This link names a range that is not known here.'],
  ])('falls back to the default for %o and says why', (choice, why) => {
    expect(chosenRange(choice, presets).id).toBe('30d');
    expect(misreadRange(choice)).toBe(why);
  });

  test.each([
    { range: 'custom', from: '2026-03-02', to: '2026-03-02' },
    { range: '7d', from: '', to: '' },
    { range: '', from: '', to: '' },
    // A link to the newest days from when they did not end today.
    { range: newestRange, from: '', to: '' },
  ])('has nothing to say of $range $from $to', (choice) => {
    expect(misreadRange(choice)).toBeNull();
  });
});

test('days become a half-open range of instants in the zone, also on days of 23 hours', () => {
  expect(instantsOf({ from: '2026-03-07', to: '2026-03-07' }, 'UTC')).toEqual({
    start_time: '2026-03-07T00:00:00.000Z',
    end_time: '2026-03-08T00:00:00.000Z',
  });
  expect(instantsOf({ from: '2026-03-08', to: '2026-03-08' }, 'America/New_York')).toEqual({
    start_time: '2026-03-08T05:00:00.000Z',
    end_time: '2026-03-09T04:00:00.000Z',
  });
  expect(daysIn({ from: '2026-02-06', to: '2026-03-07' })).toBe(30);
});

test.each([
  [1, '', 'HOUR'],
  [30, '', 'DAY'],
  [93, '', 'WEEK'],
  [1000, '', 'MONTH'],
  [30, 'MONTH', 'MONTH'],
  [31, 'HOUR', 'HOUR'],
  [32, 'HOUR', 'DAY'],
  [30, 'FORTNIGHT', 'DAY'],
])('%i days, wanted "%s": windows of one %s', (length, wanted, expected) => {
  expect(windowFor(length, wanted)).toBe(expected);
});

test('a report that is saved keeps the range on screen: by its name, or as its days', () => {
  const days = { from: '2026-03-02', to: '2026-03-31' };
  expect(savedRangeOf({ id: '30d', label: '30d', ...days })).toEqual({ preset: '30d' });
  expect(savedRangeOf({ id: newestRange, label: 'Newest 30 days', ...days })).toEqual({ preset: 'custom', ...days });
  expect(savedRangeOf({ id: 'custom', label: 'Custom', ...days })).toEqual({ preset: 'custom', ...days });
});
