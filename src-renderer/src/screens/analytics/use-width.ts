import { type RefObject, startTransition, useEffect, useRef, useState } from 'react';

/**
 * The width of an element, followed as it changes; 0 before the first measure. What is drawn for it comes after what is
 * around it, in slices that give way to keys and clicks.
 */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && startTransition(() => setWidth(entry.contentRect.width)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
