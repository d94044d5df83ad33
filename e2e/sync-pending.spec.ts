import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { groupNames, groupOf } from './api/api-client';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, test } from './support/second-server';
import { syncedSandbox } from './support/synced-sandbox';

const list = (page: Page) => page.getByRole('grid', { name: 'Pending changes' });
const detail = (page: Page) => page.getByRole('complementary', { name: 'The change' });
const fields = (page: Page) => detail(page).getByRole('table', { name: 'Changed fields' });

test('what is edited offline is pending: looked at, held, taken back in part, released and sent', async ({
  page,
  server,
}) => {
  await server.send('POST', '/plans', { name: 'Standard', lookup_key: 'standard', description: 'Old words' });
  const { call } = await syncedSandbox(page, server, 'review');
  await openPath(page, '/pending');
  await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible();
  await expectAccessible(page);

  const [plan] = (await call('plan.search')).items ?? [];
  const gpu = await call('group.create', groupOf('GPU'));
  await call('plan.update', { id: plan?.id, name: 'Standard 2', description: 'New words', metadata: { tier: 'gold' } });
  await call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan?.id,
    currency: 'usd',
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ADVANCE',
    amount: '20',
    display_name: 'Seat',
    group_id: gpu.id,
  });

  await test.step('in the order of sending, with what each changes, needs and would send', async () => {
    await expect(list(page).getByRole('rowheader')).toHaveText([/Group\s*GPU/, /Plan\s*Standard 2/, /Price\s*Seat/]);
    await expect(page.getByRole('link', { name: 'Pending changes 3' })).toBeVisible();
    await list(page).getByRole('row', { name: /Seat/ }).click();
    await expect(detail(page)).toContainText('Sent before it: Group “GPU”');
    await expect(detail(page).getByText('"group_id": "(id of “GPU”)"')).toBeVisible();
    await list(page)
      .getByRole('row', { name: /Standard 2/ })
      .click();
    await expect(fields(page)).toContainText(/Description\s*Old words\s*New words/);
    await expect(fields(page)).toContainText(/Metadata: tier\s*empty\s*gold/);
    await expect(
      detail(page)
        .getByText(/PUT \/v1\/plans\/plan_/)
        .first(),
    ).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('at 200 % zoom the change is below the list, and is brought into view', async () => {
    await page.setViewportSize({ width: 720, height: 450 });
    await list(page).getByRole('row', { name: /Seat/ }).click();
    await expect(detail(page).getByRole('heading', { name: 'Seat' })).toBeInViewport();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('lists mark what the server lacks', async () => {
    await openPath(page, '/groups');
    const mark = page.getByRole('row', { name: /GPU/ }).getByRole('note');
    await mark.focus();
    await expect(page.getByRole('tooltip')).toHaveText('Not on the server yet. New.');
    await page.keyboard.press('G');
    await page.keyboard.press('O');
    await list(page)
      .getByRole('row', { name: /Standard 2/ })
      .click();
  });

  await test.step('one field goes back, the others stay', async () => {
    await fields(page).getByRole('button', { name: 'Take back Name' }).press('Enter');
    await expect(fields(page).getByRole('rowheader')).toHaveText(['Description', 'Metadata: tier']);
    await expect(list(page).getByRole('row', { name: /Plan Standard/ })).toContainText('Description, Metadata');
  });

  await test.step('what is held back is not sent with the rest', async () => {
    await detail(page).getByRole('button', { name: 'Hold back' }).press('Enter');
    await expect(detail(page)).toContainText('Held back');
    await page.keyboard.press('ControlOrMeta+s');
    const review = page.getByRole('dialog', { name: 'Review and send 2 changes' });
    await expect(review).toContainText('2 new rows. Environment: Sandbox.');
    await expect(review.getByRole('list', { name: 'Changes to send' })).not.toContainText('Edit · Plan');
    // What is released is seen with its values, and references by their names.
    await expect(review.getByRole('listitem').filter({ hasText: 'Seat' })).toContainText(/Price: \$20 .*Group: GPU/);
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    // Nor does anything leave unseen because another change needs it.
    await list(page).getByRole('row', { name: /Seat/ }).click();
    await detail(page).getByRole('button', { name: 'Send this' }).press('Enter');
    await expect(review.getByRole('list', { name: 'Changes to send' }).getByRole('listitem')).toContainText([
      'GPU goes along, since “Seat” needs it',
      'Seat',
    ]);
    await review.getByRole('button', { name: 'Send to Sandbox' }).press('Enter');
    await expect(list(page).getByRole('rowheader')).toHaveText([/Plan\s*Standard/]);
    await expect(detail(page)).toContainText(/^Sent at .*: the server has it\.$/);
    expect(await groupNames(server.send)).toEqual(['GPU']);
  });

  await test.step('a change set carries it to another computer', async () => {
    await list(page)
      .getByRole('row', { name: /Plan Standard/ })
      .click();
    await detail(page).getByRole('textbox', { name: 'Note' }).fill('As agreed');
    await expect(detail(page).getByRole('button', { name: 'Save note' })).toBeVisible();
    // Leaving the field keeps it, so that the next change can be looked at.
    await list(page)
      .getByRole('row', { name: /Plan Standard/ })
      .click();
    await expect(detail(page).getByRole('button', { name: 'Save note' })).toBeHidden();
    await expect.poll(async () => (await call('pending.list')).items).toMatchObject([{ note: 'As agreed' }]);
  });

  await test.step('released, it goes', async () => {
    await detail(page).getByRole('button', { name: 'Send this' }).press('Enter');
    await page.getByRole('button', { name: 'Send to Sandbox' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible();
    const { body } = await server.send('POST', '/plans/search', {});
    expect(body.items).toMatchObject([{ name: 'Standard', description: 'New words', metadata: { tier: 'gold' } }]);
  });
});

test('a change set is exported, seen before it is applied, and applied; what was never sent is taken back', {
  tag: '@both-doors',
}, async ({ page, server, savedFile, chooseFile, profileDir }) => {
  const { call } = await syncedSandbox(page, server, 'review');
  await call('group.create', groupOf('Compute'));
  await call('plan.create', { name: 'Pro', lookup_key: 'pro' });
  await openPath(page, '/pending');
  await page.getByRole('button', { name: 'Export set…' }).press('Enter');
  const exporting = page.getByRole('dialog', { name: 'Export change set' });
  await exporting.getByRole('textbox', { name: 'Title' }).fill('June');
  const saved = savedFile();
  await page.keyboard.press('ControlOrMeta+Enter');
  const text = await saved;
  expect(JSON.parse(text)).toMatchObject({ title: 'June', changes: [{ name: 'Compute' }, { name: 'Pro' }] });

  await test.step('taken back, they are gone', async () => {
    await page.getByRole('button', { name: 'Take all back…' }).press('Enter');
    const asked = page.getByRole('alertdialog', { name: 'Take back 2 changes?' });
    await expect(asked).toContainText('2 rows were never sent');
    await asked.getByRole('button', { name: 'Take back' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible();
    expect((await call('plan.search')).items).toEqual([]);
  });

  await test.step('the file brings them again', async () => {
    const path = join(profileDir, 'june.json');
    writeFileSync(path, text);
    await page.getByRole('button', { name: 'Import set…' }).press('Enter');
    const importing = page.getByRole('dialog', { name: 'Import change set' });
    const chosen = chooseFile(path);
    await importing.getByRole('button', { name: 'Choose file…' }).press('Enter');
    await chosen;
    await expect(importing.getByRole('list', { name: 'Changes in the file' }).getByRole('listitem')).toHaveText([
      /Applies.*Compute/,
      /Applies.*Pro/,
    ]);
    await expectAccessible(page);
    await importing.getByRole('button', { name: 'Apply 2 changes' }).press('Enter');
    await expect(list(page).getByRole('rowheader')).toHaveText([/Group\s*Compute/, /Plan\s*Pro/]);
  });
});
