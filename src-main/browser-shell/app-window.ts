import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findInstalledBrowser } from './installed-browser.mjs';

/** A browser showing the app in a window without tabs and address bar. */
export interface AppWindow {
  browser: string;
  /** Resolves when the person closed the window; rejects when the browser could not show one. */
  closed: Promise<void>;
  kill(): void;
}

/** Whether a window can be seen on this machine. */
export function hasDisplay({ env, platform }: Pick<NodeJS.Process, 'env' | 'platform'> = process): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens a link in an app window of an installed browser; a sentence saying why not when that is impossible. */
export function openAppWindow(url: string, profileDir: string): AppWindow | string {
  if (!hasDisplay()) return 'There is no display to open a window on';
  const browser = findInstalledBrowser();
  if (!browser) return 'No installed Chrome, Chromium or Edge was found';
  const child = spawn(browser, windowArguments(url, profileDir), { stdio: 'ignore' });
  const closed = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code ? reject(new Error(`${browser} ended with code ${code}`)) : resolve()));
  });
  return { browser, closed, kill: () => child.kill() };
}

/** A browser profile of our own, so that no extension sees the app, and none of the browser's own traffic. */
function windowArguments(url: string, profileDir: string): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${join(profileDir, 'browser')}`,
    '--class=Pricebook',
    '--window-size=1440,900',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-sync',
    '--disable-features=Translate,OptimizationHints,MediaRouter',
    // Chromium refuses to run as root with its sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}
