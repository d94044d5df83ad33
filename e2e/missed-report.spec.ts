import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('a scheduled report that was missed and cannot be written is told at the next start, once, and leads to why', async ({
  page,
  profileDir,
  chooseFile,
  relaunch,
}) => {
  // Three starts of the app.
  test.slow();
  const chosen = mkdtempSync(join(tmpdir(), 'pricebook-missed-'));
  await openPath(page, '/reports');
  const environment = await sandboxId(page);
  const question = { kind: 'breakdown', range: { preset: 'last_month' } };
  await callFromPage(page, 'savedReport.create', { name: 'For finance', question }, environment);

  await test.step('it is scheduled', async () => {
    await chooseFile(chosen).catch(() => undefined);
    await page.getByRole('button', { name: 'Actions for For finance' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Schedule…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Schedule For finance' });
    await dialog.getByRole('button', { name: /folder/ }).press('Enter');
    await expect(dialog.getByText('No folder chosen yet')).toBeHidden();
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
  });

  const { data } = await callFromPage(page, 'savedReport.list', {}, environment);
  const folder = String(data?.items?.[0]?.folder);
  const again = await relaunch(() => {
    // Two days pass while the app is closed, and a file takes the place of the folder.
    const store = new Database(join(profileDir, 'pricebook.db'));
    store.prepare('update saved_reports set dealt_with = dealt_with - ?').run(2 * 86_400_000);
    store.close();
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, '');
  });
  const told = again.getByText(/^The scheduled report “For finance” was not written\. .*folder/);

  await test.step('wherever the person is, with a way to the reports', async () => {
    await expect(told).toBeVisible();
    await expectAccessible(again);
    await again.keyboard.press('F8');
    await again.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await expect(again.getByRole('heading', { name: 'Reports', level: 1 })).toBeVisible();
    const row = again.getByRole('grid', { name: 'Reports' }).getByRole('row', { name: /For finance/ });
    await expect(row).toContainText('Failed');
  });

  await test.step('its runs say when it was due and why it failed', async () => {
    await again.getByRole('button', { name: 'Actions for For finance' }).press('Enter');
    await again.getByRole('menuitem', { name: 'Runs…' }).press('Enter');
    const runs = again.getByRole('grid', { name: 'Runs of For finance' });
    await expect(runs.getByRole('row')).toHaveCount(2);
    await expect(runs).toContainText('folder');
    // The cell cuts it: the whole sentence stands above the table.
    await expect(again.getByText(/^The last run failed: .*folder/)).toBeVisible();
    await expectAccessible(again);
  });

  await test.step('it is told once, and comes by itself when the folder is there again', async () => {
    const last = await relaunch(() => {
      const store = new Database(join(profileDir, 'pricebook.db'));
      store.prepare('update saved_reports set dealt_with = dealt_with - ?').run(2 * 86_400_000);
      store.close();
      rmSync(folder);
      mkdirSync(folder);
    });
    await expect
      .poll(async () => (await callFromPage(last, 'savedReport.list', {}, environment)).data?.items?.[0]?.last_run)
      .toMatchObject({ state: 'done' });
    await expect(last.getByText('was not written')).toHaveCount(0);
  });
  rmSync(chosen, { recursive: true, force: true });
});
