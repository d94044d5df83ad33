import type { Windowing } from '@shared/rules/anchored-months';
import type { WindowSizeName } from '@shared/rules/windows';

/** The windows in which usage is told, by their keys. */
export interface ToldWindows {
  /** Key of the window of an instant. */
  windowOf(at: number): number;
  /** When another window begins than the one of an instant; infinite after the last. */
  nextWindow(at: number): number;
}

/** All usage told together. */
export const oneWindow: ToldWindows = { windowOf: () => 0, nextWindow: () => Number.POSITIVE_INFINITY };

/** Windows of a size, by when they begin. */
export const windowsOfSize = (windowing: Windowing, size: WindowSizeName): ToldWindows => ({
  windowOf: (at) => windowing.startOf(size, at),
  nextWindow: (at) => windowing.nextStart(size, at),
});
