import { useEffect, useRef } from 'react';

/** Moves the focus to what takes the place of a control that has just gone. */
export function useNextFocus() {
  const box = useRef<HTMLDivElement>(null);
  const selector = useRef<string | null>(null);
  useEffect(() => {
    if (!selector.current) return;
    const wanted = box.current?.querySelector<HTMLElement>(selector.current);
    // Without any charge left the choice of its kind is what comes next.
    (wanted ?? box.current?.querySelector<HTMLElement>('input[type=radio]'))?.focus();
    selector.current = null;
  });
  return { box, focusNext: (wanted: string) => (selector.current = wanted) };
}
