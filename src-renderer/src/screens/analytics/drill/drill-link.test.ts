import { expect, test } from 'vitest';
import { type DrillLink, linkOf, stepsOf } from './drill-link';
import { type DrillStep, scopeOf } from './drill-steps';

const question = {
  start_time: '2026-03-01T00:00:00.000Z',
  end_time: '2026-04-01T00:00:00.000Z',
  group_by: 'group',
  window_size: 'DAY' as const,
  sources: ['api'],
};
const steps: DrillStep[] = [
  {
    label: 'GPU',
    level: 'features',
    scope: scopeOf(question, 'usd'),
    where: { entry: { key: 'g', kind: 'group' } },
  },
  {
    label: 'LLM',
    level: 'prices',
    scope: scopeOf(question, 'usd'),
    where: { entry: { key: 'g', kind: 'group' }, meter_id: 'm' },
  },
];

test('an address leads to where it was taken, and follows the range of the report', () => {
  const link = JSON.parse(JSON.stringify(linkOf(steps, question))) as DrillLink;
  expect(stepsOf(link, question)).toEqual(steps);
  const later = { ...question, end_time: '2026-05-01T00:00:00.000Z' };
  expect(stepsOf(link, later).map(({ scope }) => scope.end_time)).toEqual([later.end_time, later.end_time]);
  expect(stepsOf(linkOf([], question), question)).toEqual([]);
});

test('a window of the chart stays that window', () => {
  const day = { start_time: '2026-03-02T00:00:00.000Z', end_time: '2026-03-03T00:00:00.000Z' };
  const of_range = { start_time: question.start_time, end_time: question.end_time };
  for (const window of [{ ...day, of_range }, day, { of_range }]) {
    const inWindow = steps.map((step) => ({ ...step, scope: { ...step.scope, ...window } }));
    expect(stepsOf(linkOf(inWindow, question), question)).toEqual(inWindow);
  }
});

test.each<[string, unknown, number]>([
  ['nothing', {}, 0],
  ['no list', { steps: 'x' }, 0],
  ['a level that is none', { steps: [{ label: 'x', level: 'moon', currency: '', where: {} }] }, 0],
  ['a place that is none', { steps: [{ label: 'x', level: 'prices', currency: '', where: { price_id: 7 } }] }, 0],
  ['a sound step before a broken one', { steps: [{ label: 'x', level: 'prices', currency: '', where: {} }, null] }, 1],
  ['days that are none', { start_time: 5, steps: [{ label: 'x', level: 'prices', currency: '', where: {} }] }, 0],
])('of an edited address: %s', (_name, link, count) => {
  expect(stepsOf(link as DrillLink, question)).toHaveLength(count);
});
