import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { rejectedLines, rejectedRowsFile, rejectedRowsList } from './rejected-rows';

test('reads back as CSV, and no cell starts a formula', () => {
  const csv = rejectedRowsList([
    { line: 3, column: 'timestamp', value: 'yes"ter\nday', message: 'Please give a date, and a time' },
    { line: 4, column: null, value: '=1+1', message: 'no' },
  ]);
  expect(parse(csv)).toEqual([
    ['line', 'column', 'value', 'error'],
    ['3', 'timestamp', 'yes"ter\nday', 'Please give a date, and a time'],
    ['4', '', "'=1+1", 'no'],
  ]);
});

const wrong = (line: number, ...cells: string[]) => ({ line, column: null, value: null, message: 'Not so, no', cells });

test('the rows themselves are saved under their own columns', () => {
  const csv = rejectedRowsFile(['id', 'Plan "x"'], [wrong(3, 'a', 'b,c'), wrong(9, 'd', 'e', 'too many')]);
  expect(parse(csv, { relax_column_count: true })).toEqual([
    ['line', 'error', 'id', 'Plan "x"'],
    ['3', 'Not so, no', 'a', 'b,c'],
    ['9', 'Not so, no', 'd', 'e', 'too many'],
  ]);
});

test('a cell that a spreadsheet would run is neutralised in the way the imports read back', () => {
  expect(parse(rejectedRowsFile(['id', 'n'], [wrong(3, '=a', '-5')]))).toEqual([
    ['line', 'error', 'neutralised', 'id', 'n'],
    ['3', 'Not so, no', '1', "'=a", "'-5"],
  ]);
  const event = rejectedRowsFile(['event_name', 'properties.n'], [wrong(3, '@a', '-5')]);
  expect(parse(event)[1]).toEqual(['3', 'Not so, no', '1', "'@a", '-5']);
  // What says so itself is as it stands, and what does not is told there.
  const header = ['id', 'properties.n', 'neutralised'];
  const rows = [
    wrong(2, "'=a", '', '1'),
    wrong(3, '=a', '-5', ''),
    wrong(4, '=a', '', '1'),
    wrong(5, '=b'),
    wrong(6, 'a', '', ''),
  ];
  expect(parse(rejectedRowsFile(header, rows)).map((cells: string[]) => cells.slice(2))).toEqual([
    header,
    ["'=a", '', '1'],
    ["'=a", '-5', '1'],
    ["'=a", '', '1'],
    ["'=b", '', '1'],
    ['a', '', ''],
  ]);
  const long = parse(rejectedRowsFile(['id'], [wrong(3, 'a', '=b')]), { relax_column_count: true });
  expect(long[1]).toEqual(['3', 'Not so, no', '1', 'a', "'=b"]);
  expect(parse(rejectedRowsFile(['id', 'Neutralised'], [wrong(3, "'=a", '1')]))).toEqual([
    ['line', 'error', 'id', 'Neutralised'],
    ['3', 'Not so, no', "'=a", '1'],
  ]);
});

test('rows that are refused once more are marked anew, and a column of the name of a mark is kept, each once', () => {
  const again = rejectedRowsFile(['line', 'error', 'id'], [wrong(2, '9', 'once wrong', 'a')]);
  expect(parse(again)).toEqual([
    ['line', 'error', 'id'],
    ['2', 'Not so, no', 'a'],
  ]);
  expect(parse(rejectedRowsFile(['id', 'Line'], [wrong(2, 'a', 'X7')]))).toEqual([
    ['error', 'id', 'Line'],
    ['Not so, no', 'a', 'X7'],
  ]);
});

test('lines of JSON are saved as lines of JSON, every digit as it was, with what is wrong before each', () => {
  const text = rejectedLines([
    wrong(2, ' {"event_name":"used","properties":{"n":1.100000000000000000001}} '),
    wrong(3, '{}'),
    wrong(4, '{"line":9,"error":"once \\" wrong","event_name":"x"}'),
    wrong(5, '{"event_name": no'),
    { line: 6, column: null, value: null, message: 'Too long to be kept' },
  ]);
  expect(text).toBe(
    [
      '{"line":2,"error":"Not so, no","event_name":"used","properties":{"n":1.100000000000000000001}}',
      '{"line":3,"error":"Not so, no"}',
      '{"line":4,"error":"Not so, no","event_name":"x"}',
      '{"event_name": no',
      '',
    ].join('\n'),
  );
});
