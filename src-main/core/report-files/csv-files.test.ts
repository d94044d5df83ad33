import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openCsvFiles } from './csv-files';
import { madePlaces } from './made-places';
import { partialOf } from './partial-place';
import { testFolder } from './test-report';

const folder = testFolder();
afterAll(() => folder.remove());

test('a name that the file system says is taken is given up for another, and no file gets the rows of two', () => {
  const path = folder.in('by-customer');
  const files = openCsvFiles(path, ['n'], 'customer', madePlaces(null));
  // As a file system does that takes "Anna" and this name for one.
  writeFileSync(`${partialOf(path)}/Anna.csv`, 'of another');
  const row = (line: string) => ({ line, customer: { id: 'a', name: 'Anna' }, group: { id: '', name: '' } });
  files.write([row('1')]);
  // More than is kept, so that it is begun and appended to.
  files.write([row('2'.repeat(1 << 20))]);
  files.write([row('3')]);
  expect(files.finish()).toBe(1);
  expect(readdirSync(path).sort()).toEqual(['Anna (2).csv', 'Anna.csv']);
  expect(readFileSync(`${path}/Anna.csv`, 'utf8')).toBe('of another');
  expect(readFileSync(`${path}/Anna (2).csv`, 'utf8')).toBe(`n\n1\n${'2'.repeat(1 << 20)}\n3\n`);
});
