import { expect, test } from 'vitest';
import type { ChartFacts } from './chart-facts';
import { chartPicture } from './chart-picture';
import type { ChartSeries } from './chart-series';

const series = (name: string, look: number) => ({ key: name, name, look, values: ['1'], total: '1' }) as ChartSeries;
const factsOf = (...names: string[]) =>
  ({
    title: 'Cost by group',
    kind: 'bars',
    size: 'DAY',
    firstWindow: 0,
    series: names.map(series),
    before: [],
    windows: [{ short: 'Mar 1', full: 'Mar 1' }],
    windowWord: 'day',
    summary: '$3.00 in all.',
    apart: null,
    amountText: (amount: string) => `$${amount}`,
    partText: (amount: string) => amount,
    tickText: (value: string) => value,
  }) as unknown as ChartFacts;
const textsOf = (facts: ChartFacts) =>
  chartPicture(facts, 'Sandbox.').items.flatMap((item) => (item.type === 'text' ? item : []));

test('where windows do not add up to the whole the picture says so, as the page does', () => {
  const said = (facts: ChartFacts) =>
    textsOf(facts)
      .map(({ text }) => text)
      .join(' ');
  expect(said(factsOf('a'))).not.toContain('add up');
  expect(said({ ...factsOf('a'), apart: { windows: '5', range: '3' } })).toContain(
    'The windows add up to $5, the whole range costs $3.',
  );
});

test('a name longer than the picture is wide goes on in lines of its own, and none is lost', () => {
  const long = `${'word '.repeat(40)}${'x'.repeat(200)}`;
  const picture = chartPicture(factsOf('first', long, 'last'), 'Sandbox.');
  const texts = picture.items.flatMap((item) => (item.type === 'text' ? item : []));
  const legend = texts.slice(texts.findIndex(({ text }) => text === 'first'));
  expect(legend.map(({ text }) => text.replaceAll(' ', '')).join('')).toBe(`first${long.replaceAll(' ', '')}last`);
  for (const { x, text } of legend) expect(x + text.length * 7).toBeLessThan(picture.width);
  const heights = legend.map(({ y }) => y);
  expect(heights.toSorted((a, b) => a - b)).toEqual(heights);
  expect(new Set(heights).size).toBe(heights.length);
  expect(heights.at(-1)).toBeLessThan(picture.height);
});
