/** Takes the README's pictures of the built app with its sample catalog: `node tools/readme-pictures.mjs`. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findInstalledBrowser } from '../src-main/browser-shell/installed-browser.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { root } from './setup/processes.mjs';

const pictures = join(root, '.readme');

await ensureBuilt(root, process.execPath);
mkdirSync(pictures, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), 'pricebook-pictures-'));
const shell = spawn(
  process.execPath,
  [join(root, 'out/main/browser-shell.js'), '--no-window', '--sample', '--profile', profile],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const url = await new Promise((resolve) => {
  let said = '';
  shell.stdout.on('data', (text) => {
    said += text;
    const link = /http:\/\/127\.0\.0\.1\S+/.exec(said);
    if (link) resolve(link[0]);
  });
});
const browser = await chromium.launch({ executablePath: findInstalledBrowser() ?? undefined });
try {
  await takePictures();
} finally {
  await browser.close();
  shell.once('exit', () => rmSync(profile, { recursive: true, force: true }));
  shell.kill('SIGINT');
}

async function takePictures() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
  page.setDefaultTimeout(10_000);
  await page.goto(url);

  /** @param {string} name */
  const take = async (name) => {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };

  const menu = page.getByRole('navigation', { name: 'Main' });
  await menu.getByRole('link', { name: 'Analytics' }).click();
  await page.getByRole('heading', { name: 'Cost by group' }).waitFor();
  await take('analytics');
  await page.getByRole('heading', { name: 'Usage Breakdown' }).evaluate((heading) => heading.scrollIntoView());
  await take('breakdown');
  await menu.getByRole('link', { name: 'Groups' }).click();
  await page.getByRole('button', { name: /^Add/ }).click();
  await page.getByRole('textbox', { name: 'Group Name' }).fill('R&D / Ops');
  await take('create-group');
  await page.keyboard.press('Escape');
  const discard = page.getByRole('button', { name: /discard/i });
  if (await discard.isVisible()) await discard.click();
  await menu.getByRole('link', { name: 'Plans' }).click();
  await page.getByRole('row', { name: /Base Plan/ }).click();
  await page.getByRole('row', { name: /GPU/ }).getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Edit Price' }).click();
  await page.getByRole('dialog', { name: 'Edit Price' }).getByRole('textbox', { name: 'Price' }).fill('1.20');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await take('edit-price-review');
}
