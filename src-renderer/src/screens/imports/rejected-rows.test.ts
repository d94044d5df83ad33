import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { rejectedRowsFile, rejectedRowsList } from './rejected-rows';

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
  // What says so itself is as it stands.
  expect(parse(rejectedRowsFile(['id', 'Neutralised'], [wrong(3, "'=a", '1')]))).toEqual([
    ['line', 'error', 'id', 'Neutralised'],
    ['3', 'Not so, no', "'=a", '1'],
  ]);
});
