import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { focusOnward } from './focus-onward';

/** A part of a page that may go with the button in it that was pressed: the keyboard goes on in the page then, not nowhere. */
export function FocusGoesOn({ children }: { children: ReactNode }) {
  const part = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = part.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      // The part is still there in this moment.
      queueMicrotask(() => {
        if (document.activeElement === document.body) focusOnward();
      });
    };
  }, []);
  return (
    <div ref={part} className="contents">
      {children}
    </div>
  );
}
