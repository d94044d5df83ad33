import { expect, test } from 'vitest';
import type { FigureColumn } from './chart-cells';
import type { ChartSeries } from './chart-series';
import { columnsOnSheets, seriesOnPaper } from './paper-columns';

const column = (id: string): FigureColumn => ({ id, header: id, values: [], kind: 'amount' });
const sheets = (widths: Record<string, number>) =>
  columnsOnSheets(Object.keys(widths).map(column), ({ id }) => widths[id] ?? 0).map((sheet) =>
    sheet.map(({ id }) => id),
  );

test('columns that fit a sheet stay together, others go on below', () => {
  expect(sheets({ a: 8, b: 8, c: 8, total: 8 })).toEqual([['a', 'b', 'c', 'total']]);
  expect(sheets({ a: 11.5, b: 11.5, c: 11.5, d: 11.5, total: 11.5 })).toEqual([
    ['a', 'b', 'c'],
    ['d', 'total'],
  ]);
  expect(sheets({ a: 40, b: 8 })).toEqual([['a'], ['b']]);
  expect(sheets({})).toEqual([]);
});

test('a few series are all printed, hundreds as the chart folds them', () => {
  const named = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `${index}` }) as ChartSeries);
  const drawn = named(8);
  expect(seriesOnPaper({ all: named(12), drawn })).toHaveLength(12);
  expect(seriesOnPaper({ all: named(200), drawn })).toBe(drawn);
});
