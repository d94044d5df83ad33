import { expect, test } from 'vitest';
import { copiedWords } from './copied-words';

test('a copy that left customers out says how many there are', () => {
  expect(copiedWords(3, 3)).toBe('Copied the comparison as a table');
  expect(copiedWords(1000, 5000)).toBe('Copied the first 1,000 of 5,000 rows as a table. Export CSV takes them all.');
});
