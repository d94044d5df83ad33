import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BatchRow, batchOf, buffersOf, releaseBatch, textsOf } from './event-batch';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'é', '日本', '\u0000'),
);
const anyRow: fc.Arbitrary<BatchRow> = fc.record({
  event_name: fc.constantFrom('a', 'b'),
  external_customer_id: fc.constantFrom('c', 'd', 'é'),
  source: fc.constantFrom('', 's'),
  timestamp: fc.integer(),
  event_id: anyText,
  properties: anyText,
});

test('a batch gives back the texts of every row, whichever stretch of rows is read', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 40 }), fc.nat(40), fc.nat(40), (rows, a, b) => {
      const batch = batchOf(rows);
      const [from = 0, to = 0] = [Math.min(a, rows.length), Math.min(b, rows.length)].sort((x, y) => x - y);
      const texts = textsOf(batch, from, to);
      for (let row = from; row < to; row += 1) {
        expect(texts.eventId(row)).toBe(rows[row]?.event_id);
        expect(texts.properties(row)).toBe(rows[row]?.properties);
      }
    }),
  );
});

test('texts longer than expected find room', () => {
  const long = '日'.repeat(10_000);
  const row = { event_name: 'a', external_customer_id: 'c', source: '', timestamp: 0, event_id: 'e', properties: long };
  const batch = batchOf([row, { ...row, event_id: 'f' }]);
  expect(textsOf(batch, 1, 2).eventId(1)).toBe('f');
  expect(textsOf(batch, 1, 2).properties(1)).toBe(long);
});

test('the memory of a batch can change hands, and is given back', () => {
  const batch = batchOf([
    { event_name: 'a', external_customer_id: 'c', source: '', timestamp: 0, event_id: 'e', properties: '{}' },
  ]);
  const moved = structuredClone(batch, { transfer: buffersOf(batch) });
  expect(batch.texts.length).toBe(0);
  expect(textsOf(moved, 0, 1).eventId(0)).toBe('e');
  releaseBatch(moved);
  expect(buffersOf(moved).every(({ byteLength }) => byteLength === 0)).toBe(true);
});
