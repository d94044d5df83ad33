import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alone } from './alone.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pricebook-alone-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('lets one after another work, and gives back what each answered', async () => {
  let atWork = 0;
  const answers = await Promise.all(
    [1, 2, 3].map((number) =>
      alone(root, async () => {
        atWork += 1;
        expect(atWork).toBe(1);
        await delay(20);
        atWork -= 1;
        return number;
      }),
    ),
  );
  expect(answers).toEqual([1, 2, 3]);
});

it('is free again after work that failed', async () => {
  await expect(alone(root, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await alone(root, async () => 'done')).toBe('done');
});

it('takes over from a launcher that was killed', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const name = createHash('sha256').update(`${userInfo().username} ${root}`).digest('hex').slice(0, 16);
  writeFileSync(join(tmpdir(), `pricebook-setup-${name}.lock`), String(pid));
  expect(await alone(root, async () => 'done')).toBe('done');
});
