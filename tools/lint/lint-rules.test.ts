import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

// Two rules that the design leans on; an upgrade of the linter must not lose them without a word.
const folder = mkdtempSync(join(import.meta.dirname, 'planted-'));
afterAll(() => rmSync(folder, { recursive: true }));

function complaints(code: string): string {
  const file = join(folder, 'planted.ts');
  writeFileSync(file, code);
  try {
    return execFileSync('npx', ['biome', 'lint', '--vcs-enabled=false', file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

test('a forgotten await on a database call is found', () => {
  const code = `import type { Kysely } from 'kysely';
export async function forget(db: Kysely<{ t: { id: number } }>): Promise<void> {
  db.deleteFrom('t').execute();
}
`;
  expect(complaints(code)).toContain('noFloatingPromises');
  expect(complaints(code.replace('  db.', '  await db.'))).not.toContain('noFloatingPromises');
});

test('a default export is found', () => {
  expect(complaints('export default function anything(): void {}\n')).toContain('noDefaultExport');
});
