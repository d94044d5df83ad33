import type { Deps } from '../../deps';
import { prepared } from '../../store/prepared';
import { type Tx, write } from '../../store/write';

interface Waiting {
  run(tx: Tx): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * The write door for lines that are sent side by side: writes that wait for their turn together share one commit, which
 * is what costs most of a small write. Each is told how it ended only once that is durable; one that throws is undone
 * alone.
 */
export function groupedWrites(deps: Deps, environment_id: string): <T>(run: (tx: Tx) => Promise<T>) => Promise<T> {
  let waiting: Waiting[] = [];

  async function commit(): Promise<void> {
    const group = waiting;
    waiting = [];
    try {
      const ends = await write(deps, { environment_id, caller: 'sync' }, async (tx) => {
        const told: (() => void)[] = [];
        for (const one of group) told.push(await runAlone(tx, one));
        return told;
      });
      for (const tell of ends) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return <T>(run: (tx: Tx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ run, resolve: resolve as Waiting['resolve'], reject });
      if (waiting.length > 1) return;
      // Answers that are there already are looked at first, so that what follows from them goes along.
      setImmediate(() =>
        deps.enqueue(commit).catch((error: unknown) => {
          for (const one of waiting.splice(0)) one.reject(error);
        }),
      );
    });
}

/** Runs one write of a group; answers what tells how it ended. */
async function runAlone(tx: Tx, { run, resolve, reject }: Waiting): Promise<() => void> {
  const { sqlite } = tx;
  prepared(sqlite, 'savepoint grouped_write').run();
  try {
    const result = await run(tx);
    prepared(sqlite, 'release grouped_write').run();
    return () => resolve(result);
  } catch (error) {
    prepared(sqlite, 'rollback to grouped_write').run();
    prepared(sqlite, 'release grouped_write').run();
    return () => reject(error);
  }
}
