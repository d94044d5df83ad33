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

test('letters as wide as they are high get the room they need, in the title too', () => {
  const wide = '東京リージョン使用量'.repeat(9);
  const facts = { ...factsOf('東京リージョンの使用量', 'ソウル 서울 首尔', wide, 'last'), title: `Cost by ${wide}` };
  const picture = chartPicture(facts, `${wide} ${wide}`);
  const texts = picture.items.flatMap((item) => (item.type === 'text' ? item : []));
  const wideLetter = /[\u3000-\u9fff\uac00-\ud7af]/;
  const least = (text: string, size: number) =>
    [...text].reduce((sum, letter) => sum + (wideLetter.test(letter) ? size : 0.4 * size), 0);
  const inside = texts.filter(({ anchor }) => anchor === 'start');
  for (const { x, text, size } of inside) expect(x + least(text, size), text).toBeLessThanOrEqual(picture.width - 24);
  const said = inside.map(({ text }) => text).join('');
  expect(said.split(wide)).toHaveLength(5);
  // No entry begins before the one at its left ends.
  for (const one of inside) {
    const next = inside.filter(({ x, y }) => y === one.y && x > one.x).toSorted((a, b) => a.x - b.x)[0];
    if (next) expect(one.x + least(one.text, one.size), one.text).toBeLessThan(next.x);
  }
  expect(inside.some((one) => inside.some(({ x, y }) => y === one.y && x > one.x))).toBe(true);
});
