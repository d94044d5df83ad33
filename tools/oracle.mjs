#!/usr/bin/env node
/**
 * Compares usage and cost with a second, naive count over raw events, on random catalogs and event streams.
 *
 *   npm run oracle                                    2,000 cases, as `npm test` does
 *   npm run oracle -- --cases 100000                  as many as wanted; 100,000 take about a quarter of an hour
 *   npm run oracle -- --cases 100000 --seed 7         the same cases again
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, prepare } from './setup/prepare.mjs';
import { childEnvironment, root, runHere, SetupError } from './setup/processes.mjs';

await launch(async () => {
  const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
  const cases = wholeNumber('--cases', values.cases ?? '2000');
  const seed = wholeNumber('--seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31)));
  console.log(`${cases} cases, seed ${seed}`);
  const node = await prepare({ build: false });
  const env = childEnvironment({ ORACLE_CASES: String(cases), ORACLE_SEED: String(seed) });
  const { code } = await runHere(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project=oracle'], {
    env,
  });
  return code ?? 1;
});

/**
 * @param {string} option
 * @param {string} text
 */
function wholeNumber(option, text) {
  if (!/^\d{1,9}$/.test(text)) throw new SetupError(`${option} takes a whole number, such as 100000`);
  return Number(text);
}
