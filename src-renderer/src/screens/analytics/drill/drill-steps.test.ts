import type { ReportGroup, ReportRow, UnchargedRow } from '@shared/entities/analytics';
import type { DrillRow, UnchargedCustomer } from '@shared/entities/report';
import { expect, test } from 'vitest';
import { linkOf, stepsOf } from './drill-link';
import {
  stepBelow,
  stepOfCost,
  stepOfEntry,
  stepOfRow,
  stepOfUncharged,
  stepOfWindow,
  stepToUnchargedEvents,
} from './drill-steps';

const question = {
  start_time: '2026-03-04T00:00:00.000Z',
  end_time: '2026-03-20T00:00:00.000Z',
  group_by: 'group',
  window_size: 'WEEK' as const,
  sources: ['api'],
};
const group = { key: 'g', kind: 'group', name: 'GPU', currency: 'usd' } as ReportGroup;
const row = { key: 'm', kind: 'feature', meter_id: 'm', name: 'LLM', price_ids: ['p'] } as ReportRow;

test('an entry leads to its features, a feature to its prices, with the filters of the report', () => {
  expect(stepOfEntry(question, group)).toMatchObject({
    level: 'features',
    scope: { sources: ['api'], currency: 'usd', start_time: question.start_time },
    where: { entry: { key: 'g', kind: 'group' } },
  });
  expect(stepOfRow(question, group, row)).toMatchObject({ level: 'prices', where: { meter_id: 'm' } });
  const feature = { ...group, key: 'f', kind: 'feature' as const };
  expect(stepOfEntry(question, feature)?.level).toBe('prices');
  expect(stepOfRow(question, feature, { ...row, kind: 'price', key: 'p' })).toMatchObject({
    level: 'customers',
    where: { price_id: 'p' },
  });
});

test('what is not told apart cannot be opened', () => {
  expect(stepOfEntry(question, { ...group, kind: 'other' })).toBeNull();
  expect(stepOfCost(question, { ...group, kind: 'other' }, row)).toBeNull();
});

test('one price is explained at once, of several one chooses', () => {
  expect(stepOfCost(question, group, row)).toMatchObject({ level: 'explanation', where: { price_id: 'p' } });
  expect(stepOfCost(question, group, { ...row, price_ids: ['p', 'q'] })?.level).toBe('prices');
});

test('a window is that of the chart, cut to the range', () => {
  const report = {
    ...question,
    windows: ['2026-03-02T00:00:00.000Z', '2026-03-09T00:00:00.000Z', '2026-03-16T00:00:00.000Z'],
  };
  const range = (start: string) => {
    const { scope } = stepOfWindow(question, report, start, 'usd', 'w', null);
    expect(scope.of_range).toEqual({ start_time: report.start_time, end_time: report.end_time });
    return [scope.start_time, scope.end_time].map((time) => time.slice(8, 10));
  };
  expect(report.windows.map(range)).toEqual([
    ['04', '09'],
    ['09', '16'],
    ['16', '20'],
  ]);
});

test('every level leads to the next, events to nothing', () => {
  const below = {
    name: 'x',
    meter_id: 'm',
    price_id: 'p',
    line_item_id: 'l',
    plan_name: '',
    currency: 'usd',
  } as DrillRow;
  const levels: string[] = [];
  for (let step = stepOfEntry(question, group); step; step = stepBelow(step, below)) levels.push(step.level);
  expect(levels).toEqual(['features', 'prices', 'customers', 'events']);
});

test('usage that is not charged leads to its customers, and a customer to its events, by way of the address too', () => {
  const without = { meter_id: 'm', name: 'LLM' } as UnchargedRow;
  const customers = stepOfUncharged(question, without);
  const events = stepToUnchargedEvents(customers, { name: '', external_customer_id: 'acme' } as UnchargedCustomer);
  expect(events).toMatchObject({
    label: 'acme',
    level: 'uncharged_events',
    scope: { sources: ['api'] },
    where: { meter_id: 'm', feature_name: 'LLM', external_customer_id: 'acme' },
  });
  const link = JSON.parse(JSON.stringify(linkOf([customers, events], question)));
  expect(stepsOf(link, question).map(({ level, where }) => ({ level, where }))).toEqual([
    { level: 'uncharged', where: customers.where },
    { level: 'uncharged_events', where: events.where },
  ]);
});
