import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestampReader } from './event-timestamp';

test.each([
  ['2026-03-07T00:00:00Z', '2026-03-07T00:00:00.000Z'],
  ['2026-03-07T23:59:59.9Z', '2026-03-07T23:59:59.900Z'],
  ['2026-03-07T10:00:00.123456789Z', '2026-03-07T10:00:00.123Z'],
  ['2026-03-07T01:00:00+02:00', '2026-03-06T23:00:00.000Z'],
  ['2026-03-07 10:00:00z', '2026-03-07T10:00:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(new Date(timestampReader()(text) ?? Number.NaN).toISOString()).toBe(instant);
});

test.each([
  '',
  'yesterday',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-03-07',
  '2026-03-07T10:00:00',
  '2026-03-07T24:00:01Z',
  '2026-03-07T10:60:00Z',
  '1767225600',
])('%j is refused', (text) => {
  expect(timestampReader()(text)).toBeNull();
});

test('reads what toISOString writes, in any order', () => {
  const read = timestampReader();
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(read(date.toISOString())).toBe(date.getTime());
    }),
  );
});
