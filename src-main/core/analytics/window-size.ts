import { windowSizes } from '@shared/entities/meter';
import type { WindowSizeName } from '@shared/rules/windows';

/** The coarser of two window sizes; null when there is neither. */
export function coarserWindow(a: WindowSizeName | null, b: WindowSizeName | null): WindowSizeName | null {
  if (a === null || b === null) return a ?? b;
  return windowSizes.indexOf(a) > windowSizes.indexOf(b) ? a : b;
}
