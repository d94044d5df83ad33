import { useEffect } from 'react';

/** Rows re-appear some time after the change that replaced them. */
const settleMs = 150;

/**
 * Keeps the keyboard on the page when a dialog closes: the row that opened it may be gone, since a new version is
 * another row. Then the list's current row takes the focus, else the page's heading.
 */
export function useFocusAfterDialog() {
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const main = document.querySelector('main');
        (main?.querySelector<HTMLElement>('[role=row][tabindex="0"]') ?? main?.querySelector('h1'))?.focus();
      }, settleMs);
    },
    [],
  );
}
