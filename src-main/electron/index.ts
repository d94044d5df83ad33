/** Electron main process: one window on the app's own pages, the store on its threads. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { app, BrowserWindow, dialog, protocol, session } from 'electron';
import { createApiServerSwitch } from '../api-server/api-server-switch';
import { followPendingCount } from '../pending-count';
import { openPricebook, type Pricebook } from '../pricebook';
import { profileDirOf } from '../profile-dir';
import { startReportClock } from '../report-clock';
import { loadSampleIfEmpty } from '../sample-start';
import { secretFile } from '../secret-file';
import { connectWindows } from './ipc';
import { keychainSeal } from './keychain-seal';
import { setMenu } from './menu';
import { answerPageRequest, pageUrl as builtPageUrl, pageScheme } from './page-protocol';
import { denyPermissions } from './security';
import { openWindow } from './window';

const profileDir = profileDirOf();
// A development server is only ever trusted by a program that is not packaged.
const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const pageUrl = developmentUrl ?? builtPageUrl;

// Electron refuses folders that do not exist yet. Chromium's own files stay out of sight in one of their own.
mkdirSync(join(profileDir, 'electron'), { recursive: true, mode: 0o700 });
app.setPath('userData', profileDir);
app.setPath('sessionData', join(profileDir, 'electron'));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

async function start(): Promise<void> {
  await app.whenReady();
  const pricebook = await openPricebook({
    profileDir,
    threadFile: new URL('./store-thread.js', import.meta.url),
    importThreadFile: new URL('./import-thread.js', import.meta.url),
    secrets: secretFile(profileDir, keychainSeal),
    syncs: true,
  });
  closeBeforeQuit(pricebook);
  if (process.argv.includes('--sample')) console.log(await loadSampleIfEmpty(pricebook));

  const rendererDir = join(import.meta.dirname, '../renderer');
  pricebook.addHost(createApiServerSwitch({ pricebook, profileDir, rendererDir, log: console.error }));
  app.on('will-quit', startReportClock(pricebook, console.error));
  app.on(
    'will-quit',
    followPendingCount(pricebook, (count) => app.setBadgeCount(count)),
  );
  protocol.handle(pageScheme, (request) => answerPageRequest(request, rendererDir));
  denyPermissions(session.defaultSession, pageUrl);
  connectWindows(pricebook, pageUrl);
  setMenu();
  openWindow(profileDir, pageUrl);

  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(profileDir, pageUrl);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

/** Holds the end of the program back until everything running is finished and the store is closed. */
function closeBeforeQuit(pricebook: Pricebook): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    const finish = () => {
      isClosed = true;
      app.quit();
    };
    pricebook.close().then(finish, (error: unknown) => {
      console.error('cannot close the store:', error);
      finish();
    });
  });
}

/** Says in one sentence why the app cannot start, instead of crashing. */
function failStart(error: unknown): void {
  const message =
    error instanceof AppError ? error.message : 'Pricebook could not start because of an unexpected error.';
  console.error(error instanceof AppError ? message : error);
  // A box waits for somebody to close it; an unattended run has only its output.
  if (process.env.PRICEBOOK_UNATTENDED !== '1') dialog.showErrorBox('Pricebook cannot open', message);
  app.exit(1);
}

if (app.requestSingleInstanceLock()) {
  start().catch(failStart);
} else {
  console.error(`Pricebook is already open on the data folder ${profileDir}. Its window was brought to the front.`);
  app.exit(1);
}
