import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySchedule, play } from './simulate';

/** `npm run simulate -- --schedules 100000 --seed 7` sets both. */
const schedules = Number(process.env.SYNC_SCHEDULES ?? 1000);
const seed = Number(process.env.SYNC_SEED ?? Math.floor(Math.random() * 2 ** 31));

test(`random schedules of edits, faults and crashes end with everybody having the same (seed ${seed})`, {
  timeout: Math.max(600_000, schedules * 1000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(anySchedule, async (schedule) => {
      expect(await play(schedule)).toEqual([]);
    }),
    { seed, numRuns: schedules },
  );
});
