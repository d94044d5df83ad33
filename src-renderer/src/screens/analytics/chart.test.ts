import type { Report, ReportSeries } from '@shared/entities/analytics';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelled, layOutChart, seriesNear, windowAt } from './chart-layout';
import { allSeries, drawnSeries, seriesBefore, sumOf, windowTotals } from './chart-series';
import type { ReportWindow } from './range-presets';
import { roundStep } from './window-label';

const series = (group_id: string | null, cost: string[], currency = 'usd'): ReportSeries => ({
  key: group_id ?? '',
  kind: group_id === null ? 'none' : 'group',
  stands_for: 1,
  group_id,
  name: group_id ?? '',
  currency,
  cost,
  usage: cost,
});
const reportOf = (...all: ReportSeries[]) => ({ group_by: 'group', series: all }) as Report;
const box = { width: 220, height: 120, left: 10, right: 10, top: 10, bottom: 10 };

describe('the series of the chart', () => {
  test('are one currency at a time, biggest first, "No group" last', () => {
    const report = reportOf(
      series(null, ['900', '0']),
      series('a', ['1', '2']),
      series('b', ['2', '2']),
      series('c', ['9', '9'], 'eur'),
    );
    const drawn = drawnSeries(allSeries(report, 'usd', 'cost'));
    expect(drawn.map((one) => [one.name, one.look, one.total])).toEqual([
      ['b', 0, '4'],
      ['a', 1, '3'],
      ['No group', 'none', '900'],
    ]);
  });

  test('fold what is beyond eight groups into "Other", never "No group"', () => {
    const groups = Array.from({ length: 10 }, (_, index) => series(`g${index}`, [String(100 - index), '0.1']));
    const drawn = drawnSeries(allSeries(reportOf(series(null, ['1', '1']), ...groups), 'usd', 'cost'));
    expect(drawn.map((one) => one.look)).toEqual([0, 1, 2, 3, 4, 5, 6, 'other', 'none']);
    expect(drawn[7]).toMatchObject({ name: 'Other (3 groups)', values: ['276', '0.3'], folded: ['g7', 'g8', 'g9'] });
  });

  test('eight groups are all drawn', () => {
    const groups = Array.from({ length: 8 }, (_, index) => series(`g${index}`, ['1']));
    expect(drawnSeries(allSeries(reportOf(...groups), 'usd', 'cost'))).toHaveLength(8);
  });

  test('folding changes no total', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 30n }).map((value) => `${value / 100n}.${(value % 100n) + 10n}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, cents), { maxLength: 30 }), (rows) => {
        const all = allSeries(reportOf(...rows.map((values, index) => series(`g${index}`, values))), 'usd', 'cost');
        expect(windowTotals(drawnSeries(all), 2)).toEqual(windowTotals(all, 2));
        expect(sumOf(drawnSeries(all).map((one) => one.total))).toEqual(sumOf(all.map((one) => one.total)));
      }),
    );
  });
});

describe('the period before', () => {
  const withBefore = (before: Report['series'], cost: string[]) =>
    ({
      ...reportOf(series('a', ['1', '2']), series('b', ['3', '4'])),
      windows: ['w1', 'w2'],
      previous: { series: before, totals: [{ currency: 'usd', total_cost: sumOf(cost), cost, usage: cost }] },
    }) as Report;
  const told = (report: Report) =>
    seriesBefore(report, drawnSeries(allSeries(report, 'usd', 'cost')), 'usd', 'cost').map((one) => [
      one.name,
      ...one.values,
    ]);

  test('belongs to the series of now, new ones had nothing', () => {
    expect(told(withBefore([series('a', ['5', '0.5'])], ['5', '0.5']))).toEqual([
      ['b', '0', '0'],
      ['a', '5', '0.5'],
    ]);
  });

  test('keeps what is no longer there, so that nothing is missing from its sum', () => {
    expect(told(withBefore([series('a', ['5', '0']), series('gone', ['2', '0.1'])], ['7', '0.1']))).toEqual([
      ['b', '0', '0'],
      ['a', '5', '0'],
      ['No longer there', '2', '0.1'],
    ]);
  });

  test('is nothing when it was not asked for', () => {
    expect(told({ ...reportOf(series('a', ['1'])), previous: null })).toEqual([]);
  });
});

describe('the layout', () => {
  const two = drawnSeries(allSeries(reportOf(series('a', ['60', '0']), series('b', ['40', '20'])), 'usd', 'cost'));

  test('stacks a window of one series on the other, one path per series', () => {
    const layout = layOutChart(two, 2, box);
    expect(layout.paths.map((path) => path.key)).toEqual(['a', 'b']);
    // 0 is at the bottom (110), 100 at the top (10): a takes 60 of it, b the 40 above.
    expect(layout.paths[0]?.d).toMatch(/^M[\d.]+ 110V50H[\d.]+V110Z$/);
    expect(layout.paths[1]?.d).toMatch(/^M[\d.]+ 50V10H[\d.]+V50ZM[\d.]+ 110V90H[\d.]+V110Z$/);
    expect(layout.ticks[0]).toEqual({ value: '0', y: 110 });
    expect(layout.ticks.at(-1)).toEqual({ value: '100', y: 10 });
  });

  test('a single window is a bar of bearable width in the middle', () => {
    const layout = layOutChart([...two].slice(0, 1), 1, { ...box, width: 1000 });
    expect(layout.bars).toEqual([{ x: expect.closeTo(464, 0), width: 72 }]);
  });

  test('lines pass each window at its amount, nothing stacked', () => {
    const layout = layOutChart(two, 2, box, { kind: 'lines' });
    expect(layout.form).toBe('lines');
    expect(layout.paths[0]?.d).toMatch(/^M[\d.]+,10L[\d.]+,110$/);
    expect(layout.ticks.at(-1)?.value).toBe('60');
    expect(layout.points.map((one) => one.at.map(({ y }) => Math.round(y)))).toEqual([
      [10, 110],
      [43, 77],
    ]);
  });

  test('a single window is a bar, also where lines were asked for', () => {
    expect(layOutChart(two, 1, box, { kind: 'lines' }).form).toBe('bars');
  });

  test('shares fill each window that has anything, whatever its sum', () => {
    const layout = layOutChart(two, 3, box, { kind: 'share' });
    expect(layout.ticks.map((tick) => tick.value)).toEqual(['0', '25', '50', '75', '100']);
    expect(layout.paths[0]?.d).toMatch(/^M[\d.]+ 110V50H[\d.]+V110Z$/);
    expect(layout.paths[1]?.d).toMatch(/^M[\d.]+ 50V10H[\d.]+V50ZM[\d.]+ 110V10H[\d.]+V110Z$/);
    expect(layOutChart(two, 3, box, { kind: 'share', before: two }).before).toEqual([]);
  });

  test('the period before is one outline around its bars, or a line per series, and fits in', () => {
    const [a] = two;
    if (!a) throw new Error('There are two series');
    const before = [{ ...a, values: ['200', '0'] }];
    const bars = layOutChart(two, 2, box, { before });
    expect(bars.ticks.at(-1)?.value).toBe('200');
    expect(bars.before.map((one) => one.d)).toEqual([expect.stringMatching(/^M[\d.]+ 110V10H[\d.]+V110Z$/)]);
    expect(layOutChart(two, 2, box, { kind: 'lines', before }).before.map((one) => one.key)).toEqual(['a']);
  });

  test('a height within a window finds the series drawn there', () => {
    const layout = layOutChart(two, 2, box);
    expect([100, 20].map((y) => seriesNear(layout, 0, y))).toEqual(['a', 'b']);
    expect(seriesNear(layOutChart([], 2, box), 0, 50)).toBeNull();
  });

  test('nothing to draw still has an axis', () => {
    const layout = layOutChart([], 3, box);
    expect(layout.paths).toEqual([]);
    expect(layout.ticks[0]?.value).toBe('0');
    expect(layout.ticks.every((tick) => /^\d+(\.\d+)?$/.test(tick.value))).toBe(true);
  });

  test('tiny amounts have ticks without noise', () => {
    const tiny = drawnSeries(allSeries(reportOf(series('a', ['0.000003'])), 'usd', 'cost'));
    expect(layOutChart(tiny, 1, box).ticks.map((tick) => tick.value)).toEqual([
      '0',
      '0.000001',
      '0.000002',
      '0.000003',
    ]);
  });
});

test('pointing finds the window under the pointer', () => {
  expect([9, 10, 109, 110, 209, 210].map((x) => windowAt(x, 2, box))).toEqual([null, 0, 0, 1, 1, null]);
  expect(windowAt(50, 0, box)).toBeNull();
});

test('labels keep their distance', () => {
  expect(labelled(4, 400, 80)).toEqual([0, 1, 2, 3]);
  expect(labelled(30, 400, 80)).toEqual([0, 6, 12, 18, 24]);
  expect(labelled(3, 10, 80)).toEqual([0]);
});

test('labels of windows shorter than a day stand at round times, zoomed or not', () => {
  const places = (size: ReportWindow, before: number) => ({
    roundStep: (step: number) => roundStep(size, step),
    before,
  });
  // 103 minutes would fit: two hours are round.
  expect(labelled(1440, 1080, 76, places('MINUTE', 0))).toEqual(Array.from({ length: 12 }, (_, hour) => hour * 120));
  expect(labelled(200, 400, 80, places('MINUTE', 65))).toEqual([55, 115, 175]);
  expect(labelled(3, 400, 80, places('MINUTE', 61))).toEqual([0, 1, 2]);
  // More than a day apart they stand at midnight.
  expect(labelled(744, 1080, 100, places('HOUR', 0))).toEqual([0, 96, 192, 288, 384, 480, 576, 672]);
});
