import { type RefObject, useEffect, useRef } from 'react';

/**
 * Gives the keyboard back to what opened a popover in the moment it closes. Left to the popover, it comes back with the
 * next frame only: a key pressed before that reaches nobody.
 */
export function useFocusBack(
  isOpen: boolean,
  trigger: RefObject<HTMLElement | null> | undefined,
  popover: RefObject<HTMLElement | null>,
) {
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    const isClosing = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    const { activeElement } = document;
    // Whoever went elsewhere meanwhile stays there.
    if (!isClosing || (activeElement !== document.body && !popover.current?.contains(activeElement))) return;
    trigger?.current?.focus();
  }, [isOpen, trigger, popover]);
}
