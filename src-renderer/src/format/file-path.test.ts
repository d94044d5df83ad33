import { expect, test } from 'vitest';
import { pathParts } from './file-path';

test.each([
  ['/home/ada/usage 2026.csv', '/home/ada/', 'usage 2026.csv'],
  ['C:\\Finance\\usage.csv', 'C:\\Finance\\', 'usage.csv'],
  ['C:\\Finance/usage.csv', 'C:\\Finance/', 'usage.csv'],
  ['usage.csv', '', 'usage.csv'],
])('%s has its folders and its name', (path, folders, name) => {
  expect(pathParts(path)).toEqual({ folders, name });
});
