import { test } from 'vitest';
import { checkSchedules, timeoutMs } from './check-schedules';

test('more random schedules end with everybody having the same', { timeout: timeoutMs }, () =>
  checkSchedules(1, 'more-schedules'),
);
