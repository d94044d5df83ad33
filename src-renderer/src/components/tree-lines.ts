/** One visible line of a tree: a group's own line (`row` null) or one of its rows. */
export interface TreeLine<G, R> {
  key: string;
  group: G;
  row: R | null;
  /** Whether the group of the line is open. */
  isOpen: boolean;
}

export interface TreeShape<G, R> {
  groups: readonly G[];
  groupKey(group: G): string;
  rowsOf(group: G): readonly R[];
  rowKey(row: R): string;
  /** Keys of the closed groups. */
  closed: ReadonlySet<string>;
}

/** The lines a tree shows, from top to bottom: the rows of closed groups are left out. */
export function treeLines<G, R>({ groups, groupKey, rowsOf, rowKey, closed }: TreeShape<G, R>): TreeLine<G, R>[] {
  return groups.flatMap((group) => {
    const key = groupKey(group);
    const isOpen = !closed.has(key);
    const head: TreeLine<G, R> = { key, group, row: null, isOpen };
    if (!isOpen) return [head];
    return [head, ...rowsOf(group).map((row) => ({ key: `${key}/${rowKey(row)}`, group, row, isOpen }))];
  });
}
