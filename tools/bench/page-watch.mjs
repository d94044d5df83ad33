/** Runs in the page before its own code: notes long tasks, and the time from each key press to the paint after it. */
export function watchPage() {
  const seen = { tasks: /** @type {number[]} */ ([]), keys: /** @type {number[]} */ ([]) };
  Object.assign(window, { seenByBench: seen });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
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
