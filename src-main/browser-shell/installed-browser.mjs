/** Finds an installed Chromium-based browser. Plain JavaScript, because the set-up tools read it before anything is built. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names to look for on PATH, best first. */
const linuxCommands = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];

const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Brave Browser.app/Contents/MacOS/Brave Browser',
];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The executable of an installed Chrome, Chromium or Edge; null when there is none. PRICEBOOK_BROWSER names one that
 * is somewhere else.
 * @param {{ env: Record<string, string | undefined>, platform: string, exists?: (path: string) => boolean }} [machine]
 * @returns {string | null}
 */
export function findInstalledBrowser({ env, platform, exists = existsSync } = process) {
  if (env.PRICEBOOK_BROWSER) return exists(env.PRICEBOOK_BROWSER) ? env.PRICEBOOK_BROWSER : null;
  return candidates(env, platform).find((path) => exists(path)) ?? null;
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {string} platform
 */
function candidates(env, platform) {
  if (platform === 'darwin') {
    const folders = ['/Applications', ...(env.HOME ? [join(env.HOME, 'Applications')] : [])];
    return macApplications.flatMap((application) => folders.map((folder) => join(folder, application)));
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    return windowsPrograms.flatMap((program) => folders.map((folder) => `${folder}\\${program}`));
  }
  return pathsOf(linuxCommands, env);
}

/**
 * Where commands may be on Linux, best first.
 * @param {readonly string[]} commands
 * @param {Record<string, string | undefined>} env
 */
export function pathsOf(commands, env) {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}
