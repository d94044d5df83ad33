import type { InputOf } from '@shared/contract';
import { addDecimals, sumDecimals } from '@shared/decimal';
import type { Report } from '@shared/entities/analytics';
import { toInstant } from '@shared/instant';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { exportTo, readRows, testFolder } from '../report-files/test-report';
import type { TestCore } from '../test-core';
import { anyCommittedWorld, anyRange } from './any-world';
import type { BuiltWorld } from './build-world';
import { timeout, tryCases } from './cases';
import { type PlainReport, plainReport } from './plain-report';

const folder = testFolder();
afterAll(folder.remove);

/** Filters name customers, plans, groups and features by their place in the world. */
const anyQuestion = fc.noBias(
  fc.record({
    window_size: fc.constantFrom('HOUR', 'DAY', 'WEEK', 'MONTH'),
    range: anyRange,
    customers: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }),
    ),
    plans: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.constantFrom([0], [1])),
    groups: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.constantFrom([null], [0, 1], [2, null])),
    features: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
    ),
    count_customers: fc.boolean(),
  }),
);
type Question = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never;

function inputOf(built: BuiltWorld, { range, window_size, ...question }: Question): InputOf<'report.usageByGroup'> {
  const idsAt = (ids: readonly string[], places: readonly (number | null)[]) =>
    places.map((place) => (place === null ? '' : (ids[place] ?? 'nobody')));
  return {
    start_time: toInstant(built.begins + range.from),
    end_time: toInstant(built.begins + range.to),
    window_size,
    customer_ids: idsAt(built.customers, question.customers),
    plan_ids: idsAt(built.plans, question.plans),
    group_ids: idsAt(built.groups, question.groups),
    feature_ids: idsAt(built.features, question.features),
    count_customers: question.count_customers,
  };
}

/** Windows without usage are left out of both, since raw events only tell of those with some. */
const withoutZeros = (series: PlainReport['series']) =>
  Object.fromEntries(Object.entries(series).filter(([, { usage, cost }]) => usage !== '0' || cost !== '0'));

function comparable(report: Report): PlainReport {
  const rows = report.groups.flatMap((group) =>
    group.rows.map((row) => [
      `${group.currency} / ${group.group_id ?? ''} / ${row.meter_id}`,
      { usage: row.total_usage, cost: row.total_cost, events: row.event_count, customers: row.customer_count ?? 0 },
    ]),
  );
  const series = report.series.flatMap((one) =>
    report.windows.map((window, index) => [
      `${one.currency} / ${one.group_id ?? ''} / ${window}`,
      { usage: one.usage[index] ?? '', cost: one.cost[index] ?? '' },
    ]),
  );
  return {
    rows: Object.fromEntries(rows),
    series: withoutZeros(Object.fromEntries(series)),
    totals: Object.fromEntries(report.totals.map(({ currency, total_cost }) => [currency, total_cost])),
    uncharged: Object.fromEntries(
      report.uncharged.map((row) => [row.meter_id, { usage: row.total_usage, events: row.event_count }]),
    ),
  };
}

test('a report says what raw events, line items and prices say', { timeout }, () =>
  tryCases(
    0.4,
    anyQuestion,
    async (question, built, facts) => {
      const input = inputOf(built, question);
      const report = await built.core.call('report.usageByGroup', input);
      const expected = plainReport(facts, input);
      if (!input.count_customers) for (const row of Object.values(expected.rows)) row.customers = 0;
      expect(comparable(report)).toEqual({ ...expected, series: withoutZeros(expected.series) });
      for (const group of report.groups) {
        expect(group.total_cost).toBe(sumDecimals(group.rows.map((row) => row.total_cost)));
      }
      await expectSameFiles(built.core, input, report);
    },
    anyCommittedWorld,
  ),
);

/** The files hold the numbers of the report, to the last digit. */
async function expectSameFiles(core: TestCore, input: InputOf<'report.usageByGroup'>, report: Report) {
  const rowsOf = async (kind: 'breakdown' | 'series') => {
    const path = folder.in(`${kind}.csv`);
    const job = await exportTo(core, { ...input, kind }, { path, kind: 'file' });
    expect(job.state).toBe('done');
    const rows = readRows(path);
    expect(rows).toHaveLength(job.export?.rows ?? -1);
    return rows;
  };
  const totals: Record<string, string> = {};
  for (const { currency = '', total_cost = '' } of await rowsOf('breakdown')) {
    totals[currency] = addDecimals(totals[currency] ?? '0', total_cost);
  }
  expect(totals).toEqual(Object.fromEntries(report.totals.map(({ currency, total_cost }) => [currency, total_cost])));
  expect((await rowsOf('series')).map((point) => point.cost)).toEqual(
    report.windows.flatMap((_, index) => report.series.map((one) => one.cost[index])),
  );
}
