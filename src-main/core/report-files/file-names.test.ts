import { expect, test } from 'vitest';
import { freeFileName } from './file-names';

const nameOf = (text: string) => freeFileName(text, new Set());

test.each(['aux', 'aux.io', 'CON.tenant', 'con .x', 'com1.a.b', 'COM¹', 'lpt³.x', 'nul'])(
  'a device of Windows is no file name: %s',
  (text) => {
    expect(nameOf(text)).toBe(`_${text}.csv`);
  },
);

test.each(['auxiliary', 'console.io', 'com', 'lpt10'])('what only begins like one is: %s', (text) => {
  expect(nameOf(text)).toBe(`${text}.csv`);
});

test('a long name is cut to what every file system takes, never within a character', () => {
  for (const text of ['顧客'.repeat(60), '😀'.repeat(60), 'x'.repeat(300), 'é'.repeat(149)]) {
    const name = nameOf(text);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(154);
    expect(Buffer.byteLength(name)).toBeGreaterThan(150);
    expect(text.startsWith(name.slice(0, -'.csv'.length))).toBe(true);
    expect(name.isWellFormed()).toBe(true);
  }
});

test('names that some file system takes for one are two', () => {
  const taken = new Set<string>();
  const texts = ['ΟΔΟΣ', 'οδος', 'οδοσ', 'Anna', 'anna', 'e\u0301', '\u00e9'];
  expect(texts.map((text) => freeFileName(text, taken))).toEqual([
    'ΟΔΟΣ.csv',
    'οδος (2).csv',
    'οδοσ (3).csv',
    'Anna.csv',
    'anna (2).csv',
    'e\u0301.csv',
    '\u00e9 (2).csv',
  ]);
});
