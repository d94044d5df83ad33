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
import { countingIds, writeEvents } from './analytics-data.mjs';
import { openCore } from './core-client.mjs';
import { quantile, rounded } from './measure.mjs';
import { watchPage } from './page-watch.mjs';
import { goTo, workAround } from './person-at-work.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
/** A person is watched this long before the import. */
const quietMs = 10_000;
const firstRows = 20_000;
const tiers = 100;
/** Browsers tell of tasks over this only: a step without any is said to take it. */
const leastTaskMs = 50;

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

/**
 * What was done and noticed since the last look. @param {Page} page
 * @returns {Promise<{ done: string[], tasks: { ms: number, what: string }[], keys: { ms: number, what: string }[] }>}
 */
const takeSeen = (page) =>
  page.evaluate(() => {
    const { seenByBench: seen } = /** @type {any} */ (window);
    const done = seen.done.splice(0).map((/** @type {{ what: string }} */ { what }) => what);
    return { done: [...new Set(done)], tasks: seen.tasks.splice(0), keys: seen.keys.splice(0) };
  });

/**
 * @param {Page} page
 * @param {Awaited<ReturnType<typeof startApp>>} app
 * @param {() => Promise<void>} work
 * @param {() => Promise<boolean>} isOver
 */
async function watched(page, app, work, isOver) {
  await takeSeen(page);
  app.startWatch();
  while (!(await isOver())) await work();
  const { done, tasks, keys } = await takeSeen(page);
  const main = await app.delays();
  return {
    'main thread, longest delay, ms': rounded(main.max),
    'main thread, p99 delay, ms': rounded(main.p99),
    'page, tasks over 50 ms': tasks.length,
    'page, longest task, ms': Math.max(0, ...tasks.map(({ ms }) => ms)),
    ...Object.fromEntries(
      done.map((what) => [
        `page, longest task while ${what}, ms`,
        Math.max(leastTaskMs, ...tasks.filter((task) => task.what === what).map(({ ms }) => ms)),
      ]),
    ),
    'key to paint, longest, ms': rounded(Math.max(...keys.map(({ ms }) => ms))),
    'key to paint, p95, ms': rounded(
      quantile(
        keys.map(({ ms }) => ms),
        0.95,
      ),
    ),
    ...Object.fromEntries(
      [...Map.groupBy(keys, ({ what }) => what)].map(([what, pressed]) => [
        `key to paint, longest of ${pressed.length} while ${what}, ms`,
        rounded(Math.max(...pressed.map(({ ms }) => ms))),
      ]),
    ),
    'keys pressed': keys.length,
  };
}

/** A plan with one price of many tiers. @param {Awaited<ReturnType<typeof openCore>>} core */
async function planWithTiers(core) {
  const [feature] = (await core.call('feature.search', { limit: 1 })).items;
  const plan = await core.call('plan.create', { name: 'Plan with many tiers' });
  await core.call('price.create', {
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: Array.from({ length: tiers }, (_, tier) => ({
      up_to: tier === tiers - 1 ? null : (tier + 1) * 10,
      unit_amount: String((tier + 1) / 100),
    })),
    type: 'USAGE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    currency: 'usd',
    entity_type: 'PLAN',
    entity_id: plan.id,
    meter_id: feature.meter_id,
    start_date: '2025-12-01T00:00:00Z',
  });
  return plan;
}

/** @param {{ rows?: number }} options @returns {Promise<Record<string, number>>} */
export async function benchSmooth({ rows = 1_000_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-smooth-'));
  const file = join(folder, 'usage.csv');
  const profile = join(folder, 'profile');
  execFileSync(process.execPath, [here('./analytics-catalog.mjs'), profile], { stdio: 'inherit' });
  // Reports have something to show from the beginning.
  writeEvents(file, firstRows, countingIds('first-'));
  const core = await openCore(profile);
  await core.importFile(file);
  const plan = await planWithTiers(core);
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
    const work = () => workAround(page, plan);
    await work();

    const quietUntil = performance.now() + quietMs;
    const before = await watched(page, app, work, async () => performance.now() > quietUntil);
    await goTo(page, '/imports');
    app.startWatch();
    await page.getByRole('button', { name: 'Import a usage file' }).click();
    // The page stays where it is until the file is handed over, and shows the import then.
    while (!(await job())) await page.waitForTimeout(50);
    const handing = await app.delays();
    const during = await watched(page, app, work, async () => (await job()).state !== 'running');
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
