import { expect, test } from 'vitest';
import { between, zoomInto, zoomRange, zoomText } from './chart-zoom';
import { isolated, namesText, toggled } from './hidden-series';

const windows = ['a', 'b', 'c', 'd'];

test('a part of the chart survives the address', () => {
  const range = between(2, 1);
  expect(range).toEqual({ first: 1, last: 2 });
  expect(zoomRange(windows, zoomText(windows, range))).toEqual(range);
});

test('what is not a part of these windows zooms into nothing', () => {
  for (const text of [undefined, '', '~', 'a', 'c~b', 'a~d', 'x~b', 'b~x']) expect(zoomRange(windows, text)).toBeNull();
  expect(zoomRange(windows, 'd~d')).toEqual({ first: 3, last: 3 });
});

test('series of a part have the total of that part, exactly', () => {
  const series = {
    key: 'a',
    name: 'a',
    look: 0,
    values: ['1', '0.1', '0.2', '9'],
    total: '10.3',
    folded: [],
    standsFor: 1,
  };
  expect(zoomInto([series], { first: 1, last: 2 })).toEqual([{ ...series, values: ['0.1', '0.2'], total: '0.3' }]);
  expect(zoomInto([series], null)).toEqual([series]);
});

test('one series alone, and back again', () => {
  const series = [{ key: 'a' }, { key: 'b' }, { key: '' }];
  expect(toggled(new Set(['a']), 'a')).toEqual([]);
  expect(toggled(new Set(['a']), '')).toEqual(['a', '']);
  expect(isolated(series, new Set(), 'b')).toEqual(['a', '']);
  expect(isolated(series, new Set(['b']), 'b')).toEqual(['a', '']);
  expect(isolated(series, new Set(['a', '']), 'b')).toEqual([]);
});

test('names in a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e']].map((names) => namesText(names))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
    'a, b, c and 2 more',
  ]);
});
