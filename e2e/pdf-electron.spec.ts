import { expect, test } from './doors/fixture';
import { openPath } from './support/open-path';
import { readPdf } from './support/read-pdf';

test.use({ startsWith: 'sample' });

const march = '/analytics?range=custom&from=2026-03-01&to=2026-03-31';

test('the analytics page is saved as a PDF: title, days, filters, legend, every row, numbered pages, in light', async ({
  page,
  savedBytes,
}) => {
  await openPath(page, `${march}&by=customer`);
  const breakdown = page.getByRole('treegrid', { name: 'Usage Breakdown' });
  await expect(breakdown).toBeVisible();
  const savePdf = async (paper: string) => {
    await page.getByRole('button', { name: 'Copy, save or print the chart' }).click();
    await page.getByRole('menuitem', { name: `Save page as PDF, ${paper}` }).click();
    const bytes = await savedBytes();
    const pdf = readPdf(bytes);
    await expect(page.getByText(/^Saved the page as /).last()).toBeVisible();
    return pdf;
  };
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  const pdf = await savePdf('A4');
  expect(pdf.title).toBe('Analytics · Pricebook');
  // Chromium rounds up to whole pixels.
  expect(pdf.size.map(Math.round)).toEqual([596, 843]);
  expect(pdf.pages.length).toBeGreaterThan(1);
  const all = pdf.pages.join(' ');
  expect(pdf.pages[0]).toContain('Sandbox, Mar 1, 2026 – Mar 31, 2026, days of UTC.');
  for (const [index, text] of pdf.pages.entries()) {
    expect(text).toContain(`Page ${index + 1} of ${pdf.pages.length}`);
    expect(text).toContain('Analytics · Sandbox · Mar 1, 2026 – Mar 31, 2026');
  }
  expect(all).not.toContain('Save page as PDF');

  // Every row is there, not only those that were on the screen.
  const names = ['Halden Robotics', 'Lumen & Oak'].map((name) => `${name} ( 4 )`);
  for (const name of [...names, 'Total (USD) $449,720.1015']) expect(all).toContain(name);
  for (const name of ['Paper Kite Studio', 'Other (3 customers)']) expect(pdf.pages[0]).toContain(name);
  // What the columns are is said on every page that has some of their rows, and never at the foot of one without any.
  const heads = pdf.pages.map((text) => /Total Usage Total Cost Share (?!Analytics ·)/.test(text));
  const ended = pdf.pages.findIndex((text) => text.includes('Total (USD)'));
  expect(heads.slice(heads.indexOf(true), ended + 1)).not.toContain(false);
  expect(ended).toBeGreaterThan(heads.indexOf(true));
  // A series is told by its pattern too.
  expect(pdf.drawings[0]?.match(/\/P\d+ scn/g)?.length).toBeGreaterThan(7);

  await test.step('the same in the dark theme, on the other paper', async () => {
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    expect((await savePdf('A4')).drawings).toEqual(pdf.drawings);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect((await savePdf('Letter')).size).toEqual([612, 792]);
  });

  await test.step('filtered and compared, it says so and stays within the paper', async () => {
    await openPath(
      page,
      `${march}&compare=true&groups=${encodeURIComponent('[""]')}&sources=${encodeURIComponent('["api"]')}`,
    );
    await expect(page.getByText('Dashed: the period before')).toBeVisible();
    const [first = ''] = (await savePdf('A4')).pages;
    expect(first).toContain('Only group No group; source api.');
    expect(first).toContain('Period before');
  });
});
