import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** The thread files as the product ships them: workers cannot load our sources as they are. */
export interface BuiltThreads {
  threadFile: URL;
  importThreadFile: URL;
  remove(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');

/** Bundles the real thread entries for a test, in a fraction of a second. */
export async function buildThreads(): Promise<BuiltThreads> {
  // Below the project, so that the native addon is found.
  const outDir = mkdtempSync(join(root, 'node_modules', '.threads-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(root, 'src-shared') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      rollupOptions: {
        input: {
          'store-thread': join(root, 'src-main/threads/store-thread.ts'),
          'import-thread': join(root, 'src-main/threads/import-thread.ts'),
        },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
  const url = (name: string) => pathToFileURL(join(outDir, `${name}.mjs`));
  return {
    threadFile: url('store-thread'),
    importThreadFile: url('import-thread'),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}
