/** Finds a browser for the end-to-end tests, installs one where that is possible, or says what to install. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findInstalledBrowser, pathsOf } from '../../src-main/browser-shell/installed-browser.mjs';
import { runQuietly, SetupError } from './processes.mjs';

/**
 * Chromium without a browser around it: it draws the same pages for a fifth less of the tests' time. Debian's is not the one
 * on PATH, which is a script: should it be killed, the browser would go on.
 * @param {Record<string, string | undefined>} env
 */
const headlessShells = (env) => [
  ...pathsOf(['chrome-headless-shell'], env),
  '/usr/lib/chromium/chromium-headless-shell',
];

/**
 * The browser of the tests that is there already; null when there is none. PRICEBOOK_BROWSER names another one, such as a
 * whole browser for tests that are to be watched.
 * @param {{ env: Record<string, string | undefined>, platform: string }} [machine]
 * @returns {string | null}
 */
export function findTestBrowser({ env, platform } = process) {
  const isChosen = Boolean(env.PRICEBOOK_BROWSER) || platform !== 'linux';
  const shell = isChosen ? undefined : headlessShells(env).find((path) => existsSync(path));
  return shell ?? findInstalledBrowser({ env, platform });
}

/**
 * Looks for a Chromium-based browser, and begins to install one where there is none.
 * @param {string} root
 * @param {string} node the project's Node
 * @returns {Promise<{ executable: Promise<string> }>} while it is being installed other things can be done
 */
export async function beginBrowser(root, node) {
  const found = findTestBrowser() ?? (await playwrightChromium(node));
  if (found) return { executable: Promise.resolve(found) };

  console.log('No Chrome, Chromium or Edge is installed; installing one for the tests…');
  const executable = installBrowser(root, node);
  // Whoever needs it is told.
  executable.catch(() => undefined);
  return { executable };
}

/**
 * @param {string} root
 * @param {string} node
 * @returns {Promise<string>}
 */
async function installBrowser(root, node) {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const installed = await runQuietly(node, [cli, 'install', 'chromium'], { timeoutMs: 300_000 });
  const own = installed.code === 0 ? await playwrightChromium(node) : null;
  if (own) return own;

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update', '-qq'], { env, timeoutMs: 180_000 });
    for (const name of ['chromium-headless-shell', 'chromium']) {
      const install = ['install', '-y', '-qq', '--no-install-recommends', name];
      await runQuietly('apt-get', install, { env, timeoutMs: 600_000 });
      const packaged = findTestBrowser();
      if (packaged) return packaged;
    }
  }
  throw new SetupError(
    'The end-to-end tests need a browser and none could be installed. Install Google Chrome, Chromium or Microsoft Edge ' +
      '(on Debian: apt-get install chromium), or set PRICEBOOK_BROWSER to the executable of one.',
  );
}

/**
 * @param {string} node
 * @returns {Promise<string | null>}
 */
async function playwrightChromium(node) {
  const program = "console.log(require('@playwright/test').chromium.executablePath())";
  const { code, output } = await runQuietly(node, ['-e', program]);
  const path = output.trim().split('\n').at(-1) ?? '';
  return code === 0 && existsSync(path) ? path : null;
}
