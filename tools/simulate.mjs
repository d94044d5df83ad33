#!/usr/bin/env node
/**
 * Plays random schedules of edits, faults and kills between Pricebooks and a server, and checks the rules of syncing.
 *
 *   npm run simulate                                        1,000 schedules
 *   npm run simulate -- --schedules 100000                  as many as wanted, on all cores
 *   npm run simulate -- --schedules 100000 --seed 7         the same schedules again, on any machine
 *   npm run simulate -- --restores 10                       in 10 of 100, backups are put back on the servers; else in 2
 *
 * Ctrl-C ends it after telling how many were played.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, prepare } from './setup/prepare.mjs';
import { childEnvironment, root, runQuietly, SetupError } from './setup/processes.mjs';

/** Schedules of one process, which has a seed of its own: the one asked for and its place. */
const perProcess = 500;

const files = ['schedules', 'more-schedules', 'two-servers', 'page-order'].map(
  (name) => `src-main/sync-simulation/${name}.property.test.ts`,
);

await launch(async () => {
  const { values } = parseArgs({
    options: { schedules: { type: 'string' }, seed: { type: 'string' }, restores: { type: 'string' } },
  });
  const schedules = wholeNumber('--schedules', values.schedules ?? '1000');
  const restores = wholeNumber('--restores', values.restores ?? '2');
  const seed = wholeNumber('--seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000_000)));
  console.log(`${schedules} schedules, seed ${seed}`);
  const node = await prepare({ build: false });
  const started = performance.now();
  const processes = Math.ceil(schedules / perProcess);
  let next = 0;
  let played = 0;
  /** @type {string | null} */
  let failure = null;
  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
  });

  async function playOnOneCore() {
    while (next < processes && failure === null && !isStopped) {
      const place = next;
      next += 1;
      const count = Math.min(perProcess, schedules - place * perProcess);
      const env = childEnvironment({
        SYNC_SCHEDULES: String(count),
        SYNC_SEED: String(seed + place),
        SYNC_RESTORES: String(restores),
      });
      const { code, output } = await runQuietly(
        node,
        [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project=oracle', '--maxWorkers=1', ...files],
        { env },
      );
      if (isStopped) return;
      if (code !== 0) {
        const again = `--schedules ${count} --seed ${seed + place} --restores ${restores}`;
        failure ??= `${output}\nThe same again: npm run simulate -- ${again}`;
        return;
      }
      played += count;
      const seconds = (performance.now() - started) / 1000;
      console.log(`${played} of ${schedules} played, ${Math.round(seconds)} s`);
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), processes) }, playOnOneCore));
  if (isStopped) {
    console.log(
      `Stopped: ${played} of ${schedules} played${failure === null && played > 0 ? ', every rule held' : ''}.`,
    );
    if (failure === null) return 130;
  }
  console.log(failure ?? 'Every rule held.');
  return failure === null ? 0 : 1;
});

/**
 * @param {string} option
 * @param {string} text
 */
function wholeNumber(option, text) {
  if (!/^\d{1,9}$/.test(text)) throw new SetupError(`${option} takes a whole number, such as 100000`);
  return Number(text);
}
