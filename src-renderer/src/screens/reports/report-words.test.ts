import type { SavedReport } from '@shared/entities/saved-report';
import { expect, test } from 'vitest';
import { filterWords, placeText, scheduleText, weekdayName } from './report-words';

test('a schedule is said in words', () => {
  const at = { time: '06:30', weekday: 7, day: 31 };
  expect(scheduleText({ ...at, every: 'day' }, 'en-US')).toBe('Every day at 06:30');
  expect(scheduleText({ ...at, every: 'week' }, 'en-US')).toBe('Every Sunday at 06:30');
  expect(scheduleText({ ...at, every: 'month' }, 'en-US')).toBe('Monthly on day 31 at 06:30');
  expect(weekdayName(1, 'en-US')).toBe('Monday');
});

test('a report says what it is filtered by, whatever that is', () => {
  const none = { customer_ids: [], plan_ids: [], group_ids: [], feature_ids: [], sources: [], property_filters: {} };
  const words = (filters: object) =>
    filterWords({ ...none, currency: '', ...filters } as unknown as SavedReport['question']);
  expect(words({})).toBe('');
  expect(words({ sources: [''] })).toBe('sources');
  expect(words({ customer_ids: ['a'], property_filters: { region: ['eu'], zone: [] }, currency: 'usd' })).toBe(
    'customers, region and currency',
  );
});

test('only a run that is done was a download; one that was stopped wrote nothing', () => {
  expect(placeText({ state: 'done', message: null })).toBe('Download');
  expect(placeText({ state: 'cancelled', message: null })).toBe('Nothing was written');
  expect(placeText({ state: 'failed', message: 'The folder is gone.' })).toBe('The folder is gone.');
});
