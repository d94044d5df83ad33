import { useRouterState } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef } from 'react';

/** A page that needs its data first brings its heading later; after this time the focus is left alone. */
const patienceMs = 3000;

/**
 * Moves the focus to the page's heading once another page is there, so that the keyboard starts where the eye does: at
 * its beginning, however far the page before was scrolled.
 */
export function useFocusHeading(main: RefObject<HTMLElement | null>) {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const shown = useRef(path);
  useEffect(() => {
    const isFirstPage = shown.current === undefined;
    const isSamePage = shown.current === path;
    shown.current = path;
    const page = main.current;
    if (isFirstPage || isSamePage || !page) return;
    page.scrollTop = 0;

    const focusHeading = () => {
      const heading = page.querySelector('h1');
      heading?.focus();
      return heading !== null;
    };
    if (focusHeading()) return;
    const before = document.activeElement as HTMLElement | null;
    const observer = new MutationObserver(() => {
      // Whoever has moved on to a control by then keeps it; the second half of a double click only reaches the empty page.
      const isElsewhere = ![document.body, page, before].includes(document.activeElement as HTMLElement | null);
      if (isElsewhere || focusHeading()) observer.disconnect();
    });
    observer.observe(page, { childList: true, subtree: true });
    const timer = setTimeout(() => observer.disconnect(), patienceMs);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [path, main]);
}
