/**
 * Loaded into the app's process beside the app (`node --import`): tells the benchmark how late timers of its main thread
 * were. A `start` message begins anew, a `read` message is answered in milliseconds.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.send) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', (what) => {
    if (what === 'start') delay.reset();
    else process.send?.({ max: delay.max / 1e6, p99: delay.percentile(99) / 1e6 });
  });
  // Does not keep the app alive.
  process.channel?.unref();
}
