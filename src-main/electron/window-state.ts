import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';

/** Where the window was when it was last closed. */
export interface WindowState extends Partial<Pick<Rectangle, 'x' | 'y'>> {
  width: number;
  height: number;
  maximised: boolean;
}

const firstState: WindowState = { width: 1440, height: 900, maximised: false };
const smallest = { width: 640, height: 480 };

const fileIn = (profileDir: string) => join(profileDir, 'window.json');

/** The remembered state of the window, or a first one when there is none that can be read. */
export function readWindowState(profileDir: string): WindowState {
  try {
    const value: unknown = JSON.parse(readFileSync(fileIn(profileDir), 'utf8'));
    return isWindowState(value) ? value : firstState;
  } catch {
    return firstState;
  }
}

/** Remembers the state; a folder that cannot be written to is no reason not to close. */
export function writeWindowState(profileDir: string, state: WindowState): void {
  try {
    writeFileSync(fileIn(profileDir), JSON.stringify(state));
  } catch (error) {
    console.error('cannot remember the window position:', error);
  }
}

/**
 * The state adapted to the screens there are now: never smaller than usable, and at a remembered place only when its
 * title bar can be reached there (the second screen may be gone).
 */
export function fitToScreens(state: WindowState, screens: readonly Rectangle[]): WindowState {
  const { x, y, maximised } = state;
  const width = Math.max(state.width, smallest.width);
  const height = Math.max(state.height, smallest.height);
  const isReachable =
    x !== undefined &&
    y !== undefined &&
    screens.some(
      (screen) =>
        y >= screen.y &&
        y < screen.y + screen.height - 40 &&
        x + width > screen.x + 80 &&
        x < screen.x + screen.width - 80,
    );
  return isReachable ? { x, y, width, height, maximised } : { width, height, maximised };
}

function isWindowState(value: unknown): value is WindowState {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height, maximised } = value as Record<string, unknown>;
  const isPlace = (part: unknown) => part === undefined || Number.isInteger(part);
  return (
    isPlace(x) && isPlace(y) && Number.isInteger(width) && Number.isInteger(height) && typeof maximised === 'boolean'
  );
}
