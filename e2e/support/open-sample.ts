import type { Page } from '@playwright/test';
import { callFromPage, sandboxId } from '../doors/call-from-page';
import { expect } from '../doors/fixture';

/** Fills the empty Sandbox with the sample catalog and goes to a place of the app, such as "/plans". */
export async function openSample(page: Page, path: string): Promise<void> {
  const reply = await callFromPage(page, 'sample.load', {}, await sandboxId(page));
  expect(reply.error).toBeUndefined();
  await openPath(page, path);
}

/** Goes to an address of the app, as a link or the back button would. */
export const openPath = (page: Page, path: string) =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
