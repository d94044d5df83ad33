import { markKey } from '@shared/rules/sync/operation-mark';
import { expect, test } from 'vitest';
import { keyError, newRow, recordOf, rowsOf } from './metadata-rows';

const marked = { tier: 'gold', [markKey]: 'op_1' };

test('the mark of syncing is not among the rows, and survives every edit of the others', () => {
  const rows = rowsOf(marked);
  expect(rows.map(({ key, value }) => [key, value])).toEqual([['tier', 'gold']]);
  expect(recordOf([], marked)).toEqual({ [markKey]: 'op_1' });
  expect(recordOf([...rows, newRow(' region ', 'eu'), newRow('', 'lost')], marked)).toEqual({
    ...marked,
    region: 'eu',
  });
  expect(recordOf(rows, { tier: 'gold' })).toEqual({ tier: 'gold' });
});

test('a key is needed, is there once, and is never that of the mark', () => {
  const rows = [newRow('a', '1'), newRow(' a', '2'), newRow('', '3'), newRow(`${markKey} `, '4'), newRow()];
  expect(rows.map((row) => keyError(rows, row))).toEqual([
    'This key is there twice.',
    'This key is there twice.',
    'A value needs a key.',
    'This key is used by syncing.',
    null,
  ]);
});
