import { testFolder } from '../report-files/test-report';
import { sampleCore } from '../sample/test-sample';

export const lastMonth = { kind: 'breakdown' as const, range: { preset: 'last_month' as const } };
export const daily = { every: 'day' as const, time: '06:00' };

/** A core with the sample and a folder to write to, and what tests of saved reports do with them. */
export async function testSavedReports() {
  const core = await sampleCore();
  const folder = testFolder();
  async function settle() {
    // Calls wait behind the exports of the queue, and those behind what is noted of them.
    for (let turn = 0; turn < 4; turn += 1) await core.call('savedReport.list', {});
  }
  return {
    core,
    folder,
    settle,
    /** Begins what is due at a moment, or now, and waits for its end; answers how many reports. */
    async runDue(now?: string) {
      if (now !== undefined) core.clock.set(now);
      const { started } = await core.call('savedReport.runDue', {});
      await settle();
      return started;
    },
    async close() {
      await core.close();
      folder.remove();
    },
  };
}

export type TestSavedReports = Awaited<ReturnType<typeof testSavedReports>>;
