import { codePoint } from '@shared/text-cases';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchBuilder, batchOf } from './batch-builder';
import { type BatchRow, buffersOf, type EventBatch, releaseBatch, textsOf } from './event-batch';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: codePoint }),
  fc.constantFrom('', 'é', '日本', '\u0000'),
);
const anyRow: fc.Arbitrary<BatchRow> = fc.record({
  event_name: fc.constantFrom('a', 'b', 'c'),
  external_customer_id: fc.constantFrom('c', 'd', 'é'),
  source: fc.constantFrom('', 's'),
  timestamp: fc.integer({ min: 0, max: 5 }),
  event_id: fc.oneof(anyText, fc.constantFrom('1', '2', '3')),
  properties: anyText,
  line: fc.nat(),
  quantity: fc.option(fc.record({ units: fc.nat(), nanos: fc.nat(999_999_999), femtos: fc.nat(999_999) })),
});

/** What batches say of their rows, read as the store reads them: one after the other. */
function rowsIn(batches: readonly EventBatch[]): BatchRow[][] {
  let names: string[] = [];
  let customers: string[] = [];
  let sources: string[] = [];
  return batches.map((batch) => {
    if (batch.begins) [names, customers, sources] = [[], [], []];
    names.push(...batch.event_names);
    customers.push(...batch.external_customer_ids);
    sources.push(...batch.sources);
    const texts = textsOf(batch, 0, batch.timestamp.length);
    const at = (list: ArrayLike<number>, row: number) => list[row] ?? -1;
    return Array.from(batch.timestamp, (timestamp, row) => ({
      event_name: names[at(batch.event_name, row)] ?? '?',
      external_customer_id: customers[at(batch.external_customer_id, row)] ?? '?',
      source: sources[at(batch.source, row)] ?? '?',
      timestamp,
      event_id: texts.eventId(row),
      properties: texts.properties(row),
      line: at(batch.line, row),
      quantity: batch.is_read[row]
        ? { units: at(batch.units, row), nanos: at(batch.nanos, row), femtos: at(batch.femtos, row) }
        : null,
    }));
  });
}

const bytesOf = ({ event_id, properties }: BatchRow) => Buffer.byteLength(event_id) + Buffer.byteLength(properties);

// A text with half a surrogate pair is stored as UTF-8 can hold it.
const stored = (row: BatchRow): BatchRow => ({
  ...row,
  event_id: row.event_id.toWellFormed(),
  properties: row.properties.toWellFormed(),
});

test('batches give back every row in order, and tell each name once until there are too many', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyRow, { maxLength: 100 }), { maxLength: 5 }), fc.nat(4), (lists, mostNames) => {
      const builder = batchBuilder({ mostNames });
      const batches = lists.map((rows) => {
        for (const row of rows) builder.add(row);
        expect(builder.size()).toBe(rows.length);
        expect(builder.bytes()).toBe(rows.reduce((bytes, row) => bytes + bytesOf(row), 0));
        return builder.take('as added');
      });
      expect(rowsIn(batches)).toEqual(lists.map((rows) => rows.map(stored)));
      const told = batches.flatMap(({ begins, event_names }) => [
        ...(begins ? ['from the start'] : []),
        ...event_names,
      ]);
      expect(told.length).toBeLessThanOrEqual(mostNames >= 3 ? 4 : 4 * lists.length);
    }),
  );
});

test('in the order of the key rows come by name, time and id, and of several with one id only the last', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyRow, { maxLength: 60 }), { maxLength: 3 }), (lists) => {
      const builder = batchBuilder();
      const nameOrder: string[] = [];
      const batches = lists.map((rows) => {
        for (const row of rows) {
          builder.add(row);
          if (!nameOrder.includes(row.event_name)) nameOrder.push(row.event_name);
        }
        return builder.take('of the key');
      });
      const bytes = ({ event_id }: BatchRow) => Buffer.from(event_id);
      const expected = lists.map((rows) =>
        [...new Map(rows.map(stored).map((row) => [row.event_id, row])).values()].sort(
          (a, b) =>
            nameOrder.indexOf(a.event_name) - nameOrder.indexOf(b.event_name) ||
            a.timestamp - b.timestamp ||
            Buffer.compare(bytes(a), bytes(b)),
        ),
      );
      expect(rowsIn(batches)).toEqual(expected);
    }),
  );
});

test('a batch gives back the texts of whichever stretch of rows is read', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 40 }), fc.nat(40), fc.nat(40), (rows, a, b) => {
      const batch = batchOf(rows);
      const [from = 0, to = 0] = [Math.min(a, rows.length), Math.min(b, rows.length)].sort((x, y) => x - y);
      const texts = textsOf(batch, from, to);
      for (let row = from; row < to; row += 1) {
        expect(texts.eventId(row)).toBe(rows[row]?.event_id.toWellFormed());
        expect(texts.properties(row)).toBe(rows[row]?.properties.toWellFormed());
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

test('of an event name it is told which property was read as a number', () => {
  const builder = batchBuilder({ measured: { used: 'units', constructor: 'x' } });
  const row = { external_customer_id: 'c', source: '', timestamp: 0, event_id: 'e', properties: '{}' };
  for (const event_name of ['asked', 'used', 'toString', 'constructor']) builder.add({ ...row, event_name });
  expect(builder.take('as added').measured).toEqual([null, 'units', null, 'x']);
});

test('the memory of a batch can change hands, and is given back', () => {
  const batch = batchOf([
    { event_name: 'a', external_customer_id: 'c', source: '', timestamp: 0, event_id: 'e', properties: '{}' },
  ]);
  const moved = structuredClone(batch, { transfer: buffersOf(batch) });
  expect(batch.event_ids.length).toBe(0);
  expect(textsOf(moved, 0, 1).eventId(0)).toBe('e');
  releaseBatch(moved);
  expect(buffersOf(moved).every(({ byteLength }) => byteLength === 0)).toBe(true);
});
