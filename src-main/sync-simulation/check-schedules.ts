import fc from 'fast-check';
import { expect } from 'vitest';
import { anySchedule } from './schedules';
import { nothingSeen, play, type Seen } from './simulate';

/** Plays so many schedules of this seed; the first that breaks a rule is made as short as it goes, and thrown. */
export async function checkSchedules(count: number, seed: number): Promise<void> {
  const seen = nothingSeen();
  await fc.assert(
    fc.asyncProperty(anySchedule, async (schedule) => {
      expect(await play(schedule, seen)).toEqual([]);
    }),
    { seed, numRuns: count },
  );
  // Schedules that have become too tame find nothing; few of them may be so by chance.
  if (count < 100) return;
  const tame = Object.entries(leastPerSchedule).filter(([what, least]) => seen[what as keyof Seen] < least * count);
  expect({ tame, seen }).toEqual({ tame: [], seen });
}

const leastPerSchedule: Seen = {
  syncs: 3,
  faults: 1,
  kills: 0.2,
  conflicts: 0.05,
  versions: 0.2,
  next_pages: 5,
  meanwhile: 0.4,
};
