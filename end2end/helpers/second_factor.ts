/** Second factors: setting one up, and typing its codes. */
import type { Page } from '@playwright/test';
import { press } from './licenses';
import { expect } from './server';

const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses the button that begins the set-up, and returns the key for typing. */
export async function begin(page: Page): Promise<string> {
  await press(command(page, 'Set up a second factor'));
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  return (await page.locator('p.secret').textContent()) ?? '';
}

/** Confirms the set-up with a code, and returns the recovery codes. They stay on the page. */
export async function confirm(page: Page, code: string): Promise<string[]> {
  await page.getByLabel('Code that the app shows').fill(code);
  await press(command(page, 'Turn on'));
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused();
  return page.getByRole('listitem').filter({ hasText: /^[A-Z2-7]{4}(-[A-Z2-7]{4}){5}$/ }).allTextContents();
}

/** Types a code on the page after the password. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter your code');
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
