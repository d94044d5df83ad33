/** What `import … from 'electron'` gives the main process. An export that is missing here fails at load, loudly. */
// biome-ignore lint/performance/noBarrelFile: this module stands for the electron package
export { app } from './app';
export { BrowserWindow } from './browser-window';
export { dialog, nativeTheme, screen, shell } from './desktop';
export { ipcMain } from './ipc-main';
export { Menu, MenuItem } from './menu';
export { protocol, session } from './protocol';
export { safeStorage } from './safe-storage';
