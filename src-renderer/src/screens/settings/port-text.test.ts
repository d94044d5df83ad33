import { expect, test } from 'vitest';
import { parsePort } from './port-text';

test.each<[string, number | null]>([
  ['4780', 4780],
  [' 4780 ', 4780],
  ['1024', 1024],
  ['65535', 65_535],
  ['1023', null],
  ['65536', null],
  ['', null],
  ['80', null],
  ['-4780', null],
  ['4780.5', null],
  ['4e3', null],
  ['0x1000', null],
  ['4,780', null],
  ['999999999999', null],
])('“%s” is port %s', (text, port) => {
  expect(parsePort(text)).toBe(port);
});
