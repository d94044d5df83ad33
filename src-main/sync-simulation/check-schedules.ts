import fc from 'fast-check';
import { expect } from 'vitest';
import { restores, schedules, seed, toldHowToRepeat } from './schedule-count';
import { anySchedule } from './schedules';
import { nothingSeen, play, type Seen } from './simulate';

/** Files that share the schedules, so that all cores have something to play. */
const parts = 2;

/**
 * What is over before this is no reason to end a test without telling what was found. Whoever asks for schedules has other
 * work for the machine meanwhile.
 */
export const timeoutMs = Math.max(600_000, schedules * (process.env.SYNC_SCHEDULES ? 10_000 : 1000));

/** Plays a share of the schedules; the first that breaks a rule is made as short as it goes, and thrown. */
export const checkSchedules = (part: number, file: string): Promise<void> =>
  toldHowToRepeat(file, async () => {
    const count = Math.ceil(schedules / parts);
    const seen = nothingSeen();
    await fc.assert(
      fc.asyncProperty(anySchedule, async (schedule) => {
        expect(await play(schedule, seen)).toEqual([]);
      }),
      {
        seed: seed * parts + part,
        numRuns: count,
        interruptAfterTimeLimit: timeoutMs * 0.8,
        markInterruptAsFailure: true,
      },
    );
    // Schedules that have become too tame find nothing; few of them may be so by chance.
    if (count < 100) return;
    const tame = Object.entries(leastPerSchedule).filter(
      ([what, least]) => seen[what as keyof Seen] < fewestOf(least * count),
    );
    expect({ tame, seen }).toEqual({ tame: [], seen });
  });

/** Fewer than these come by chance once in hundreds of times where so many come on the average. */
const fewestOf = (average: number): number => (average === 0 ? 0 : Math.max(1, average - 3 * Math.sqrt(average)));

/** Of what is put in seldom, none may come by chance: that it comes at all is for runs with more of it. */
const ofRestores = (least: number): number => (restores < 10 ? 0 : least * restores);

/** On the average. */
const leastPerSchedule: Seen = {
  syncs: 3,
  syncs_of_all: 0.08,
  faults: 1,
  kills: 0.2,
  conflicts: 0.05,
  decisions: 0.004,
  last_decisions: 0.05,
  reviews: 0.3,
  versions: 0.2,
  next_pages: 5,
  meanwhile: 0.4,
  edits_meanwhile: 0.4,
  sends: 0.1,
  put_back: ofRestores(0.002),
  answers: ofRestores(0.0003),
  handed_over: 0.02,
  new_keys: 0.03,
  offline: 0.06,
};
