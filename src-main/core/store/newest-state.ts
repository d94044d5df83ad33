import Database from 'better-sqlite3';

/** Tells whether anybody has committed anything since a moment, in whatever snapshot other connections are. */
export interface NewestState {
  /** That moment is now. */
  mark(): void;
  isMarked(): boolean;
  close(): void;
}

/** Watches a store over a connection of its own, which never holds a snapshot: the one that reads sees its own only. */
export function newestState(file: string): NewestState {
  const sqlite = new Database(file, { readonly: true, fileMustExist: true });
  const version = sqlite.prepare('pragma data_version').pluck();
  let marked = version.get();
  return {
    mark() {
      marked = version.get();
    },
    isMarked: () => version.get() === marked,
    close: () => sqlite.close(),
  };
}
