import { expect, test } from 'vitest';
import { columnsInWords } from './columns-in-words';

const named = (count: number) => Array.from({ length: count }, (_, index) => `a_rather_long_column_name_${index}`);

test('few columns are all named', () => {
  expect(columnsInWords(['a', 'b'])).toBe('a, b');
  expect(columnsInWords([''])).toBe('');
});

test('of many, whole names are told and how many are left', () => {
  expect(columnsInWords(named(300))).toBe(`${named(6).join(', ')} and 294 more`);
  expect(columnsInWords(Array.from({ length: 1500 }, () => 'x'))).toMatch(/^x(, x){11} and 1,488 more$/);
});

test('a name that fits no sentence is cut, and says so', () => {
  expect(columnsInWords(['c'.repeat(5000), 'b'])).toBe(`${'c'.repeat(200)}… and 1 more`);
});
