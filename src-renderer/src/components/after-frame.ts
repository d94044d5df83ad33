/** A window that nobody sees draws no frames. */
const patienceMs = 200;

/** Runs something once what has just been drawn is on the screen, as a task of its own. */
export function afterFrame(run: () => void): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    run();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, patienceMs);
}
