import { expect, test } from './doors/fixture';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** Width and height of a PNG, from its first chunk. */
function pngSize(bytes: Buffer): [width: number, height: number] {
  expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect(bytes.subarray(12, 16).toString('latin1')).toBe('IHDR');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

test('the chart is saved as SVG and, twice as large, as PNG', { tag: '@both-doors' }, async ({
  page,
  savedFile,
  savedBytes,
}) => {
  await openPath(page, '/analytics?range=custom&from=2026-03-01&to=2026-03-31');
  const save = async (item: string) => {
    await page.getByRole('button', { name: 'Copy, save or print the chart' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByText(/^Saved the chart as /).last()).toBeVisible();
  };
  await save('Save chart as SVG');
  const svg = await savedFile();
  const [width = 0, height = 0] = (/<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? []).slice(1).map(Number);
  expect(width).toBe(960);
  expect(svg).toContain('<title>Cost by group</title>');
  expect(svg).toContain('>Sandbox, Mar 1, 2026 – Mar 31, 2026, days of UTC.</text>');
  for (const name of ['GPU Usage', 'Add-ons', 'No group']) expect(svg).toContain(`>${name}</text>`);
  expect(svg.match(/<pattern id="look-/g)).toHaveLength(3);
  const isWhole = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null,
    svg,
  );
  expect(isWhole).toBe(true);

  await save('Save chart as PNG');
  const png = await savedBytes();
  expect(pngSize(png)).toEqual([2 * width, 2 * height]);
  // Its last chunk: nothing was cut off, and no byte taken for text.
  expect(png.subarray(-8).toString('hex')).toBe('49454e44ae426082');
});

test('where the host writes no PDF itself, the way to one is the print dialog, and the menu says so', {
  tag: '@both-doors',
}, async ({ page, door }) => {
  await openPath(page, '/analytics?range=custom&from=2026-03-01&to=2026-03-31');
  await page.evaluate(() => {
    window.print = () => {
      document.body.dataset.printed = 'yes';
    };
  });
  await page.getByRole('button', { name: 'Copy, save or print the chart' }).press('Enter');
  const items = page.getByRole('menuitem', { name: /print|page/i });
  await expect(items).toHaveText(
    door === 'electron' ? ['Save page as PDF, A4', 'Save page as PDF, Letter', 'Print…'] : ['Print or save as PDF…'],
  );
  await items.last().press('Enter');
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
});
