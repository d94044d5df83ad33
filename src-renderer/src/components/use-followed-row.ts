import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { RowSource } from './row-source';

/**
 * Keeps the keyboard's place in a list on its row: when other rows come in above while the focus is in the list,
 * `follow` is told where the row went. A row that is gone leaves the place to the one that took it.
 */
export function useFollowedRow<T>(
  list: RefObject<HTMLElement | null>,
  place: number,
  rows: RowSource<T>,
  rowKey: (row: T) => string,
  inView: readonly { index: number }[],
  follow: (index: number) => void,
): void {
  const seen = useRef<{ place: number; key: string | undefined }>({ place: -1, key: undefined });
  const keyAt = (index: number) => {
    const row = rows.at(index);
    return row === undefined ? undefined : rowKey(row);
  };
  useLayoutEffect(() => {
    const before = seen.current;
    const key = keyAt(place);
    const hasMoved = before.place === place && before.key !== undefined && key !== before.key;
    if (hasMoved && list.current?.contains(document.activeElement)) {
      const moved = inView.find(({ index }) => keyAt(index) === before.key);
      if (moved) return follow(moved.index);
    }
    // While its page loads the row is not known to have moved.
    if (key !== undefined || before.place !== place) seen.current = { place, key };
  });
}
