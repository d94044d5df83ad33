/** What every launcher does first: the right Node, the locked dependencies, a fresh build. */
import { ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { root, SetupError } from './processes.mjs';
import { noProjectNode, projectNode, tooOldForTools } from './project-node.mjs';

/**
 * @param {{ build: boolean }} options
 * @returns {Promise<string>} the executable of the project's Node
 */
export async function prepare({ build }) {
  const tooOld = tooOldForTools();
  if (tooOld) throw new SetupError(tooOld);
  await ensureDependencies(root);
  const node = projectNode(root);
  if (!node) throw new SetupError(noProjectNode);
  if (build) await ensureBuilt(root, node);
  return node;
}

/**
 * Runs a launcher; a set-up step that cannot go on ends it with its sentence instead of a stack.
 * @param {() => Promise<number>} main answers the exit code
 */
export async function launch(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
