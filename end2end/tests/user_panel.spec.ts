import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signedInWithCustom } from '../helpers/people';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { selectionBar, usersAreLive, usersTable } from '../helpers/table';

test.beforeEach(async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
});

const name = (page: Page, name: string) => usersTable(page).getByRole('link', { name, exact: true });
const panel = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

test('a click on a name opens the user, with profile and licenses', async ({ page }) => {
  await name(page, 'Isaiah Langer').click();
  const user = panel(page, 'Isaiah Langer');
  await expect(user.getByText('isaiah.langer@fabrikam.com')).toBeVisible();
  await expect(user.getByText('United Kingdom')).toBeVisible();
  await expect(user.getByText('Sales Rep')).toBeVisible();
  const license = user.getByRole('listitem').filter({ hasText: 'Microsoft 365 F3' });
  await expect(license.getByText('From the group Frontline workers')).toBeVisible();
  const plans = license.getByText(/^Service plans \(\d+ of \d+ on\)$/);
  await plans.click();
  await expect(license.getByText('Off', { exact: true }).first()).toBeVisible();
  await expect(license.getByText('On', { exact: true }).first()).toBeVisible();
  await user.getByRole('button', { name: 'Close' }).click();
  await expect(user).toBeHidden();
  await expect(name(page, 'Isaiah Langer')).toBeFocused();
  expect(page.url()).not.toContain('user=');
});

test('a license in error says why, and one from a group says from which', async ({ page }) => {
  await page.getByRole('searchbox', { name: 'Search users' }).fill('pradeep gupta');
  await name(page, 'Pradeep Gupta').click();
  const user = panel(page, 'Pradeep Gupta');
  await expect(user.getByText('Not assigned: no licenses were available.')).toHaveCount(2);
  await expect(user.getByRole('region', { name: 'Errors' })).toBeVisible();
  await user.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('searchbox', { name: 'Search users' }).fill('joni sherman');
  await name(page, 'Joni Sherman').click();
  await expect(panel(page, 'Joni Sherman').getByText('From the group Licensing: Microsoft 365 E3')).toBeVisible();
});

test('the keyboard opens and closes it', async ({ page }) => {
  await name(page, 'Lee Gu').focus();
  await page.keyboard.press('Enter');
  await expect(panel(page, 'Lee Gu').getByText('Helpdesk admin')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel(page, 'Lee Gu')).toBeHidden();
  await expect(name(page, 'Lee Gu')).toBeFocused();
});

test('it is an address: a reload opens it again, Back closes it', async ({ page }) => {
  await name(page, 'Lee Gu').click();
  await expect(panel(page, 'Lee Gu')).toBeVisible();
  await expect(page).toHaveURL(/user=[0-9a-f-]{36}/);
  await page.reload();
  await usersAreLive(page);
  await expect(panel(page, 'Lee Gu').getByText('lee.gu@fabrikam.com')).toBeVisible();
  await page.goBack();
  await expect(panel(page, 'Lee Gu')).toBeHidden();
  await page.goForward();
  await expect(panel(page, 'Lee Gu')).toBeVisible();
});

test('a user who is gone is said to be gone', async ({ page, allowConsole }) => {
  allowConsole(/status of 404/);
  await page.goto(`${page.url()}?user=6fd2c87f-b296-42f0-b197-1e91e994b900`);
  await expect(panel(page, 'User')).toContainText("This user no longer exists, or isn't a user of this customer.");
});

test('Edit licenses manages this user alone', async ({ page }) => {
  await name(page, 'Lee Gu').click();
  await panel(page, 'Lee Gu').getByRole('button', { name: 'Edit licenses' }).click();
  await expect(page).toHaveTitle('Fabrikam, Inc. | Manage licenses');
  await expect(page.getByRole('list', { name: 'Selected users' }).getByRole('listitem')).toHaveText([/Lee Gu/]);
});

test('commands that somebody may not use stay in sight and say why', async ({ page: admin, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: {}, users: crowd(1) });
  const custom = { permissions: ['SeeCustomers', 'SeeUsers'], customers: 'All' as const };
  const page = await signedInWithCustom({ page: admin, server, anotherContext }, 'Reader', custom);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await usersTable(page).getByRole('checkbox').nth(1).check();
  const manage = selectionBar(page).getByRole('button', { name: 'Manage licenses' });
  await expect(manage).toBeDisabled();
  await expect(manage).toHaveAccessibleDescription(/don't allow changing licenses here\. Somebody who manages people/);
  await usersTable(page).locator('tbody a[id^="name-"]').first().click();
  const user = page.locator('.user-panel');
  for (const [label, what] of [
    ['Edit licenses', 'changing licenses'],
    ['Edit', 'adding and editing users'],
    ['Copy to a new user', 'adding and editing users'],
  ] as const) {
    const button = user.getByRole('button', { name: label, exact: true });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(new RegExp(`don't allow ${what} here\\. Somebody who manages people`));
  }
  await expectAccessible(page, 'a panel with commands that permissions disable');
});
