/**
 * Whether the app stays out of the way while a big file is imported: the built app in its browser shell, a real browser,
 * the file given to the Imports screen as a person gives it. Meanwhile a person types into a search box and looks at
 * reports by group, customer and plan; the same is done for a while before the import, to know what the import adds.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findInstalledBrowser } from '../../src-main/browser-shell/installed-browser.mjs';
import { writeEvents } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';
import { quantile, rounded } from './measure.mjs';
import { watchPage } from './page-watch.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
/** A person is watched this long before the import. */
const quietMs = 10_000;
const firstRows = 20_000;
const typed = 'Group 1';
/** A person looks at what came this long. */
const lookMs = 300;
const movedRows = 20;
const groupings = ['By customer', 'By plan', 'By group'];

/** @typedef {import('@playwright/test').Page} Page */

/** The app in a process of its own, with an ear on its main thread. @param {string} profile */
async function startApp(profile) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      here('./loop-delay.mjs'),
      here('../../out/main/browser-shell.js'),
      '--profile',
      profile,
      '--no-window',
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  const url = await new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      const found = /http:\S+token=\S+/.exec(String(chunk))?.[0];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}`)));
  });
  return {
    url: /** @type {string} */ (url),
    startWatch: () => void child.send('start'),
    /** @returns {Promise<{ max: number, p99: number }>} */
    async delays() {
      child.send('read');
      const [answer] = await once(child, 'message');
      return answer;
    },
    async end() {
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
    },
  };
}

/** @param {Page} page @param {string} path */
const goTo = (page, path) =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);

/** Asks the store as the page does. @param {Page} page @param {string} name @param {string} environment_id @returns {Promise<any>} */
const ask = (page, name, environment_id = '') =>
  page.evaluate(
    async ([procedure, environment]) => {
      const response = await fetch(`./rpc/${procedure}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input: {}, context: { environment_id: environment } }),
      });
      return (await response.json()).data;
    },
    [name, environment_id],
  );

/** Says what is done from now on, for the tasks it brings. @param {Page} page @param {string} what */
const doing = (page, what) => page.evaluate((now) => /** @type {any} */ (window).seenByBench.doing(now), what);

/** Opens a screen and looks at it. @param {Page} page @param {string} name @param {string} path */
async function open(page, name, path) {
  await doing(page, `opening ${name}`);
  await goTo(page, path);
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.waitForTimeout(lookMs);
}

/** What a person does meanwhile, once around. @param {Page} page */
async function workAround(page) {
  await open(page, 'Groups', '/groups');
  const search = page.getByRole('searchbox', { name: 'Name or lookup key' });
  await doing(page, 'searching Groups');
  await search.click();
  await page.keyboard.type(typed, { delay: 90 });
  for (const _char of typed) await page.keyboard.press('Backspace', { delay: 30 });
  await open(page, 'Plans', '/plans');
  await open(page, 'Features', '/features');
  await doing(page, 'moving down Features');
  await page.locator('[data-row="0"]').focus();
  for (let row = 0; row < movedRows; row += 1) await page.keyboard.press('ArrowDown', { delay: 30 });
  await open(page, 'Customers', '/customers');
  await open(page, 'Analytics', '/analytics');
  for (const grouping of groupings) {
    await doing(page, `Analytics ${grouping}`);
    await page.getByRole('button', { name: /Group by$/ }).click();
    await page.getByRole('option', { name: grouping, exact: true }).click();
    await page.waitForTimeout(lookMs);
  }
  await open(page, 'Imports', '/imports');
}

/**
 * What was noticed since the last look. @param {Page} page
 * @returns {Promise<{ tasks: { ms: number, what: string }[], keys: number[] }>}
 */
const takeSeen = (page) =>
  page.evaluate(() => {
    const { seenByBench: seen } = /** @type {any} */ (window);
    return { tasks: seen.tasks.splice(0), keys: seen.keys.splice(0) };
  });

/**
 * @param {Page} page
 * @param {Awaited<ReturnType<typeof startApp>>} app
 * @param {() => Promise<boolean>} isOver
 */
async function watched(page, app, isOver) {
  await takeSeen(page);
  app.startWatch();
  while (!(await isOver())) await workAround(page);
  const { tasks, keys } = await takeSeen(page);
  const main = await app.delays();
  return {
    'main thread, longest delay, ms': rounded(main.max),
    'main thread, p99 delay, ms': rounded(main.p99),
    'page, tasks over 50 ms': tasks.length,
    'page, longest task, ms': Math.max(0, ...tasks.map(({ ms }) => ms)),
    ...Object.fromEntries(
      [...Map.groupBy(tasks, ({ what }) => what)].map(([what, long]) => [
        `page, longest of ${long.length} tasks over 50 ms while ${what}, ms`,
        Math.max(...long.map(({ ms }) => ms)),
      ]),
    ),
    'key to paint, longest, ms': rounded(Math.max(...keys)),
    'key to paint, p99, ms': rounded(quantile(keys, 0.99)),
    'keys pressed': keys.length,
  };
}

/** @param {{ rows?: number }} options @returns {Promise<Record<string, number>>} */
export async function benchSmooth({ rows = 1_000_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-smooth-'));
  const file = join(folder, 'usage.csv');
  const profile = join(folder, 'profile');
  execFileSync(process.execPath, [here('./analytics-catalog.mjs'), profile], { stdio: 'inherit' });
  // Reports have something to show from the beginning.
  writeEvents(file, firstRows, 'first-');
  const core = await openCore(profile);
  await core.importFile(file);
  await core.close();
  writeEvents(file, rows);
  const app = await startApp(profile);
  const executablePath = findInstalledBrowser();
  const browser = await chromium.launch(executablePath ? { executablePath } : {});
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watchPage);
    page.on('filechooser', (chooser) => void chooser.setFiles(file));
    await page.goto(app.url);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const environment = (await ask(page, 'environment.list')).items[0].id;
    const job = async () =>
      (await ask(page, 'job.list', environment)).items.find((/** @type {any} */ one) => one.import);
    // Screens load their code when they are first shown: that is no matter of the import.
    await workAround(page);

    const quietUntil = performance.now() + quietMs;
    const before = await watched(page, app, async () => performance.now() > quietUntil);
    await goTo(page, '/imports');
    app.startWatch();
    await page.getByRole('button', { name: 'Import a usage file' }).click();
    // The page stays where it is until the file is handed over, and shows the import then.
    while (!(await job())) await page.waitForTimeout(50);
    const handing = await app.delays();
    const during = await watched(page, app, async () => (await job()).state !== 'running');
    const { state, message, started_at, finished_at, import: result } = await job();
    if (state !== 'done' || result.rows_accepted !== rows) throw new Error(`the import is ${state}: ${message}`);
    const named = (/** @type {string} */ when, /** @type {Record<string, number>} */ figures) =>
      Object.entries(figures).map(([figure, value]) => [`smooth, ${when}: ${figure}`, value]);
    return Object.fromEntries([
      ...named('before', before),
      ['smooth, handing over: main thread, longest delay, ms', rounded(handing.max)],
      ...named('importing', during),
      ['smooth, importing: rows', rows],
      ['smooth, importing: rows/s', Math.round(rows / ((Date.parse(finished_at) - Date.parse(started_at)) / 1000))],
    ]);
  } finally {
    await browser.close();
    await app.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
