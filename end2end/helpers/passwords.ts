/** Temporary passwords and one-time links: the dialog that shows them once, and where they must not be. */
import type { Locator, Page } from '@playwright/test';
import { press } from './licenses';
import { expect } from './server';

/** The dialog that shows temporary passwords or links once. */
export function shown(page: Page, what: string): Locator {
  return page.getByRole('dialog', { name: `Trey Research | ${what}` });
}

/** The secrets in the dialog, one per user. */
export async function secrets(dialog: Locator): Promise<string[]> {
  await expect(dialog.locator('td.secret').first()).toBeVisible();
  return dialog.locator('td.secret').allTextContents();
}

/** Presses `Create temporary passwords` and returns the dialog. */
export async function createPasswords(page: Page): Promise<Locator> {
  await press(page.getByRole('button', { name: 'Create temporary passwords' }));
  const dialog = shown(page, 'Temporary passwords');
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Expects these texts to be neither in the page nor in its storage. */
export async function expectKeptNowhere(page: Page, secrets: string[]): Promise<void> {
  const storage = () => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  const kept = [page.url(), await page.content(), await storage()].join('\n');
  for (const secret of secrets) expect(kept).not.toContain(secret);
}
