import { useEffect } from 'react';
import { focusOnward } from './focus-onward';

/** How long the change behind a dialog may take to reach the page, and how often that is looked at. */
const patienceMs = 1500;
const lookMs = 100;

/**
 * Keeps the keyboard on the page when a dialog closes: what opened it may go away with the change, at once or when the
 * list comes back without that row.
 */
export function useFocusAfterDialog() {
  useEffect(
    () => () => {
      const until = Date.now() + patienceMs;
      const timer = setInterval(() => {
        if (Date.now() > until) clearInterval(timer);
        if (document.activeElement !== document.body) return;
        focusOnward();
      }, lookMs);
    },
    [],
  );
}
