/** What Electron offers of the desktop: dialogs, shell, screens. Nothing is shown; a test puts its own function in place. */
import { EventEmitter } from 'node:events';

/** Cancelled unless a test says otherwise. */
export const dialog = {
  showOpenDialog: async (..._args: unknown[]) => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async (..._args: unknown[]) => ({ canceled: true, filePath: '' }),
  showMessageBox: async (..._args: unknown[]) => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, content: string) => console.error(`${title}: ${content}`),
};

/** What would have been opened. */
const opened: string[] = [];
export const shell = {
  opened,
  openExternal: async (url: string) => void opened.push(url),
  showItemInFolder: (path: string) => void opened.push(path),
};

const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1080 },
};
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
});

export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false });
