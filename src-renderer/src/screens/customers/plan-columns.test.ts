import { expect, test } from 'vitest';
import { cellAfterKey } from './plan-columns';

const press = (key: string, keys: { ctrlKey?: boolean; shiftKey?: boolean } = {}) =>
  cellAfterKey(
    { key, ctrlKey: false, metaKey: false, shiftKey: false, ...keys },
    { row: 5, column: 2 },
    { rows: 8, page: 20 },
  );

test.each([
  ['ArrowDown', {}, [6, 2]],
  ['ArrowUp', {}, [4, 2]],
  ['ArrowLeft', {}, [5, 1]],
  ['ArrowRight', {}, [5, 3]],
  ['ArrowDown', { ctrlKey: true }, [7, 2]],
  ['PageUp', {}, [0, 2]],
  ['PageDown', {}, [7, 2]],
  ['Home', {}, [5, 0]],
  ['End', { ctrlKey: true }, [7, 6]],
])('%s %j', (key, keys, [row, column]) => {
  expect(press(key, keys)).toEqual({ row, column });
});

test('other keys lead nowhere', () => {
  expect(press('a')).toBe(null);
  expect(press('Enter')).toBe(null);
});
