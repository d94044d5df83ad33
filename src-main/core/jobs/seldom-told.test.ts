import type { DoorEvent } from '@shared/door';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seldomTold } from './seldom-told';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const changed = (environment_id: string, ...topics: ('plan' | 'price')[]): DoorEvent => ({
  type: 'changed',
  environment_id,
  topics,
});

test('tells of the first change at once, of those that follow together, and of the last ones when asked to', () => {
  const told: DoorEvent[] = [];
  const { publish, flush } = seldomTold((event) => told.push(event));
  publish(changed('env_1', 'plan'));
  expect(told).toEqual([changed('env_1', 'plan')]);
  publish(changed('env_1', 'plan'));
  publish(changed('env_1', 'price'));
  publish(changed('env_2', 'price'));
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(100);
  expect(told.slice(1)).toEqual([changed('env_1', 'plan', 'price'), changed('env_2', 'price')]);
  publish(changed('env_1', 'plan'));
  expect(told).toHaveLength(3);
  flush();
  flush();
  expect(told.slice(3)).toEqual([changed('env_1', 'plan')]);
  expect(vi.getTimerCount()).toBe(0);
});

test('after a pause a change is told at once again; what is no change is never held back', () => {
  const told: DoorEvent[] = [];
  const { publish } = seldomTold((event) => told.push(event));
  publish(changed('env_1', 'plan'));
  publish({ type: 'store_failed', message: 'gone' });
  expect(told).toHaveLength(2);
  vi.advanceTimersByTime(500);
  expect(vi.getTimerCount()).toBe(0);
  publish(changed('env_1', 'price'));
  expect(told).toHaveLength(3);
});
