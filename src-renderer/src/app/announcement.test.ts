import { expect, test } from 'vitest';
import { announceEveryMs, nextAnnouncement } from './announcement';

test('a change is told once, at once when the last one is long past', () => {
  const last = { text: 'Online', at: 0 };
  expect(nextAnnouncement(last, 'Online', 5)).toEqual({ say: null, waitMs: null });
  expect(nextAnnouncement(last, 'Offline', announceEveryMs)).toEqual({ say: 'Offline', waitMs: null });
});

test('a connection that comes and goes is told at most once a minute, and not at all when it is as it was', () => {
  const last = { text: 'Offline', at: 1000 };
  expect(nextAnnouncement(last, 'Online', 1500)).toEqual({ say: null, waitMs: announceEveryMs - 500 });
  expect(nextAnnouncement(last, 'Offline', 2000)).toEqual({ say: null, waitMs: null });
});
