import type { Job } from '@shared/entities/job';
import { expect, test } from 'vitest';
import { checkResult } from './usage-check-result';

const job: Job = {
  id: 'job_1',
  kind: 'usage_check',
  environment_id: 'env',
  state: 'done',
  title: 'Checking usage',
  done: 0,
  total: 3,
  unit: 'rows',
  started_at: '',
  finished_at: null,
  message: null,
  import: null,
};
const check = (events: number, differences_count: number) => ({ events, rows: 1, differences_count, differences: [] });

test.each([
  [{ usage_check: check(10_000_000, 0) }, 'info', '10,000,000 measured events recounted, everything agrees.'],
  [
    { usage_check: check(1, 1) },
    'danger',
    '1 measured event recounted: 1 value differs from the raw events. Rebuild to put them right.',
  ],
  [{ kind: 'rollup_rebuild' as const }, 'info', 'Usage of 3 meters was rebuilt from the raw events.'],
  [{ state: 'cancelled' as const, message: 'Stopped. Nothing was changed.' }, 'info', 'Stopped. Nothing was changed.'],
  [{ state: 'failed' as const, message: 'It broke.' }, 'danger', 'It broke.'],
])('%o reads %s %s', (fields, kind, text) => expect(checkResult({ ...job, ...fields })).toEqual({ kind, text }));

test('nothing is said while it runs', () => expect(checkResult({ ...job, state: 'running' })).toBeNull());
