/** Names by their index, in the order in which they came. */
export interface NameList {
  indexOf(name: string): number;
  /** The names that came since the last call. */
  takeNew(): string[];
  size(): number;
  clear(): void;
}

export function nameList(): NameList {
  const known = new Map<string, number>();
  let added: string[] = [];
  return {
    indexOf(name) {
      let index = known.get(name);
      if (index === undefined) {
        index = known.size;
        // A copy that does not keep alive the block of the file it was cut from.
        const own = Buffer.from(name).toString();
        known.set(own, index);
        added.push(own);
      }
      return index;
    },
    takeNew() {
      const names = added;
      added = [];
      return names;
    },
    size: () => known.size,
    clear: () => known.clear(),
  };
}
