/**
 * Runs in the page before its own code: notes long tasks with what was done when they began, and the time from each key
 * press to the paint after it. `doing` is called with what is done next.
 */
export function watchPage() {
  /** @type {{ at: number, what: string }[]} */
  const done = [{ at: 0, what: 'start' }];
  const seen = {
    tasks: /** @type {{ ms: number, what: string }[]} */ ([]),
    keys: /** @type {number[]} */ ([]),
    doing: (/** @type {string} */ what) => void done.push({ at: performance.now(), what }),
  };
  Object.assign(window, { seenByBench: seen });
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) {
      seen.tasks.push({ ms: duration, what: done.findLast(({ at }) => at <= startTime)?.what ?? '' });
    }
  }).observe({ type: 'longtask' });
  addEventListener(
    'keydown',
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        // A message of its own comes after the frame was drawn.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => seen.keys.push(performance.now() - timeStamp);
        port2.postMessage(null);
      }),
    true,
  );
}
