import type { TestClock } from '../core/test-core';
import type { SimulatedServer } from './servers';

/** A server on which somebody can put an earlier state of it back while Pricebooks go on syncing with it. */
export interface RestorableServer extends SimulatedServer {
  /** Keeps it as it is now. */
  backUp(): Backup;
  /** Puts what was kept last, or another time, back: what was done since is gone there. Answers whether anything was kept. */
  putBack(to?: Backup): Promise<boolean>;
}

export type Backup = ReturnType<SimulatedServer['save']>;

/** `kept`: a state to begin with that can be put back. What a server was before counts for its history: whoever synced with it has seen that. */
export function restorable(server: SimulatedServer, clock: TestClock, kept?: Backup): RestorableServer {
  let inner = server;
  let last = kept;
  const before: SimulatedServer[] = [];
  return {
    kind: server.kind,
    get api_key() {
      return inner.api_key;
    },
    changeKey: () => inner.changeKey(),
    answering: { answer: (...asked) => inner.answering.answer(...asked) },
    writes: () => [...before, inner].reduce((sum, one) => sum + one.writes(), 0),
    snapshots: (entity) => inner.snapshots(entity),
    snapshot: (entity, id) => inner.snapshot(entity, id),
    history: (entity, id) => [...before, inner].flatMap((one) => one.history(entity, id)),
    liveIds: (entity) => inner.liveIds(entity),
    save: () => inner.save(),
    close: () => inner.close(),
    backUp() {
      last = inner.save();
      return last;
    },
    async putBack(to = last) {
      if (!to) return false;
      await inner.close();
      before.push(inner);
      inner = await to(clock);
      return true;
    },
  };
}
