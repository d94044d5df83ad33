/** The load generator, run in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** @import { LoadPlan, LoadResult } from './api-load.mjs' */

/**
 * @param {LoadPlan} plan
 * @returns {Promise<LoadResult>}
 */
export async function load(plan) {
  const generator = spawn(process.execPath, [fileURLToPath(new URL('./api-load.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  generator.stdin.end(JSON.stringify(plan));
  const exited = once(generator, 'exit');
  const said = await text(generator.stdout);
  const [code] = await exited;
  if (code !== 0) throw new Error('the load generator failed');
  return JSON.parse(said);
}
