/** From the start of a new process to the first answered query, on a profile that holds the sample catalog. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { openCore } from './core-client.mjs';
import { median, rounded } from './measure.mjs';

const run = fileURLToPath(new URL('./start-run.mjs', import.meta.url));

export async function benchStart({ runs = 5 } = {}) {
  const profile = await cached('sample', async (folder) => {
    const core = await openCore(folder);
    await core.call('sample.load', {});
    await core.close();
  });
  const once = () => Number(execFileSync(process.execPath, [run, profile], { encoding: 'utf8' }));
  once();
  const times = Array.from({ length: runs }, once);
  return { 'core start to first answer, ms': rounded(median(times)) };
}
