/** What the person of the smoothness benchmark does, and the name of each step for the tasks it brings to the page. */

/** @typedef {import('@playwright/test').Page} Page */

const typed = 'Group 1';
/** A person looks at what came this long. */
const lookMs = 300;
const movedRows = 20;
const groupings = ['By customer', 'By plan', 'By group'];
/** What is only opened and looked at: name and address. */
const visited = [
  ['What if', '/what-if'],
  ['Reports', '/reports'],
  ['Pending changes', '/pending'],
  ['Conflicts', '/conflicts'],
  ['Appearance', '/settings'],
];

/** @param {Page} page @param {string} path */
export const goTo = (page, path) =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);

/** Says what is done from now on. @param {Page} page @param {string} what */
const doing = (page, what) => page.evaluate((now) => /** @type {any} */ (window).seenByBench.doing(now), what);

/** @param {Page} page */
const look = (page) => page.waitForTimeout(lookMs);

/** Opens a screen and looks at it. @param {Page} page @param {string} name @param {string} path */
async function open(page, name, path) {
  await doing(page, `opening ${name}`);
  await goTo(page, path);
  await page.locator('h1').getByText(name).waitFor();
  await look(page);
}

/** @param {Page} page */
async function searchGroups(page) {
  await open(page, 'Groups', '/groups');
  await doing(page, 'searching Groups');
  await page.getByRole('searchbox', { name: 'Name or lookup key' }).click();
  await page.keyboard.type(typed, { delay: 90 });
  for (const _char of typed) await page.keyboard.press('Backspace', { delay: 30 });
}

/** @param {Page} page */
async function moveDownFeatures(page) {
  await open(page, 'Features', '/features');
  await doing(page, 'moving down Features');
  await page.locator('[data-row="0"]').focus();
  for (let row = 0; row < movedRows; row += 1) await page.keyboard.press('ArrowDown', { delay: 30 });
}

/** Edits a price with many tiers, and leaves it as it was. @param {Page} page @param {{ id: string, name: string }} plan */
async function editPrice(page, plan) {
  await open(page, plan.name, `/plans/${plan.id}`);
  await page.getByRole('button', { name: /^Actions for feature/ }).click();
  const edit = page.getByRole('menuitem', { name: /^Edit/ });
  await edit.waitFor();
  await doing(page, 'opening Edit Price');
  await edit.click();
  const groups = page.getByRole('dialog').getByRole('button', { name: /Group$/ });
  await groups.waitFor();
  await look(page);
  await doing(page, 'opening the group picker of Edit Price');
  await groups.click();
  await page.getByRole('option').first().waitFor();
  await look(page);
  await doing(page, 'searching the group picker of Edit Price');
  await page.keyboard.type(typed, { delay: 90 });
  await look(page);
  await doing(page, 'closing Edit Price');
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await look(page);
}

/** Drags over a part of the chart, which zooms into it, and takes that back. @param {Page} page */
async function dragInChart(page) {
  await doing(page, 'dragging in the chart');
  const box = await page.getByRole('slider').boundingBox();
  if (!box) throw new Error('there is no chart to drag in');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 25 });
  await doing(page, 'zooming into the chart');
  await page.mouse.up();
  await look(page);
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  await look(page);
}

/** @param {Page} page */
async function lookAtUsage(page) {
  await open(page, 'Analytics', '/analytics');
  for (const grouping of groupings) {
    await doing(page, 'opening the list of groupings');
    await page.getByRole('button', { name: /Group by$/ }).click();
    const choice = page.getByRole('option', { name: grouping, exact: true });
    await choice.waitFor();
    await look(page);
    await doing(page, `Analytics ${grouping}`);
    await choice.click();
    await look(page);
  }
  await dragInChart(page);
}

/**
 * Once around.
 * @param {Page} page
 * @param {{ id: string, name: string }} plan one whose first price has many tiers
 */
export async function workAround(page, plan) {
  await searchGroups(page);
  await open(page, 'Plans', '/plans');
  await moveDownFeatures(page);
  await editPrice(page, plan);
  await open(page, 'Customers', '/customers');
  await lookAtUsage(page);
  await open(page, 'Imports', '/imports');
  for (const [name = '', path = ''] of visited) await open(page, name, path);
}
