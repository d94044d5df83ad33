import { testSeed } from '../core/test-seed';

/**
 * `npm run simulate -- --schedules 100000 --seed 7` sets both, and so can anybody; `npm test` plays others whenever the
 * sources change, and tells what plays them again.
 */
export const schedules = Number(process.env.SYNC_SCHEDULES ?? 1000);
/** How many in a hundred have backups put back on their servers. */
export const restores = Number(process.env.SYNC_RESTORES ?? 2);
export const seed = testSeed(process.env.SYNC_SEED);

/** Runs a check of random worlds; one that fails tells how the same are played again. */
export async function toldHowToRepeat(file: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    const path = `src-main/sync-simulation/${file}.property.test.ts`;
    const asked = `SYNC_SEED=${seed} SYNC_SCHEDULES=${schedules} SYNC_RESTORES=${restores}`;
    const again = `${asked} npx vitest run --project oracle ${path}`;
    if (error instanceof Error) error.message += `\nThe same again: ${again}`;
    throw error;
  }
}
