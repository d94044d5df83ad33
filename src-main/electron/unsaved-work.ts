import { type BrowserWindow, dialog } from 'electron';

/** Asks before a window with unsaved work closes or reloads: without an answer Electron would just keep it open. */
export function askBeforeUnload(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      buttons: ['Stay', 'Leave'],
      defaultId: 0,
      cancelId: 0,
      message: 'Leave without saving?',
      detail: 'What you entered on this page has not been saved.',
    });
    if (answer === 1) event.preventDefault();
  });
}
