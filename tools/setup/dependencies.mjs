/** Installs the locked dependencies when they are missing or stale. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.mjs';
import { runHere, SetupError } from './processes.mjs';

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * Makes node_modules match package-lock.json. Does nothing (a few milliseconds) when it already does.
 * @param {string} root
 */
export async function ensureDependencies(root) {
  const stamp = join(root, 'node_modules', '.pricebook-installed');
  const wanted = lockHash(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await alone(root, async () => {
    // Another launcher may have installed them while this one waited.
    if (!isInstalled(root)) await install(root);
    writeFileSync(stamp, wanted);
  });
}

/** @param {string} root */
async function install(root) {
  const isFirst = !existsSync(join(root, 'node_modules'));
  if (process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules'))) {
    // Windows cannot replace the executable that is running.
    throw new SetupError(
      'The installed dependencies do not match package-lock.json. Run "npm ci", then this command again.',
    );
  }
  console.log(
    isFirst
      ? 'Installing the locked dependencies (once, about a minute)…'
      : 'The dependencies changed; installing them…',
  );
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...before] = npm();
  const { code } = await runHere(command, [...before, ...args], { env: process.env });
  if (code !== 0) {
    throw new SetupError(
      '"npm ci" failed (see above), so Pricebook cannot run. Check the connection to the package registry and try again.',
    );
  }
}

/** npm as it was started, so that the same one with the same settings does the work. */
function npm() {
  const running = process.env.npm_execpath;
  if (running && existsSync(running))
    return /** @type {const} */ ([process.env.npm_node_execpath ?? process.execPath, running]);
  return /** @type {const} */ ([process.platform === 'win32' ? 'npm.cmd' : 'npm']);
}

/**
 * Whether what is installed is what the lockfile says, by npm's own record of it: dependencies that somebody installed
 * by hand need no second installation.
 * @param {string} root
 */
function isInstalled(root) {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const locked = packagesOf(join(root, 'package-lock.json'));
  if (!installed || !locked) return false;
  return Object.entries(locked).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null}
 */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/** @param {string} root */
function lockHash(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}
