import { expect, test } from 'vitest';
import { planStepWords } from './plan-step-words';

const on = (start: string, end: string | null = null) => ({
  plan_id: 'plan_1',
  start_date: `${start}T00:00:00.000Z`,
  end_date: end && `${end}T00:00:00.000Z`,
});

test.each([
  [null, on('2026-05-01'), 'Pro', 'begins', 'May 1, 2026'],
  [null, on('2026-05-01', '2026-08-01'), 'Pro', 'begins', 'May 1, 2026, until Jul 31, 2026'],
  [on('2026-01-01'), on('2026-01-01', '2026-05-01'), 'Pro', 'ends', 'Apr 30, 2026'],
  [on('2026-07-01'), null, 'Basic', 'does not begin', 'Jul 1, 2026'],
  [on('2026-07-01', '2026-08-01'), on('2026-05-01'), 'Pro', 'has other days', 'May 1, 2026, runs on'],
])('%j becomes %j: %s %s, %s', (from, to, plan, what, when) => {
  const step = { customer_name: 'Ada', from_plan_name: 'Basic', to_plan_name: 'Pro' };
  const change = { external_customer_id: 'ada', from, to };
  expect(planStepWords({ ...step, change }, 'UTC')).toEqual({ plan, what, when });
});
