/** Runs asynchronous steps strictly one after another, in order of arrival. */
export function queue() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<T>(step: () => Promise<T>): Promise<T> {
      const result = last.then(step);
      last = result.catch(() => {});
      return result;
    },
    /** Settles when everything queued so far, and what it queued, has ended. */
    async drain() {
      for (let seen: unknown = null; seen !== last; ) {
        seen = last;
        await last;
      }
    },
  };
}
