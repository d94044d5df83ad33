/**
 * Runs in the page before its own code: notes long tasks with what was done when they began, and the time from each key
 * press to the paint after it. `doing` is called with what is done next.
 */
export function watchPage() {
  const seen = {
    done: /** @type {{ at: number, what: string }[]} */ ([]),
    tasks: /** @type {{ ms: number, what: string }[]} */ ([]),
    keys: /** @type {{ ms: number, what: string }[]} */ ([]),
    doing: (/** @type {string} */ what) => void seen.done.push({ at: performance.now(), what }),
  };
  Object.assign(window, { seenByBench: seen });
  const doneAt = (/** @type {number} */ time) => seen.done.findLast(({ at }) => at <= time)?.what ?? '';
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) {
      seen.tasks.push({ ms: duration, what: doneAt(startTime) });
    }
  }).observe({ type: 'longtask' });
  addEventListener(
    'keydown',
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        // A message of its own comes after the frame was drawn.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => seen.keys.push({ ms: performance.now() - timeStamp, what: doneAt(timeStamp) });
        port2.postMessage(null);
      }),
    true,
  );
}
