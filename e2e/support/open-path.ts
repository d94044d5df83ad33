import type { Page } from '@playwright/test';

/** Goes to an address of the app, as a link or the back button would, once it has shown its first page. */
export async function openPath(page: Page, path: string): Promise<void> {
  // The first page may lead on itself, and would take the place of the one that is asked for.
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
}
