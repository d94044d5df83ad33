import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsReader, packColumns } from './packed-columns';

const anyColumn = (rows: number) =>
  fc.oneof(
    fc.constant(new Float64Array(rows)),
    fc.integer({ min: -5, max: 2 ** 40 }).map((same) => new Float64Array(rows).fill(same)),
    fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.array(fc.nat(900), { minLength: rows, maxLength: rows }))
      .map(([power, all]) => Float64Array.from(all.map((number) => number * 10 ** power))),
    fc
      .array(fc.nat(99), { minLength: rows, maxLength: rows })
      .map((all) => Float64Array.from(all.map((number) => number * 10_000_000))),
    ...[255, 256, 65_535, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER].map((max) =>
      fc.array(fc.integer({ min: 0, max }), { minLength: rows, maxLength: rows }).map((all) => Float64Array.from(all)),
    ),
    fc
      .array(fc.integer({ min: -5, max: 5 }), { minLength: rows, maxLength: rows })
      .map((all) => Float64Array.from(all)),
  );
const tables = fc
  .integer({ min: 0, max: 300 })
  .chain((rows) => fc.tuple(anyColumn(rows), anyColumn(rows), anyColumn(rows)));

test('packed columns are read as they were written, one table after another', () => {
  const { read, columns } = columnsReader(3);
  fc.assert(
    fc.property(tables, fc.integer({ min: 0, max: 9 }), (table, offset) => {
      const packed = packColumns(table);
      // A driver may hand bytes over that begin anywhere.
      const moved = new Uint8Array(new ArrayBuffer(packed.length + offset), offset);
      moved.set(packed);
      const rows = read(moved);
      expect(columns.map((column) => [...column.subarray(0, rows)])).toEqual(table.map((column) => [...column]));
    }),
  );
});

test('columns that are not wanted are passed over, and so are those that a table does not have', () => {
  const wanted = fc.uniqueArray(fc.integer({ min: 0, max: 4 })).map((list) => new Set(list));
  fc.assert(
    fc.property(tables, wanted, (table, only) => {
      const { read, columns } = columnsReader(5);
      const rows = read(packColumns(table), only);
      for (const index of only) {
        const right = table[index] ?? new Float64Array(rows);
        expect([...(columns[index]?.subarray(0, rows) ?? [])]).toEqual([...right]);
      }
    }),
  );
});

test('a column takes as many bytes as its numbers need', () => {
  const bytes = (...numbers: number[]) => packColumns([Float64Array.from(numbers)]).length - 16;
  expect([bytes(0, 0), bytes(1, 255), bytes(256, 1), bytes(65_536, 1), bytes(2 ** 32, 1), bytes(-1, 1)]).toEqual([
    0, 2, 4, 8, 16, 16,
  ]);
  expect([bytes(120_000_000, 440_000_000), bytes(70_000, 70), bytes(2 ** 32 * 10, 1)]).toEqual([2, 4, 16]);
  expect(bytes(...Array<number>(20).fill(7))).toBe(8);
});
