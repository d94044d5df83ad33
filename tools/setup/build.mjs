/** Builds `out/` when the sources are not those it was built from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.mjs';
import { runQuietly, SetupError } from './processes.mjs';

const sources = [
  'src-main',
  'src-renderer',
  'src-shared',
  'migrations',
  'electron.vite.config.ts',
  'package-lock.json',
];

/**
 * @param {string} root
 * @param {string} node the project's Node
 * @param {(line: string) => void} [say]
 */
export async function ensureBuilt(root, node, say = console.log) {
  const stamp = join(root, 'out', '.built-from');
  const wanted = sourceHash(root);
  const isFresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isFresh()) return;
  await alone(root, async () => {
    // Another launcher may have built it while this one waited.
    if (!isFresh()) await build(root, node, stamp, wanted, say);
  });
}

/**
 * @param {string} root
 * @param {string} node
 * @param {string} stamp
 * @param {string} wanted
 * @param {(line: string) => void} say
 */
async function build(root, node, stamp, wanted, say) {
  say('Building…');
  rmSync(stamp, { force: true });
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await runQuietly(node, [electronVite, 'build', '--logLevel', 'warn']);
  if (code !== 0) throw new SetupError(`${output}\nThe build failed (see above).`);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * A hash over names and contents: unlike times of change it survives a checkout of another commit and back.
 * @param {string} root
 */
function sourceHash(root) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(join(root, source))) hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * @param {string} path a file or a folder
 * @returns {string[]} every file in it, sorted; tests are not part of the product
 */
function filesIn(path) {
  if (!/\.[a-z]+$/.test(path)) {
    const names = readdirSync(path).sort();
    return names.flatMap((name) => filesIn(join(path, name)));
  }
  return /\.test\.tsx?$/.test(path) ? [] : [path];
}
