import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { secretsInMemory } from '../core/secrets';
import { startStoreThread } from './store-client';
import { giveWriterRoom, storeThreadMemory } from './store-thread-memory.mjs';

/** Makes pages of rows as a pull does, each kept until three more have come, and counts how often all of the heap is looked at. */
const pages = `
  const { parentPort } = require('node:worker_threads');
  const { PerformanceObserver, constants } = require('node:perf_hooks');
  let majors = 0;
  new PerformanceObserver((list) => {
    majors += list.getEntries().filter(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR).length;
  }).observe({ entryTypes: ['gc'] });
  const kept = [];
  let left = 60;
  setImmediate(function page() {
    kept.push(Array.from({ length: 10_000 }, (_, at) => ({ id: 'row ' + at, amount: at / 7, tags: [at, at + 1] })));
    if (kept.length > 3) kept.shift();
    if (left-- > 0) setImmediate(page);
    else setTimeout(() => parentPort.postMessage(majors), 100);
  });
`;

async function majorsOf(): Promise<number> {
  const worker = new Worker(pages, { eval: true, execArgv: [], resourceLimits: storeThreadMemory });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  worker.on('message', resolve);
  worker.on('error', reject);
  try {
    return await promise;
  } finally {
    await worker.terminate();
  }
}

test('a thread that was given room looks at all of its heap less often', async () => {
  setFlagsFromString('--initial-old-space-size=0');
  const without = await majorsOf();
  giveWriterRoom();
  const withRoom = await majorsOf();
  expect(withRoom).toBeLessThan(without / 2);
});

test('threads that begin after the one that writes have less', async () => {
  giveWriterRoom();
  const ofWriter = await majorsOf();
  const begun = Promise.withResolvers<void>();
  const writer = startStoreThread({
    threadFile: new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', ({ type }) => type === 'close' && parentPort.close());
        parentPort.postMessage({ type: 'event', event: null });`)}`,
    ),
    settings: { role: 'writer', file: '', importThread: '', syncs: false },
    onEvent: () => begun.resolve(),
    onDeath: begun.reject,
    log: () => undefined,
    secrets: secretsInMemory(),
  });
  await begun.promise;
  expect(await majorsOf()).toBeGreaterThan(ofWriter);
  await writer.close();
});
