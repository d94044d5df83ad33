import type { ExplainWalk, Explanation } from '@shared/entities/report';
import { describe, expect, test } from 'vitest';
import {
  bucketName,
  bucketZoneText,
  countedName,
  cutText,
  explanationText,
  quantityText,
  versionText,
  walkText,
  zoneText,
} from './explanation-text';

const kolkata = 'Asia/Kolkata';
const price = {
  version: { number: 2, count: 3 },
  price_from: '2026-02-28T18:30:00.000Z',
  price_to: '2026-03-31T03:30:00.000Z',
} as Explanation;
const walk = {
  customer_name: 'Fjord',
  part: '',
  event_count: 1,
  total_usage: '31451.5',
  total_cost: '3',
  cuts: [{ edge: 'end', at: '2026-03-07T18:30:00.000Z', reason: 'subscription_cancelled' }],
  bucket_zone: null,
  steps: [{ sentence: '3 hours × $1 = $3' }],
  buckets: [],
  other_buckets: { count: 0, usage: '0', cost: '0' },
  commitment: { usage_cost: '3', added: '2', sentence: '$5 was committed to' },
  rounding: null,
} as unknown as ExplainWalk;
const hours = { unit_singular: 'hour', unit_plural: 'hours' };

describe('moments are told in the zone of the environment, a day that begins by its date alone', () => {
  test('of a version', () => {
    expect(versionText(price, kolkata)).toBe('Version 2 of 3, valid from Mar 1, 2026 until Mar 31, 2026, 9:00 AM.');
    expect(versionText({ ...price, price_to: null }, 'UTC')).toBe('Version 2 of 3, valid from Feb 28, 2026, 6:30 PM.');
  });

  test.each([
    ['start', 'subscription_began', 'Charged from Mar 8, 2026, when the subscription began.'],
    ['start', 'price_took_over', 'Charged from Mar 8, 2026, when this price took over.'],
    ['end', 'subscription_cancelled', 'Charged until Mar 8, 2026, when the subscription was cancelled.'],
    ['end', 'line_item_ended', 'Charged until Mar 8, 2026, when its line item ended.'],
  ] as const)('of a cut at the %s: %s', (edge, reason, text) => {
    expect(cutText({ edge, at: '2026-03-07T18:30:00.000Z', reason }, kolkata)).toBe(text);
  });
});

test('a quantity is told with its unit, as people write numbers', () => {
  expect(quantityText(walk, hours)).toBe('1 event came to 31,451.5 hours.');
});

test('the whole text names the zone once and shows no raw instant', () => {
  const text = explanationText(
    {
      ...price,
      currency: 'usd',
      feature_name: 'GPU',
      plan_name: 'Base',
      unit: 'hour',
      unit_plural: 'hours',
      total_usage: '31451.5',
      total_cost: '5',
      terms_sentences: ['$1 per hour'],
      meter_sentences: ['Every event counts as 1'],
      others: { count: 0 },
      walks: [walk],
    } as unknown as Explanation,
    kolkata,
  );
  expect(text.split('\n')).toEqual([
    'GPU on Base: 31,451.5 hours cost $5.00.',
    'Version 2 of 3, valid from Mar 1, 2026 until Mar 31, 2026, 9:00 AM.',
    '$1 per hour.',
    'Every event counts as 1.',
    'Fjord: 1 event came to 31,451.5 hours. Charged until Mar 8, 2026, when the subscription was cancelled. 3 hours × $1 = $3. $5 was committed to. Cost: $3.00.',
    'All times are those of Asia/Kolkata.',
  ]);
});

test('of a bucketed meter the text tells the buckets, as the screen does', () => {
  const bucket = { start_time: '2026-03-06T18:30:00.000Z', group: 'eu', usage: '2', cost: '1.005', steps: [] };
  const bucketed = {
    ...walk,
    cuts: [],
    steps: [],
    commitment: null,
    buckets: [bucket, { ...bucket, group: '' }],
    other_buckets: { count: 3, usage: '4', cost: '0.99' },
    rounding: { sentence: 'The windows come to $3, rounded once' },
  } as unknown as ExplainWalk;
  expect(walkText(bucketed, 'usd', hours, kolkata)).toBe(
    'Fjord: 1 event came to 31,451.5 hours. Mar 7, 2026, eu: 2 hours, $1.005. Mar 7, 2026: 2 hours, $1.005. 3 other buckets: $0.99. The windows come to $3, rounded once. Cost: $3.00.',
  );
});

test('buckets of a customer in another zone are told in that one, which is named', () => {
  const bucket = { start_time: '2026-03-08T05:00:00.000Z', group: '', usage: '2', cost: '1', steps: [] };
  const bucketed = {
    ...walk,
    cuts: [],
    steps: [],
    commitment: null,
    bucket_zone: 'America/New_York',
    buckets: [bucket],
  };
  const there = 'Buckets are those of the customer’s time zone, America/New_York, and begin at these times there:';
  expect(bucketZoneText(bucketed, kolkata)).toBe(there);
  expect(walkText(bucketed, 'usd', hours, kolkata)).toBe(
    `Fjord: 1 event came to 31,451.5 hours. ${there} Mar 8, 2026: 2 hours, $1.00. Cost: $3.00.`,
  );
  expect(zoneText([walk, bucketed], kolkata)).toBe('Times are those of Asia/Kolkata unless another zone is named.');
  expect(zoneText([bucketed], 'America/New_York')).toBe('All times are those of America/New_York.');
  expect(bucketZoneText(bucketed, 'America/New_York')).toBe('');
});

test('lines of a package price count packages, others the unit', () => {
  expect(countedName({ ...price, billing_model: 'PACKAGE', unit_plural: 'calls' })).toBe('Packages');
  expect(countedName({ ...price, billing_model: 'TIERED', unit_plural: 'calls' })).toBe('calls');
  expect(countedName({ ...price, billing_model: 'FLAT_FEE', unit_plural: '' })).toBe('Units');
});

test('an hour that begins a day shows its time beside other hours; days show their dates alone', () => {
  const names = (...begins: string[]) => {
    const buckets = begins.map((start_time) => ({ start_time, group: '' }));
    const of = { ...walk, bucket_zone: 'Asia/Tokyo', buckets } as ExplainWalk;
    return of.buckets.map((bucket) => bucketName(bucket, of, 'UTC'));
  };
  expect(names('2026-03-03T15:00:00Z', '2026-03-04T10:00:00Z')).toEqual([
    'Mar 4, 2026, 12:00 AM',
    'Mar 4, 2026, 7:00 PM',
  ]);
  expect(names('2026-03-03T15:00:00Z', '2026-03-04T15:00:00Z')).toEqual(['Mar 4, 2026', 'Mar 5, 2026']);
});
