import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Two rules that the design leans on; an upgrade of the linter must not lose them without a word.
const folder = mkdtempSync(join(import.meta.dirname, 'planted-'));
afterAll(() => rmSync(folder, { recursive: true }));

const forgetful = `import type { Kysely } from 'kysely';
export async function forget(db: Kysely<{ t: { id: number } }>): Promise<void> {
  db.deleteFrom('t').execute();
}
`;
const linter = join(import.meta.dirname, '../../node_modules/@biomejs/biome/bin/biome');
const planted = {
  'forgotten-await.ts': forgetful,
  'awaited.ts': forgetful.replace('  db.', '  await db.'),
  'default-export.ts': 'export default function anything(): void {}\n',
};

interface Complaint {
  category: string;
  location: { path: string };
}
let complaints: Complaint[] = [];

/** The rules that a planted file breaks. */
const brokenBy = (file: keyof typeof planted) =>
  complaints.filter(({ location }) => location.path.endsWith(`/${file}`)).map(({ category }) => category);

// Once for all of them: to tell types the linter reads the whole project.
beforeAll(() => {
  for (const [file, code] of Object.entries(planted)) writeFileSync(join(folder, file), code);
  complaints = lint();
});

/** What the linter says of the planted files; what it prints besides is told when it ends without that. */
function lint(): Complaint[] {
  const args = [linter, 'lint', '--vcs-enabled=false', '--reporter=json', folder];
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (!stdout.trimEnd().endsWith('}')) throw new Error(`the linter ended with ${signal ?? status}: ${stdout}${stderr}`);
  return JSON.parse(stdout).diagnostics;
}

test('a forgotten await on a database call is found', () => {
  expect(brokenBy('forgotten-await.ts')).toContain('lint/nursery/noFloatingPromises');
  expect(brokenBy('awaited.ts')).toEqual([]);
});

test('a default export is found', () => {
  expect(brokenBy('default-export.ts')).toContain('lint/style/noDefaultExport');
});
