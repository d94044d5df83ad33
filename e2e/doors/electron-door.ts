import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { launchElectron } from './launch-electron';
import type { OpenDoor } from './open-door';

/** The app in an Electron window. Its native dialogs are answered from here: nobody can click them in a test. */
export async function openElectronDoor(profileDir: string, savedDir: string): Promise<OpenDoor> {
  let run = await start();
  let taken = 0;

  async function start() {
    const launched = await launchElectron(profileDir);
    await launched.app.evaluate(({ dialog }, dir) => {
      let count = 0;
      dialog.showSaveDialog = async () => {
        count += 1;
        return { canceled: false, filePath: `${dir}/${Date.now()}-${count}` };
      };
    }, savedDir);
    return launched;
  }

  async function end() {
    if (run.process.signalCode === null) await run.app.close();
  }

  return {
    page: () => run.page,
    async chooseFile(path) {
      await run.app.evaluate(({ dialog }, file) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
      }, path);
    },
    async savedBytes() {
      const index = taken;
      taken += 1;
      const read = () => {
        const name = readdirSync(savedDir).sort()[index];
        return name === undefined ? Buffer.alloc(0) : readFileSync(join(savedDir, name));
      };
      // Complete once two looks in a row see the same.
      let before = Buffer.alloc(0);
      await expect(async () => {
        const now = read();
        const isComplete = now.length > 0 && now.equals(before);
        before = now;
        expect(isComplete).toBe(true);
      }).toPass({ intervals: [50, 100, 250] });
      return before;
    },
    async relaunch(whileClosed) {
      await end();
      whileClosed?.();
      run = await start();
      return run.page;
    },
    async kill() {
      const closed = run.app.waitForEvent('close');
      run.process.kill('SIGKILL');
      await closed;
    },
    close: end,
  };
}
