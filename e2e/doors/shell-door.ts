import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Browser, type Download, expect } from '@playwright/test';
import { launchShell } from './launch-shell';
import type { OpenDoor } from './open-door';

/** The app in the browser shell, shown by a browser of the test's own. */
export async function openShellDoor(profileDir: string, startBrowser: () => Promise<Browser>): Promise<OpenDoor> {
  const browser = await startBrowser();
  // A whole browser lets a page copy when somebody presses a button, one without a window when it is told to.
  const context = await browser.newContext({ permissions: ['clipboard-write'] });
  const downloads: Download[] = [];
  let taken = 0;
  let chosen: string | undefined;
  let shell = await launchShell(profileDir);
  let page = await open();

  async function open() {
    const opened = await context.newPage();
    opened.on('download', (download) => downloads.push(download));
    opened.on('filechooser', (chooser) => {
      if (chosen) void chooser.setFiles(chosen);
    });
    await opened.goto(shell.oneTimeUrl);
    return opened;
  }

  return {
    page: () => page,
    async chooseFile(path) {
      chosen = path;
    },
    async savedBytes() {
      const index = taken;
      taken += 1;
      await expect.poll(() => downloads.length).toBeGreaterThan(index);
      const path = await downloads[index]?.path();
      return path ? readFileSync(path) : Buffer.alloc(0);
    },
    async relaunch(whileClosed) {
      await page.close();
      await shell.end();
      whileClosed?.();
      shell = await launchShell(profileDir);
      page = await open();
      return page;
    },
    async kill() {
      const exit = once(shell.process, 'exit');
      shell.process.kill('SIGKILL');
      await exit;
    },
    async close() {
      await context.close();
      await shell.end();
    },
  };
}
