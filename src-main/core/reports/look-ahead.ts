/** What is missing of one kind, as far as it has been looked for. */
export interface LookAhead<T> {
  forget(): void;
  /** Looks on until `performance.now()` is that; answers whether all was looked at. */
  look(until: number): boolean;
  /** What is missing, after looking on to the end. */
  found(): T[];
}

/** Looks a little at a time: a whole look at a large store would hold up calls. `find` pauses where it may be left off. */
export function lookAhead<T>(find: () => Generator<void, T[]>): LookAhead<T> {
  let search: Generator<void, T[]> | null = null;
  let missing: T[] | null = null;

  function look(until: number): boolean {
    search ??= find();
    while (missing === null) {
      const { done, value } = search.next();
      if (done) missing = value;
      else if (performance.now() >= until) return false;
    }
    return true;
  }

  return {
    forget() {
      search = null;
      missing = null;
    },
    look,
    found() {
      look(Number.POSITIVE_INFINITY);
      return missing ?? [];
    },
  };
}
