import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { VISIO } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { chooseVisio, saveVisio, showcase } from '../helpers/showcase';
import { openCustomer, signIn } from '../helpers/sign_in';
import { command, selectionBar, usersTable } from '../helpers/table';

const dialog = (page: Page) => page.getByRole('dialog');

test('signing in', async ({ page }) => {
  await page.goto('/sign-in');
  await expectAccessible(page, 'the sign-in page');
  await page.goto('/sign-in?error=wrong&next=/customers');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'the sign-in page with an error');
});

test('a page not found', async ({ page, server, allowConsole }) => {
  allowConsole(/status of 404/);
  await signIn(page, server);
  await page.goto('/no-such-page');
  await expectAccessible(page, 'the page not found');
  await page.goto('/customers/6fd2c87f-b296-42f0-b197-1e91e994b900/users');
  await expectAccessible(page, 'the customer not found');
});

test('customers', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/customers');
  await expectAccessible(page, 'the customers');
  await page.goto('/customers?search=nobody');
  await expectAccessible(page, 'no customers');
});

test('users', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, "Margie's Travel");
  await expectAccessible(page, 'the users');
  await usersTable(page).locator('tbody').getByRole('checkbox').first().check();
  await page.getByLabel('Filter users by…').selectOption('Licensed users');
  await expect(page.getByRole('link', { name: 'Clear all filters' })).toBeVisible();
  await expect(selectionBar(page)).toBeVisible();
  await expectAccessible(page, 'the users, filtered and selected');
  await selectionBar(page).getByRole('link', { name: 'Selected Users' }).click();
  await expect(page).toHaveTitle("Margie's Travel | Selected Users");
  await expect(usersTable(page).locator('tbody tr')).toHaveCount(1);
  await expectAccessible(page, 'the selected users');
});

test('the dialogs of the users list', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, "Margie's Travel");
  await page.getByRole('button', { name: 'More filters' }).click();
  await expect(dialog(page).getByRole('combobox', { name: 'Department' })).toBeVisible();
  await expectAccessible(page, 'the filters');
  await page.keyboard.press('Escape');
  await (await command(page, 'Select by email…')).click();
  await dialog(page).getByLabel('Emails', { exact: true }).fill('nobody@margiestravel.com');
  await dialog(page).getByRole('button', { name: 'Select', exact: true }).click();
  await expect(dialog(page).getByText('0 of 1 email selected.')).toBeVisible();
  await expectAccessible(page, 'selecting by email');
  await page.keyboard.press('Escape');
  await usersTable(page).locator('tbody a[id^="name-"]').first().click();
  await dialog(page).getByText(/^Service plans \(/).first().click();
  await expectAccessible(page, 'the user panel');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(dialog(page)).toBeVisible();
  await expectAccessible(page, 'the shortcuts');
});

test('the menus', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fourth Coffee');
  await page.getByRole('button', { name: 'Account of Anna Kováčová' }).click();
  await expectAccessible(page, 'the account menu');
  await page.keyboard.press('Escape');
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('button', { name: 'Switch customer' }).click();
  await expect(page.locator('.switcher').getByRole('link', { name: 'Wingtip Toys' })).toBeVisible();
  await expectAccessible(page, 'the customer switcher');
});

test('managing licenses, and what a save did', async ({ page, server, manage }) => {
  await signIn(page, server);
  const customer = await showcase(server);
  await chooseVisio(manage, customer);
  await manage.openPlans(VISIO);
  await manage.location.selectOption('Germany');
  await expect(page.getByText(/^Only users without a location \(\d+\)$/)).toBeVisible();
  await expectAccessible(page, 'managing licenses');
  await manage.row(VISIO).getByRole('button', { name: `1 of 5 users: ${VISIO}` }).click();
  await expect(dialog(page).getByText('Adele Vance')).toBeVisible();
  await expectAccessible(page, 'who holds a product');
  await page.keyboard.press('Escape');
  await manage.buyMore(VISIO).click();
  await expect(dialog(page).getByLabel('Number of licenses')).toBeVisible();
  await expectAccessible(page, 'buying more');
  await page.goto('/customers');
  await saveVisio(manage, customer);
  await expectAccessible(page, 'the licenses updated');
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: /^Licenses updated: / })).toHaveCount(1);
  await expectAccessible(page, 'the recent changes');
});

test('pages with nothing in them', async ({ page, server }) => {
  await signIn(page, server);
  const customer = await showcase(server);
  await page.goto(`/customers/${customer.id}/licenses`);
  await expect(page.getByText('No users are selected.')).toBeVisible();
  await expectAccessible(page, 'managing nobody');
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByText('No changes yet.')).toBeVisible();
  await expectAccessible(page, 'no changes');
});
