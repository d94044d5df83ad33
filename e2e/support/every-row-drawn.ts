import { expect, type Locator } from '@playwright/test';

/** Waits until a table that fits in view is there as a whole: rows are drawn after the frame around them. */
export async function everyRowDrawn(table: Locator): Promise<void> {
  const count = Number(await table.getAttribute('aria-rowcount'));
  await expect(table.getByRole('row')).toHaveCount(count);
}
