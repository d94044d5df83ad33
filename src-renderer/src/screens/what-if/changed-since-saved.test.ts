import type { SavedTry } from '@shared/entities/saved-what-if';
import { expect, test } from 'vitest';
import { chosenRange, rangePresets } from '../analytics/range-presets';
import { isChangedSince } from './changed-since-saved';

const presets = rangePresets({
  zone: 'UTC',
  now: Date.parse('2026-06-15T12:00:00Z'),
  first: '2026-01-01T00:00:00Z',
  last: '2026-06-15T00:00:00Z',
});
const changes = [{ kind: 'everyone_on_plan', plan_id: 'plan_1' }] as SavedTry['changes'];
const days = (range: string, from = '', to = '') => ({ range, from, to });
const differs = (kept: ReturnType<typeof days>, now: ReturnType<typeof days>, tried = changes) =>
  isChangedSince({ changes, ...kept }, { changes: tried, range: chosenRange(now, presets), presets });

test('other changes or other days are a change', () => {
  expect(differs(days('30d'), days('30d'))).toBe(false);
  expect(differs(days('30d'), days('30d'), [])).toBe(true);
  expect(differs(days('30d'), days('last_month'))).toBe(true);
  expect(differs(days('last_month'), days('custom', '2026-05-02', '2026-05-31'))).toBe(true);
  expect(differs(days('custom', '2026-05-02', '2026-05-31'), days('custom', '2026-05-02', '2026-05-30'))).toBe(true);
  expect(differs(days('custom', '2026-05-01', '2026-05-31'), days('custom', '2026-05-02', '2026-05-31'))).toBe(true);
  expect(differs(days('custom', '2026-05-02', '2026-05-31'), days('custom', '2026-05-02', '2026-05-31'))).toBe(false);
});

test('days that were never chosen are those of the default', () => {
  expect(differs(days('30d'), days(''))).toBe(false);
  expect(differs(days(''), days('30d'))).toBe(false);
  // There is no such range while the newest usage is of today.
  expect(differs(days('newest'), days(''))).toBe(false);
});
