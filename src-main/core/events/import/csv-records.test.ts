import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvSplitter } from './csv-records';

/** Reads text that arrives in blocks of any size. */
function read(text: string, delimiter = ',', blockSize = text.length || 1) {
  const splitter = csvSplitter(delimiter);
  const records = [];
  for (let at = 0; at < text.length; at += blockSize) {
    records.push(...splitter.split(text.slice(at, at + blockSize), at + blockSize >= text.length));
  }
  return records;
}

const cell = fc.oneof(fc.string(), fc.constantFrom('a', '"', ',', '\n', '\r\n', 'a "b" c', '', ' '));

describe('csvSplitter', () => {
  test('reads what csv-stringify writes and what csv-parse reads, however it is cut into blocks', () => {
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
      );
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      record_delimiter: fc.constantFrom('\n', '\r\n'),
      quoted: fc.boolean(),
    });
    fc.assert(
      fc.property(table, dialect, fc.integer({ min: 1, max: 40 }), (rows, options, blockSize) => {
        const text = stringify(rows, { ...options, quoted_match: /[\r\n]/ });
        const ours = read(text, options.delimiter, blockSize);
        const theirs = parse(text, {
          delimiter: options.delimiter,
          skip_empty_lines: true,
          record_delimiter: ['\n', '\r\n'],
        });
        expect(ours.map(({ fields }) => fields)).toEqual(theirs);
        expect(ours.every(({ problem }) => problem === null)).toBe(true);
      }),
    );
  });

  test('tells the line a record starts on, quotes and blank lines included', () => {
    expect(read('a,b\n"1\n1",2\n\n3,4\r\n5,6').map(({ line, fields }) => [line, ...fields])).toEqual([
      [1, 'a', 'b'],
      [2, '1\n1', '2'],
      [5, '3', '4'],
      [6, '5', '6'],
    ]);
  });

  test('goes on after a row that cannot be read', () => {
    const rows = read('a,b\n"x"y,1\n2,3\n"never closed,4\n5,6\n');
    expect(rows.map(({ line, fields, problem }) => [line, problem ?? fields.join()])).toEqual([
      [1, 'a,b'],
      [2, 'There is text after a closing quote in this row'],
      [3, '2,3'],
      [4, 'A quote is opened in this row but never closed'],
      [5, '5,6'],
    ]);
  });

  test('a line without end is given up, the next one is read', () => {
    const rows = read(`a\n${'x'.repeat(3_000_000)}\nb\n`, ',', 100_000);
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [1, null],
      [2, 'This row is longer than 1,000,000 characters'],
      [3, null],
    ]);
  });
});
