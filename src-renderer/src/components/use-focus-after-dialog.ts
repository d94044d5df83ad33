import { useEffect } from 'react';

/** How long the change behind a dialog may take to reach the page, and how often that is looked at. */
const patienceMs = 1500;
const lookMs = 100;

/**
 * Keeps the keyboard on the page when a dialog closes: what opened it may go away with the change, at once or when the
 * list comes back without that row. Then the last thing marked `data-after-dialog` takes the focus, where a page says
 * what one goes on with; else the list's current row, else the page's heading.
 */
export function useFocusAfterDialog() {
  useEffect(
    () => () => {
      const until = Date.now() + patienceMs;
      const timer = setInterval(() => {
        if (Date.now() > until) clearInterval(timer);
        if (document.activeElement !== document.body) return;
        const main = document.querySelector('main');
        (
          [...(main?.querySelectorAll<HTMLElement>('[data-after-dialog]') ?? [])].at(-1) ??
          main?.querySelector<HTMLElement>('[role=row][tabindex="0"], [data-cell][tabindex="0"]') ??
          main?.querySelector('h1')
        )?.focus();
      }, lookMs);
    },
    [],
  );
}
