/** The browser shell: the same app without Electron, as a loopback server and a window of an installed browser. */
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { createApiServerSwitch } from '../api-server/api-server-switch';
import { openPricebook } from '../pricebook';
import { profileDirOf } from '../profile-dir';
import { startReportClock } from '../report-clock';
import { loadSampleIfEmpty } from '../sample-start';
import { secretFile } from '../secret-file';
import { type AppWindow, openAppWindow } from './app-window';
import { startServer } from './server';

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const profileDir = profileDirOf();
  const pricebook = await openPricebook({
    profileDir,
    threadFile: new URL('./store-thread.js', import.meta.url),
    importThreadFile: new URL('./import-thread.js', import.meta.url),
    secrets: secretFile(profileDir),
    syncs: true,
  });
  if (process.argv.includes('--sample')) say(await loadSampleIfEmpty(pricebook));
  const rendererDir = join(import.meta.dirname, '../renderer');
  pricebook.addHost(createApiServerSwitch({ pricebook, profileDir, rendererDir, log: console.error }));
  const stopReportClock = startReportClock(pricebook, console.error);
  const server = await startServer({ pricebook, profileDir, rendererDir });

  let window: AppWindow | null = null;
  let ending = false;
  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    window?.kill();
    stopReportClock();
    await server.close();
    await pricebook.close();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

  say(`Your data is in ${profileDir}`);
  const opened = process.argv.includes('--no-window')
    ? 'No window was asked for'
    : openAppWindow(server.oneTimeUrl, profileDir);
  if (typeof opened === 'string') {
    say(`${opened}. Open this link in a browser on this machine (it works once):`);
    say(`  ${server.oneTimeUrl}`);
    say('Press Ctrl-C to end.');
    return;
  }
  window = opened;
  say(`Opening a window of ${opened.browser}. Close it or press Ctrl-C to end.`);
  opened.closed.then(
    () => end(),
    (error: unknown) => {
      if (ending) return;
      say(`The window could not be opened (${error instanceof Error ? error.message : String(error)}).`);
      say(`Open this link in a browser on this machine (it works once):\n  ${server.oneTimeUrl}`);
    },
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
});
