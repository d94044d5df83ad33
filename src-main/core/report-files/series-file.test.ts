import { reportFileInput } from '@shared/entities/report-file';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../deps';
import { type TestCore, testCore } from '../test-core';
import { planFile } from './plan-file';
import { seriesFile } from './series-file';

let core: TestCore;
beforeAll(async () => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
  await core.call('sample.load', {});
});
afterAll(() => core.close());

const rowsOf = (asked: object, held: number, byCustomer = false) => {
  const input = reportFileInput.parse({
    kind: 'series',
    start_time: '2026-02-17T05:00:00Z',
    end_time: '2026-04-01T00:00:00Z',
    ...asked,
  });
  const call = { deps: { store: core.store } as Deps, context: { environment_id: core.environment_id } };
  const { batches, steps } = seriesFile(input, call, byCustomer, held);
  const done: number[] = [];
  const lines = [...batches()].flatMap((batch) => {
    done.push(batch.done);
    return batch.rows.map(({ line }) => line);
  });
  expect(done.at(-1)).toBeCloseTo(steps);
  expect(done.toSorted((a, b) => a - b)).toEqual(done);
  return lines;
};

test.each([
  ['group', 'WEEK'],
  ['feature', 'DAY'],
  ['plan', '12HOUR'],
  ['source', 'WEEK'],
  ['properties.region', 'MONTH'],
])('a series by %s and %s says the same, however little of it may be held', (group_by, window_size) => {
  const whole = rowsOf({ group_by, window_size }, 300_000);
  expect(whole.length).toBeGreaterThan(2);
  for (const held of [1, 7, 40]) expect(rowsOf({ group_by, window_size }, held)).toEqual(whole);
});

test('by customer as many rows come as ever, some customers at a time', () => {
  const asked = { group_by: 'customer', window_size: 'WEEK' };
  const whole = rowsOf(asked, 300_000);
  const entries = new Set(whole.map((line) => line.split(',')[3]));
  expect(entries.size).toBeGreaterThan(3);
  expect(rowsOf(asked, 20).toSorted()).toEqual(whole.toSorted());
});

test.each([
  ['properties.region', { group_by: 'properties.region', window_size: 'MONTH' }, ['properties.region']],
  ['source', { group_by: 'source', window_size: 'DAY' }, ['source']],
  ['group', { group_by: 'group', window_size: 'DAY' }, []],
  ['hours', { group_by: 'source', window_size: 'HOUR' }, []],
  ['another than a filter', { group_by: 'source', window_size: 'DAY', property_filters: { region: ['eu'] } }, []],
  ['a filter', { group_by: 'group', window_size: 'DAY', property_filters: { region: ['eu'] } }, ['properties.region']],
  [
    'two filters',
    { group_by: 'group', window_size: 'DAY', sources: ['api'], property_filters: { region: ['eu'] } },
    [],
  ],
])('what usage is told apart by in a file is kept from then on, where that would help: by %s', (_what, asked, told) => {
  const names: string[] = [];
  const deps = { store: core.store, asked: ({ name }) => names.push(name) } as Partial<Deps> as Deps;
  const range = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
  const input = reportFileInput.parse({ kind: 'series', ...range, ...asked });
  planFile(input, { deps, context: { environment_id: core.environment_id } });
  expect(names).toEqual(told);
});
