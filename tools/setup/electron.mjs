/** Gets Electron's executable: the one that is there, or a download once, bounded in time. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runHere } from './processes.mjs';

const downloadLimitMs = 180_000;
const probeLimitMs = 4_000;
const releases = 'https://github.com/electron/electron/releases/';

/**
 * Where Electron's executable is; null when it has not been downloaded.
 * @param {string} root
 * @returns {string | null}
 */
export function installedElectron(root) {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/**
 * Downloads Electron with its own installer (which checks the checksum). Answers the executable, or the reason why
 * there is none, fit to follow "because".
 * @param {string} root
 * @param {string} node the project's Node
 * @returns {Promise<{ executable: string } | { reason: string }>}
 */
export async function downloadElectron(root, node) {
  const unreachable = await probe();
  if (unreachable) return { reason: unreachable };
  console.log(`Downloading Electron (about 120 MB, once; at most ${downloadLimitMs / 60_000} minutes)…`);
  const started = Date.now();
  const ticker = setInterval(
    () => console.log(`  still downloading after ${Math.round((Date.now() - started) / 1000)} s…`),
    15_000,
  );
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  const { code, timedOut } = await runHere(node, [installer], { timeoutMs: downloadLimitMs });
  clearInterval(ticker);
  const executable = installedElectron(root);
  if (code === 0 && executable) return { executable };
  return { reason: timedOut ? 'its download took too long' : 'its download failed (see above)' };
}

/** A quick look whether the download server answers, so that a machine without a network does not wait. */
async function probe() {
  // A proxy or mirror is for the installer to find out about: a probe of our own would go around it.
  if (Object.keys(process.env).some((name) => /^(https?_proxy|(npm_config_)?electron_mirror)$/i.test(name)))
    return null;
  try {
    await fetch(releases, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeLimitMs) });
    return null;
  } catch {
    return `its download server ${new URL(releases).host} cannot be reached`;
  }
}
