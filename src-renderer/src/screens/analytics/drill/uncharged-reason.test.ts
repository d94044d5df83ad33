import { type UnchargedReason, unchargedWhys } from '@shared/entities/report';
import { expect, test } from 'vitest';
import { reasonSentences, reasonWords } from './uncharged-reason';

const reason = (why: UnchargedReason['why']): UnchargedReason => ({
  why,
  plan_id: 'plan_1',
  plan_name: 'Growth',
  at: '2026-03-10T23:00:00.000Z',
  event_count: 2,
});
const asked = { feature: 'Tokens', zone: 'Europe/Berlin' };

test('every reason says what to do about it, with the plan and the moment in the zone of the environment', () => {
  for (const why of unchargedWhys) {
    expect(reasonWords(reason(why)).length).toBeLessThan(60);
    const told = reasonSentences(reason(why), asked);
    expect(told).toMatch(/(Put|Give|Add|To charge) [^.]+\.$/);
    if (why !== 'never_on_plan') expect(told).toContain('Growth');
    if (['before_plan', 'after_plan', 'not_yet', 'no_longer', 'not_taken'].includes(why)) {
      expect(told).toContain('Mar 11, 2026');
    }
  }
});
