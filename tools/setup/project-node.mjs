/** Which Node the project runs on: Node 24 from the locked dependencies, where its platform has such a package. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const oldestForTools = 20;
/** The SQLite addon needs Node-API 10, the Electron stand-in type stripping without a flag. */
const oldestForProject = [22, 18];

/** One plain sentence when the Node that started a launcher is too old even for that, else null. */
export function tooOldForTools(version = process.versions.node) {
  const [major = 0] = parts(version);
  if (major >= oldestForTools) return null;
  return `Pricebook needs Node ${oldestForTools} or newer to start; this is Node ${version}. Install Node 24 from https://nodejs.org and run the command again.`;
}

/**
 * The executable of the project's Node; null when neither the locked package nor the running Node will do.
 * @param {string} root
 * @param {{ platform: string, arch: string, version: string, execPath: string, exists: (path: string) => boolean }} [machine]
 * @returns {string | null}
 */
export function projectNode(root, { platform, arch, version, execPath, exists } = thisMachine()) {
  const folder = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const locked = join(root, 'node_modules', folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (exists(locked)) return locked;
  const [major = 0, minor = 0] = parts(version);
  const [neededMajor = 0, neededMinor = 0] = oldestForProject;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor) ? execPath : null;
}

/** What to do when there is no Node to run the project on. */
export const noProjectNode =
  `No Node package exists for ${process.platform}-${process.arch}, so Pricebook runs on your own Node, which must be ` +
  `${oldestForProject.join('.')} or newer; this is ${process.versions.node}. Install Node 24 from https://nodejs.org and run the command again.`;

const thisMachine = () => ({
  platform: process.platform,
  arch: process.arch,
  version: process.versions.node,
  execPath: process.execPath,
  exists: existsSync,
});

const parts = (/** @type {string} */ version) => version.split('.').map(Number);
