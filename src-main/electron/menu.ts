import type { DoorEvent, MenuCommand } from '@shared/door';
import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { channels } from './channels';

/** The native menu: the system's own roles, and commands that the page carries out. */
export function setMenu(platform: NodeJS.Platform = process.platform): void {
  const isMac = platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        item('Import usage…', 'import-usage', 'CmdOrCtrl+I'),
        item('Export CSV…', 'export-csv', 'CmdOrCtrl+Shift+E'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        item('Quick search', 'quick-search', 'CmdOrCtrl+K'),
        { type: 'separator' },
        {
          label: 'Theme',
          submenu: [item('Light', 'theme-light'), item('Dark', 'theme-dark'), item('Same as system', 'theme-system')],
        },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** A menu item that sends its command to the window in front. */
function item(label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions {
  return {
    id: command,
    label,
    ...(accelerator && { accelerator }),
    // The page has the same key itself, and shows it; the menu must not take the key press away from a text field.
    registerAccelerator: false,
    click: () => {
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      window?.webContents.send(channels.event, { type: 'command', command } satisfies DoorEvent);
    },
  };
}
