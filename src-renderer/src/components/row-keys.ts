import type { RowSource } from './row-source';

/**
 * React keys of the rows of one rendering, by their place. A row keeps its element wherever it moves, so that an open
 * menu, a held checkbox or the focus stay with the row they belong to when another one comes in above. Places whose
 * page is loading, and rows that two pages of different age both hold, go by their place.
 */
export function elementKeys<T>(rows: RowSource<T>, rowKey: (row: T) => string): (index: number) => string {
  const taken = new Set<string>();
  return (index) => {
    const row = rows.at(index);
    const key = row === undefined ? `place ${index}` : `row ${rowKey(row)}`;
    if (taken.has(key)) return `place ${index}`;
    taken.add(key);
    return key;
  };
}
