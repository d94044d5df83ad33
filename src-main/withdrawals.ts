import type { CallContext } from '@shared/door';

/** Questions that can be withdrawn while they wait or run, by the id that their asker gave them. */
export interface Withdrawals {
  /** Runs a call so that it can be withdrawn; the context it gets carries the flag that its thread looks at. */
  during<T>(context: CallContext, run: (context: CallContext) => Promise<T>): Promise<T>;
  /** Tells whoever works on the question to stop; false when nobody does. */
  withdraw(request_id: string): boolean;
}

/** An empty list of withdrawable questions. Threads share the flag's memory, so that even a busy one sees it. */
export function createWithdrawals(): Withdrawals {
  const flags = new Map<string, SharedArrayBuffer>();
  return {
    async during(context, run) {
      const { request_id } = context;
      if (!request_id || flags.has(request_id)) return run(context);
      const cancel_flag = new SharedArrayBuffer(4);
      flags.set(request_id, cancel_flag);
      try {
        return await run({ ...context, cancel_flag });
      } finally {
        flags.delete(request_id);
      }
    },
    withdraw(request_id) {
      const flag = flags.get(request_id);
      if (flag) Atomics.store(new Int32Array(flag), 0, 1);
      return flag !== undefined;
    },
  };
}
