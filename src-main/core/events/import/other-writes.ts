import type Database from 'better-sqlite3';

/** How long after an edit the person is taken to be editing. */
const quietMs = 5_000;

/** Notices when others write on this connection, so that an import takes big steps only while nobody edits. */
export function otherWrites(sqlite: Database.Database) {
  const total = sqlite.prepare('select total_changes()').pluck();
  let seen = total.get();
  let until = 0;
  const look = () => {
    const now = total.get();
    if (now !== seen) until = performance.now() + quietMs;
    seen = now;
  };
  return {
    recently(): boolean {
      look();
      return performance.now() < until;
    },
    /** Runs a write of one's own, which does not count. */
    async own<T>(run: () => Promise<T>): Promise<T> {
      look();
      try {
        return await run();
      } finally {
        seen = total.get();
      }
    },
  };
}
