import type { EventEmitter } from 'node:events';

/** What the rest of the stand-in needs of a window; keeps the modules free of cycles. */
export interface OpenWindow extends EventEmitter {
  markClosed(options: { andQuit: boolean }): void;
  readonly webContents: { readonly targetId: string | undefined };
}

const windows = new Set<OpenWindow>();

export const openWindows = (): OpenWindow[] => [...windows];
export const addWindow = (window: OpenWindow): void => void windows.add(window);
export const removeWindow = (window: OpenWindow): void => void windows.delete(window);
