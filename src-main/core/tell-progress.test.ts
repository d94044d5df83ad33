import type { DoorEvent } from '@shared/door';
import { afterEach, expect, test, vi } from 'vitest';
import type { Deps } from './deps';
import { tellProgress } from './tell-progress';

const told: DoorEvent[] = [];
const deps = { publish: (event: DoorEvent) => told.push(event) } as Partial<Deps> as Deps;
const teller = (request_id?: string) =>
  tellProgress({ deps, context: { environment_id: '', ...(request_id && { request_id }) } });
afterEach(() => {
  told.length = 0;
  vi.useRealTimers();
});

test('tells whole percent that grow, at most ten times a second', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const tell = teller('page/1');
  for (const [share, passed] of [
    [0, 0],
    [0.1, 50],
    [0.125, 50],
    [0.06, 200],
    [0.1299, 200],
    [0.5, 200],
  ] as const) {
    vi.advanceTimersByTime(passed);
    tell(share);
  }
  expect(told).toEqual([0, 12, 50].map((percent) => ({ type: 'progress', request_id: 'page/1', percent })));
});

test('a question without an id has nobody to be told', () => {
  teller()(0.5);
  expect(told).toEqual([]);
});
