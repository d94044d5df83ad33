import { focusOnward } from './focus-onward';

/**
 * For a button that goes away with what it does: then `next` takes the keyboard, else what the page goes on with. Whoever
 * is elsewhere by then stays there.
 */
export function focusOnceGone(pressed: Element, next: () => HTMLElement | null | undefined): void {
  const observer = new MutationObserver(() => {
    const { activeElement } = document;
    if (pressed.isConnected && activeElement === pressed) return;
    observer.disconnect();
    if (pressed.isConnected || activeElement !== document.body) return;
    const found = next();
    if (found) found.focus();
    else focusOnward();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
