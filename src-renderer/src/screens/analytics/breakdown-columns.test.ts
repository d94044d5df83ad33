import { expect, test } from 'vitest';
import { costPerUnit } from './breakdown-columns';

test.each([
  ['10', '4', '2.5'],
  ['0.003', '1000', '0.000003'],
  ['1', '3', '0.333333'],
  ['2', '3', '0.666667'],
  ['0.0000005', '1', '0.000001'],
  ['0', '7', '0'],
  ['5', '0', null],
  ['5', null, null],
])('%s for %s is %s a unit', (cost, usage, expected) => {
  expect(costPerUnit(cost, usage)).toBe(expected);
});
