import { addDecimals, sumDecimals } from '@shared/decimal';
import type { Report } from '@shared/entities/analytics';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OracleReport, oracleReport } from './report-oracle';
import { anyQuestion, anyWorld, buildWorld, reportInputOf } from './report-world';

/** A report in the oracle's form: windows without usage left out, since the oracle only meets those with some. */
function comparable(report: Report): OracleReport {
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

const withoutZeros = (series: OracleReport['series']) =>
  Object.fromEntries(Object.entries(series).filter(([, { usage, cost }]) => usage !== '0' || cost !== '0'));

test('a report says what raw events, line items and prices say', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, fc.array(anyQuestion, { minLength: 5, maxLength: 5 }), async (world, questions) => {
      const built = await buildWorld(world);
      try {
        for (const question of questions) {
          const input = reportInputOf(built, question);
          const report = await built.core.call('report.usageByGroup', input);
          const expected = await oracleReport(built, input);
          if (!input.count_customers) for (const row of Object.values(expected.rows)) row.customers = 0;
          expect(comparable(report)).toEqual({ ...expected, series: withoutZeros(expected.series) });
          for (const group of report.groups) {
            expect(group.total_cost).toBe(sumDecimals(group.rows.map((row) => row.total_cost)));
          }
          await expectSameCsv(built.core, input, report);
        }
      } finally {
        await built.core.close();
      }
    }),
    { numRuns: 50 },
  );
});

type Core = Awaited<ReturnType<typeof buildWorld>>['core'];

/** The exports hold the numbers of the report, to the last digit. */
async function expectSameCsv({ call }: Core, input: ReturnType<typeof reportInputOf>, report: Report) {
  const breakdown = await call('report.exportBreakdown', input);
  const lines = parse(breakdown.csv, { columns: true }) as Record<string, string>[];
  expect(lines).toHaveLength(breakdown.row_count);
  const totals: Record<string, string> = {};
  for (const { currency = '', total_cost = '' } of lines) {
    totals[currency] = addDecimals(totals[currency] ?? '0', total_cost);
  }
  expect(totals).toEqual(Object.fromEntries(report.totals.map(({ currency, total_cost }) => [currency, total_cost])));

  const series = await call('report.exportSeries', input);
  const points = parse(series.csv, { columns: true }) as Record<string, string>[];
  expect(points.map((point) => point.cost)).toEqual(
    report.windows.flatMap((_, index) => report.series.map((one) => one.cost[index])),
  );
}
