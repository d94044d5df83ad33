import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { rejectedRowsCsv } from './rejected-rows';

test('reads back as CSV, and no cell starts a formula', () => {
  const csv = rejectedRowsCsv([
    { line: 3, column: 'timestamp', value: 'yes"ter\nday', message: 'Please give a date, and a time' },
    { line: 4, column: null, value: '=1+1', message: 'no' },
  ]);
  expect(parse(csv)).toEqual([
    ['line', 'column', 'value', 'error'],
    ['3', 'timestamp', 'yes"ter\nday', 'Please give a date, and a time'],
    ['4', '', "'=1+1", 'no'],
  ]);
});
