import { copiedStore } from '../store/test-store';
import { type TestCore, testCore } from '../test-core';

const start = '2026-04-01T00:00:00.000Z';
let loaded: Buffer | undefined;

/** A core of one test's own with the sample, on the day after its last usage. Loaded once in a process, then copied. */
export async function sampleCore(): Promise<TestCore> {
  if (!loaded) {
    const core = testCore({ start });
    await core.call('sample.load', {});
    loaded = core.store.sqlite.serialize();
    await core.close();
  }
  return testCore({ start, store: copiedStore(loaded) });
}
