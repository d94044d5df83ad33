import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Whole requests, whole syncs, real threads and whole programs: they would slow the quick tests down. */
const apiTests = [
  'src-main/{v1-api,api-server,serve,core/sync}/**/*.test.ts',
  'src-main/*.test.ts',
  'tools/**/*.test.ts',
];
/** The public client validates with settings of its own, which are global: it gets a process to itself. */
const sdkTests = ['src-main/v1-api/sdk-*.test.ts'];
/** Thousands of random worlds, each answered a second time in the plainest way: minutes, not seconds. */
const oracleTests = [
  'src-main/sync-simulation/**/*.test.ts',
  'src-main/core/oracle/**/*.test.ts',
  'src-main/core/**/*.property.test.ts',
  'src-main/core/{fuzz,catalog-model}.test.ts',
];

export default defineConfig({
  resolve: { alias: { '@shared': resolve(import.meta.dirname, 'src-shared') } },
  test: {
    environment: 'node',
    // Whatever a test replaces it puts back: to load the program once for each core instead of once for each file halves
    // the time.
    isolate: false,
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src-main,src-renderer,src-shared,migrations,tools}/**/*.test.{ts,tsx}'],
          exclude: [...apiTests, ...oracleTests],
        },
      },
      { extends: true, test: { name: 'api', include: apiTests, exclude: [...sdkTests, ...oracleTests] } },
      { extends: true, test: { name: 'api-sdk', include: sdkTests, isolate: true } },
      { extends: true, test: { name: 'oracle', include: oracleTests } },
    ],
  },
});
