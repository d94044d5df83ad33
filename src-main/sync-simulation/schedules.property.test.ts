import { test } from 'vitest';
import { checkSchedules } from './check-schedules';
import { schedules, seed } from './schedule-count';

test(
  `random schedules of edits, faults and kills end with everybody having the same (seed ${seed})`,
  {
    timeout: Math.max(600_000, schedules * 1000),
  },
  () => checkSchedules(schedules, seed),
);
