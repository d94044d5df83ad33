/** Rows of a list of any length, loaded as they come into view. Every list component takes this. */
export interface RowSource<T> {
  /** All rows that match, loaded or not. */
  total: number;
  /** The row at a position; undefined while its page loads. */
  at(index: number): T | undefined;
  /** Says which rows are in view (inclusive). */
  show(first: number, last: number): void;
  /** The first answer is not there yet. */
  isLoading: boolean;
  /** Rows of the previous question are shown while the new one is answered. */
  isStale: boolean;
  error: Error | null;
  retry(): void;
}

/** A row source over rows that are all there. */
export const rowsOf = <T>(items: readonly T[]): RowSource<T> => ({
  total: items.length,
  at: (index) => items[index],
  show: () => undefined,
  isLoading: false,
  isStale: false,
  error: null,
  retry: () => undefined,
});
