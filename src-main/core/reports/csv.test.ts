import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from './csv';

test('the header is there even without rows, lines end with LF, no byte order mark', () => {
  expect(csvText(['a', 'b'], [])).toBe('a,b\n');
  expect(csvText(['a', 'b'], [['x', { number: '-1.50' }]])).toBe('a,b\nx,-1.50\n');
});

test('text that a spreadsheet would run gets an apostrophe, numbers never do', () => {
  const cells = ['=1+1', '+1', '-1', '@sum', '\tx', '\rx', 'a=1', "'=1", { number: '-5' }, { number: 7 }];
  const [, row] = parse(
    csvText(
      cells.map((_, index) => `column ${index}`),
      [cells],
    ),
  ) as string[][];
  expect(row).toEqual(["'=1+1", "'+1", "'-1", "'@sum", "'\tx", "'\rx", 'a=1', "''=1", '-5', '7']);
});

test('any text comes back as it was', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', '\r', ' x ', ''));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const text = csvText(['a', 'b'], rows);
      const back = parse(text, { record_delimiter: ['\n', '\r\n'] }) as string[][];
      const neutral = (value: string) => (/^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value);
      expect(back.slice(1)).toEqual(rows.map((row) => row.map(neutral)));
    }),
  );
});
