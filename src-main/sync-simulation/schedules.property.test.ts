import { test } from 'vitest';
import { checkSchedules, timeoutMs } from './check-schedules';

test('random schedules of edits, faults and kills end with everybody having the same', { timeout: timeoutMs }, () =>
  checkSchedules(0, 'schedules'),
);
