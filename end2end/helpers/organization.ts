/** Organization tenants: associating the account with one, and its people. */
import type { Locator, Page } from '@playwright/test';
import { press } from './licenses';
import { type OwnCustomer, ownCustomer } from './own_customer';
import { type Server, expect, isLive } from './server';
import { signIn } from './sign_in';

export const PASSWORD = 'four quiet words here';

export const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });
export const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });
export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true });

/** Imports an own organization and associates the account with it. The page shows Account settings. */
export async function associated(
  page: Page,
  server: Server,
  name: string,
  onPremises = false,
  groups: Record<string, string[]> = {},
): Promise<OwnCustomer> {
  const users = { 'Dora Lind': {}, 'Ben Novak': {}, 'Old Account': { blocked: true } };
  const directory = { seats: {}, users, ownOrganization: true, onPremises, groups };
  const tenant = await ownCustomer(server, directory, name);
  await signIn(page, server);
  await page.goto('/account-settings');
  await press(button(page, `Associate ${name}`));
  await expect(button(page, `Dissociate ${name}`)).toBeFocused();
  return tenant;
}

/** Chooses another directory in User management. */
export async function changeDirectory(page: Page, name: string): Promise<void> {
  await press(button(page, 'Change directory'));
  await press(page.getByRole('link', { name, exact: true }));
  await expect(heading(page, name)).toBeVisible();
}

/** Adds a user of the directory with a role, and returns the link. */
export async function addExisting(page: Page, user: string, role: string): Promise<string> {
  await press(button(page, 'Add existing users'));
  const form = dialog(page, 'Add existing users');
  await form.getByLabel('Find a user').fill(user);
  await form.getByRole('checkbox', { name: new RegExp(`^${user}`) }).check();
  await form.getByRole('checkbox', { name: role, exact: true }).check();
  await press(button(form, 'Invite'));
  const link = await dialog(page, 'Invitation link').getByLabel('Link', { exact: true }).inputValue();
  await press(button(dialog(page, 'Invitation link'), 'Close').first());
  return link;
}

/** Accepts an invitation. */
export async function accept(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Password').fill(PASSWORD);
  await press(button(page, 'Accept'));
  await expect(page).toHaveURL(/\/customers/);
  await isLive(page);
}
