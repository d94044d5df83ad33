import { ensureBuilt } from '../../tools/setup/build.mjs';
import { root } from '../../tools/setup/processes.mjs';

/** Builds what the specs start, unless it is fresh already. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global set-up as the default export
export default async function buildFirst(): Promise<void> {
  await ensureBuilt(root, process.execPath);
}
