/** The checks of `npm test`: how each is run and how its cases are counted. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { childEnvironment, root, runQuietly } from './processes.mjs';

/** @typedef {{ passed: number, failed: number, output: string }} Result */
/**
 * `begin` starts what takes long and can go on while other checks run.
 * @typedef {{ name: string, title: string, begin?(node: string): Promise<void>, run(node: string): Promise<Result> }} Check
 */

/** @type {Check[]} */
export const checks = [
  // The native compiler takes a third of the time; the other one is what the import rules read files with.
  tool('typecheck', 'Types', ['typescript-native/bin/tsc', '-p', 'tsconfig.json', '--checkers', '2']),
  tool('lint', 'Lint and format', ['@biomejs/biome/bin/biome', 'check', '.']),
  tool('imports', 'Import rules', [
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ...['--config', '.dependency-cruiser.cjs', 'src-main', 'src-renderer', 'src-shared', 'migrations'],
  ]),
  tool('unused', 'Unused code', ['knip/bin/knip.js']),
  { name: 'unit', title: 'Unit, property and contract tests', run: (node) => runTests(node, 'unit') },
  { name: 'api', title: 'HTTP API, syncing, programs', run: (node) => runTests(node, 'api*') },
  { name: 'oracle', title: 'Differential oracle', run: (node) => runTests(node, 'oracle') },
  { name: 'build', title: 'Build', run: runBuild },
  {
    name: 'e2e',
    title: 'End-to-end tests, both doors',
    begin: async (node) => void (await testBrowser(node)),
    run: runEndToEndTests,
  },
];

/**
 * A check by one program, which counts as one case.
 * @param {string} name
 * @param {string} title
 * @param {string[]} command path inside node_modules, then arguments
 * @returns {Check}
 */
function tool(name, title, [program = '', ...args]) {
  return {
    name,
    title,
    async run(node) {
      const { code, output } = await runQuietly(node, [inModules(program), ...args]);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
    },
  };
}

/** @param {string} node */
async function runBuild(node) {
  await ensureBuilt(root, node, () => {});
  return { passed: 1, failed: 0, output: '' };
}

/**
 * @param {string} node
 * @param {string} project of vitest.config.ts, or a pattern of several
 */
function runTests(node, project) {
  return withReport(async (report) => {
    const args = ['run', `--project=${project}`, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const { code, output } = await runQuietly(node, [inModules('vitest/vitest.mjs'), ...args]);
    return { code, output };
  }, countUnitTests);
}

/** @type {ReturnType<typeof beginBrowser> | undefined} */
let browserBegun;
const testBrowser = (/** @type {string} */ node) => {
  browserBegun ??= beginBrowser(root, node);
  return browserBegun;
};

/** @param {string} node */
async function runEndToEndTests(node) {
  const browser = await (await testBrowser(node)).executable;
  await ensureBuilt(root, node, () => {});
  return withReport(async (report) => {
    const env = childEnvironment({ PRICEBOOK_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
    const args = [inModules('@playwright/test/cli.js'), 'test', '--reporter=dot,json'];
    const { code, output } = await runQuietly(node, args, { env });
    return { code, output };
  }, countEndToEndTests);
}

/**
 * Runs tests that write a JSON report and counts them. A run that ended badly although no case of it failed (a file
 * that does not load, an error outside a test, no report at all) is one failure.
 * @param {(report: string) => Promise<{ code: number, output: string }>} run
 * @param {(report: any) => { passed: number, failed: number }} count
 * @returns {Promise<Result>}
 */
async function withReport(run, count) {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-tests-'));
  try {
    const file = join(folder, 'report.json');
    const { code, output } = await run(file);
    const { passed, failed } = existsSync(file)
      ? count(JSON.parse(readFileSync(file, 'utf8')))
      : { passed: 0, failed: 0 };
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const countUnitTests = (/** @type {{ numPassedTests: number, numFailedTests: number }} */ report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
});

/** A case that only passed when repeated has failed; so has one that never ran. */
const countEndToEndTests = (
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} */ { stats },
) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped });

const inModules = (/** @type {string} */ path) => join(root, 'node_modules', path);
