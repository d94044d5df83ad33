import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestCore, type TestCoreOptions, testCore } from '../core/test-core';

let template: Promise<string> | null = null;

async function makeTemplate(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'pricebook-simulation-template-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'pricebook.db');
  await testCore({ file }).close();
  return file;
}

/** A folder with a new profile in it. It is copied: making one takes longer than a whole simulation. */
export async function newProfile(): Promise<{ file: string; remove(): void }> {
  template ??= makeTemplate();
  const from = await template;
  const dir = mkdtempSync(join(tmpdir(), 'pricebook-simulation-'));
  const file = join(dir, 'pricebook.db');
  copyFileSync(from, file);
  return { file, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Opens a profile. What was committed survives a killed program without being forced to the disk, which takes long. */
export function openProfile(options: TestCoreOptions): TestCore {
  const core = testCore(options);
  core.store.sqlite.pragma('synchronous = off');
  return core;
}
