import type { VirtualItem } from '@tanstack/react-virtual';
import { useDeferredValue } from 'react';

const none: VirtualItem[] = [];

/**
 * The rows in view, but none of them in the rendering that finds out how many fit: the first rows of a list are drawn
 * after its frame, in slices that give way to keys and clicks. From then on they follow every scroll at once.
 */
export function useDrawnInSlices(inView: VirtualItem[]): VirtualItem[] {
  const isDrawn = useDeferredValue(inView.length > 0, false);
  return isDrawn ? inView : none;
}
