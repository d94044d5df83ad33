import { withBillingAnchor } from '@shared/rules/anchored-months';
import { type Commitment, type CommittedCost, compileCommitment } from '@shared/rules/commitment';
import { flat } from '@shared/rules/pricing-cases';
import { costDigits, toScaled } from '@shared/rules/scaled-decimal';
import { compilePrice } from '@shared/rules/scaled-pricing';
import { calendarOf, type WindowSizeName } from '@shared/rules/windows';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportBuckets } from '../reports/report-buckets';
import type { Charge } from './charges';
import { oneWindow, type ToldWindows, windowsOfSize } from './told-windows';
import { underWindowedCommitment } from './windowed-commitment';

const minute = 60_000;
const day = 24 * 60 * minute;
const zones = ['UTC', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'America/Sao_Paulo'];

const commitment: Commitment = {
  type: 'amount',
  amount: '10',
  quantity: null,
  duration: null,
  overage_factor: '2',
  true_up_enabled: true,
  is_windowed: true,
};
const price = compilePrice(flat('1'));
const apply = compileCommitment(commitment, price);

type Used = Parameters<typeof underWindowedCommitment>[0];
type Cut = Parameters<typeof underWindowedCommitment>[2];

/** Bucket after bucket, and what each adds to its window. */
function walked(used: Used, { size, windowing, windowOf }: Cut, { from, to }: { from: number; to: number }) {
  const windows = new Map<number | null, CommittedCost>();
  function book(window: number | null, { utilized, overage, true_up }: CommittedCost) {
    const known = windows.get(window) ?? { utilized: 0n, overage: 0n, true_up: 0n };
    windows.set(window, {
      utilized: known.utilized + utilized,
      overage: known.overage + overage,
      true_up: known.true_up + true_up,
    });
  }
  for (const { window, cost } of used) book(window, apply(cost));
  const known = new Set(used.map(({ start }) => start));
  for (let at = from; at < to; at = windowing.nextStart(size, at)) {
    if (!known.has(windowing.startOf(size, at))) book(windowOf(at), apply(0n));
  }
  windows.delete(null);
  return windows;
}

/** A few hundred buckets at most, so that walking takes no time; windows longer and shorter. */
const sizes: readonly [bucket: WindowSizeName, span: number, windows: readonly (WindowSizeName | null)[]][] = [
  ['MINUTE', day / 4, ['MINUTE', '15MIN', 'HOUR', 'DAY', null]],
  ['15MIN', 3 * day, ['15MIN', '30MIN', '3HOUR', 'DAY', null]],
  ['30MIN', 6 * day, ['HOUR', '12HOUR', 'DAY', null]],
  ['HOUR', 12 * day, ['HOUR', '6HOUR', 'DAY', 'WEEK', null]],
  ['3HOUR', 30 * day, ['6HOUR', 'DAY', 'WEEK', 'MONTH', null]],
  ['6HOUR', 60 * day, ['12HOUR', 'DAY', 'MONTH', null]],
  ['12HOUR', 120 * day, ['12HOUR', 'WEEK', 'MONTH', null]],
  ['DAY', 300 * day, ['12HOUR', 'DAY', 'WEEK', 'MONTH', null]],
  ['WEEK', 2000 * day, ['DAY', 'WEEK', 'MONTH', null]],
  ['MONTH', 4000 * day, ['WEEK', 'MONTH', null]],
];

/** Around changes of clocks, a skipped day and a skipped midnight. */
const around = [
  '2026-03-08T07:00Z',
  '2026-11-01T06:00Z',
  '2026-04-04T15:00Z',
  '2026-10-03T15:30Z',
  '2011-12-30T10:00Z',
  '2017-10-15T03:00Z',
].map((text) => Date.parse(text));

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyCase = fc.record({
  zone: fc.constantFrom(...zones),
  sizes: fc.constantFrom(...sizes),
  pick: fc.nat(10),
  moment: fc.constantFrom(...around),
  before: share,
  length: share,
  grain: fc.constantFrom(1, 7 * minute, 15 * minute, day),
  anchor: fc.option(fc.constantFrom('2026-01-31T09:00:00Z', '2025-07-15T00:00:00Z')),
  events: fc.array(fc.record({ at: share, cost: fc.integer({ min: 0, max: 30 }) }), { maxLength: 12 }),
});

test.each<[string, 'analytics' | 'report']>([
  ['the windows of analytics', 'analytics'],
  ['those of a report, which has a zone and a range of its own', 'report'],
])('unused buckets are counted as they are walked, in %s', (_what, kind) => {
  fc.assert(
    fc.property(anyCase, fc.constantFrom(...zones), (given, reportZone) => {
      const [size, span, told] = given.sizes;
      const from = Math.floor((given.moment - given.before * span) / given.grain) * given.grain;
      const to = from + Math.floor(given.length * 2 * span);
      const calendar = calendarOf(given.zone);
      const windowing = given.anchor === null ? calendar : withBillingAnchor(calendar, Date.parse(given.anchor));
      const windowSize = told[given.pick % told.length] ?? null;

      function reportWindows(): Pick<Cut, 'windowOf' | 'nextWindow'> {
        const range = { from: from + Math.floor(span / 10), to: to - Math.floor(span / 7) };
        const windows = windowSize ? calendarOf(reportZone).windowStarts(windowSize, range.from, range.to) : [];
        const windowings = { ofCharge: () => windowing, ofCustomer: () => windowing };
        return reportBuckets({ ...range, windows, byWindowCommitment: true }, windowings).ofCharge({ from } as Charge);
      }
      const ofSize: ToldWindows = windowSize ? windowsOfSize(windowing, windowSize) : oneWindow;
      const cut: Cut = { size, windowing, ...(kind === 'report' ? reportWindows() : ofSize) };

      const used = new Map<number, Used[number]>();
      for (const { at, cost } of to > from ? given.events : []) {
        const start = windowing.startOf(size, from + Math.floor(at * (to - from - 1)));
        const window = cut.windowOf(Math.max(start, from));
        used.set(start, { start, window, cost: toScaled(String(cost), costDigits) });
      }
      const { windows, ...total } = underWindowedCommitment([...used.values()], price, cut, { commitment, from, to });
      const expected = walked([...used.values()], cut, { from, to });
      expect(new Map([...windows].sort())).toEqual(new Map([...expected].sort()) as Map<number, CommittedCost>);
      const sum = (part: keyof CommittedCost) => [...expected.values()].reduce((all, cost) => all + cost[part], 0n);
      expect(total).toEqual({ utilized: sum('utilized'), overage: sum('overage'), true_up: sum('true_up') });
    }),
    { numRuns: 400 },
  );
});

test('minutes that nobody used up to the end of time are as many steps as there are windows', () => {
  const calendar = calendarOf('America/New_York');
  let asked = 0;
  const ask = <T>(answer: T): T => {
    asked += 1;
    return answer;
  };
  const windowing = {
    zone: calendar.zone,
    startOf: (size: WindowSizeName, at: number) => ask(calendar.startOf(size, at)),
    nextStart: (size: WindowSizeName, at: number) => ask(calendar.nextStart(size, at)),
    countWindows: (size: WindowSizeName, from: number, to: number) => ask(calendar.countWindows(size, from, to)),
  };
  const from = Date.parse('2026-01-01T00:00:00Z');
  const to = Date.parse('9999-01-01T00:00:00Z');
  const minutes = BigInt((to - from) / minute);
  const { true_up } = underWindowedCommitment(
    [],
    price,
    { size: 'MINUTE', windowing, ...oneWindow },
    { commitment, from, to },
  );
  expect(true_up).toBe(apply(0n).true_up * minutes);
  expect(asked).toBeLessThan(10);
  asked = 0;
  const year = { from, to: Date.parse('2027-01-01T00:00:00Z') };
  const months = windowsOfSize(calendar, 'MONTH');
  const { windows } = underWindowedCommitment(
    [],
    price,
    { size: 'MINUTE', windowing, ...months },
    { commitment, ...year },
  );
  expect(windows.size).toBe(13);
  expect(asked).toBeLessThan(40);
});
