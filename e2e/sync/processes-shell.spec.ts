import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { testSeed } from '../../src-main/core/test-seed';
import { createKey, launchServe, type ServeRun } from '../api/launch-serve';
import { freePort } from '../support/free-port';
import { randomEdit, seeded } from './random-edits';
import { type RunningShell, runningShell } from './running-shell';
import { type Contents, readContents, undecided } from './store-contents';

const editsEach = 200;
/** The same for the same sources, so that what fails is found again; `SYNC_SEED=7 npm run e2e -- processes-shell` plays another. */
const seed = testSeed(process.env.SYNC_SEED);

test('two Pricebooks and a server have the same in the end, whichever of them was killed when', async () => {
  test.setTimeout(300_000);
  const dir = mkdtempSync(join(tmpdir(), 'pricebook-processes-'));
  const [serverDir, ...shellDirs] = ['server', 'a', 'b'].map((name) => join(dir, name)) as [string, string, string];
  const { key } = await createKey(serverDir);
  const port = await freePort();
  let server: ServeRun = await launchServe(serverDir, ['--port', String(port), '--rate-limit', '0']);
  const shells = shellDirs.map(runningShell) as [RunningShell, RunningShell];
  const kills = { server: 0, shells: 0 };
  try {
    for (const shell of shells) {
      const saved = await shell.call('connection.save', { base_url: `http://127.0.0.1:${port}`, api_key: key });
      expect(saved.ok).toBe(true);
    }
    // When which of them is killed is the machine's, so that the same seed need not meet the same again.
    console.log(`The same edits again: SYNC_SEED=${seed} npm run e2e -- processes-shell`);
    const random = seeded(seed);
    let isEditing = true;
    const killing = (async () => {
      while (isEditing) {
        await delay(100 + random(900));
        const victim = random(3);
        if (victim < 2) {
          kills.shells += 1;
          await shells[victim]?.kill();
        } else {
          kills.server += 1;
          await server.end('SIGKILL');
          server = await launchServe(serverDir, ['--port', String(port), '--rate-limit', '0']);
        }
      }
    })();
    // A quick machine is done before enough was killed: then they go on editing.
    for (let round = 0; round === 0 || (kills.shells + kills.server <= 3 && round < 10); round += 1) {
      const randomOf = (person: number) => seeded(seed + 10 * round + person + 1);
      await Promise.all(shells.map((shell, person) => edit(shell, `p${person}`, randomOf(person))));
    }
    isEditing = false;
    await killing;
    expect(kills.shells + kills.server).toBeGreaterThan(3);

    await settle(shells);
    for (const shell of shells) await shell.end();
    await server.end();
    const there = readContents(serverDir, null);
    const here = shellDirs.map((one) => readContents(one, 1));
    expect(Object.keys(there).length).toBeGreaterThan(50);
    // Rows that only a person can bring together are told, and everything else is the same.
    const open = new Set(shellDirs.flatMap(undecided));
    const decided = (contents: Contents) =>
      Object.fromEntries(Object.entries(contents).filter(([name]) => !open.has(name)));
    console.log(
      `${kills.shells} + ${kills.server} kills, ${Object.keys(there).length} rows, undecided: ${[...open].join(', ') || 'none'}`,
    );
    expect(open.size).toBeLessThan(Object.keys(there).length / 4);
    for (const contents of here) expect(decided(contents)).toEqual(decided(there));
    for (const one of shellDirs) expect(statSync(join(one, 'secrets.json')).mode & 0o777).toBe(0o600);
  } finally {
    for (const shell of shells) await shell.kill();
    await server.end('SIGKILL');
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

/** Edits until so many edits were answered; what a kill cut off may have been done or not. */
async function edit(shell: RunningShell, author: string, random: (below: number) => number): Promise<void> {
  let number = 0;
  for (let done = 0; done < editsEach; ) {
    number += 1;
    if (await randomEdit(shell, author, number, random).catch(() => false)) done += 1;
  }
}

/** Everybody syncs, and decides what can be decided, until nothing moves any more. */
async function settle(shells: readonly RunningShell[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  // A quiet round of everybody may still bring what the one before it sent.
  let last = '';
  for (let quiet = 0; quiet < 3; ) {
    if (Date.now() > deadline) throw new Error(`not settled: ${last}`);
    for (const shell of shells) {
      await shell.call('sync.start', {});
      await expect.poll(async () => (await told(shell)).state, { timeout: 60_000 }).not.toBe('syncing');
      if ((await told(shell)).conflicts > 0) await decide(shell);
      // What a kill left of unknown fate is looked for after a pause.
      await delay(1000);
    }
    const now = JSON.stringify(await Promise.all(shells.map(told)), ['pending', 'conflicts', 'problem']);
    quiet = now === last ? quiet + 1 : 0;
    last = now;
  }
}

const told = async (shell: RunningShell) => (await shell.call('sync.status', {})).data;

/** Takes theirs wherever that can be chosen, else what can be. */
async function decide(shell: RunningShell): Promise<void> {
  const { data } = await shell.call('conflict.list', { limit: 200 });
  for (const { number, choices } of (data?.items ?? []) as { number: number; choices: string[] }[]) {
    const choice = choices.includes('theirs') ? 'theirs' : choices[0];
    await shell.call('conflict.resolve', { items: [{ number, choice }] });
  }
}
