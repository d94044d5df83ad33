import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { confine, lockedPreferences } from './security';
import { askBeforeUnload } from './unsaved-work';
import { fitToScreens, readWindowState, writeWindowState } from './window-state';

/** Opens the window where it was last time, showing the app's page. */
export function openWindow(profileDir: string, pageUrl: string): BrowserWindow {
  const state = fitToScreens(
    readWindowState(profileDir),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const { maximised, ...bounds } = state;
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Pricebook',
    webPreferences: { ...lockedPreferences, preload: join(import.meta.dirname, '../preload/index.cjs') },
  });
  if (maximised) window.maximize();
  confine(window.webContents, pageUrl);
  askBeforeUnload(window);
  // Shown when drawn, so that no white frame flashes.
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(profileDir, { ...window.getNormalBounds(), maximised: window.isMaximized() }),
  );
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  window.loadURL(pageUrl).catch((error: unknown) => console.error('cannot load the page:', error));
  return window;
}
