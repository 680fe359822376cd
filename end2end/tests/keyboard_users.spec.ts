import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { selectionBar, userBox, userRow, usersAreLive } from '../helpers/table';

test.beforeEach(async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
});

test('j and k walk the rows, x selects, m manages', async ({ page }) => {
  await page.keyboard.press('m');
  await expect(page).toHaveTitle('Fabrikam, Inc. | Users and licenses');
  await page.keyboard.press('j');
  await expect(userRow(page, 'Adele Vance')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(userBox(page, 'Adele Vance')).not.toBeChecked();
  await expect(selectionBar(page).getByRole('status')).toHaveText('1 selected');
  await page.keyboard.press('k');
  await expect(userRow(page, 'Adele Vance')).toBeFocused();
  await page.keyboard.press('x');
  await expect(userBox(page, 'Adele Vance')).toBeChecked();
  await expect(selectionBar(page).getByRole('status')).toHaveText('2 selected');
  await page.keyboard.press('x');
  await expect(userBox(page, 'Adele Vance')).not.toBeChecked();
  await page.keyboard.press('m');
  await expect(page).toHaveTitle('Fabrikam, Inc. | Manage licenses');
  await expect(page.getByRole('list', { name: 'Selected users' }).getByRole('listitem')).toHaveCount(1);
});

test('/ goes to the search, where letters are letters', async ({ page }) => {
  const search = page.getByRole('searchbox', { name: 'Search users' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('xjkm?/');
  await expect(search).toHaveValue('xjkm?/');
  await expect(page.getByText('No users match these filters.')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('? shows the shortcuts, and no key works behind them', async ({ page }) => {
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByText('Next row, previous row')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator('tr.here')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('Enter opens the row that the keys walked to', async ({ page }) => {
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
  await expect(page).toHaveURL(/[?&]user=/);
  await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible();
});

test('? lists what works on the page, and / finds a product where products are', async ({ page }) => {
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('?');
  await expect(help.getByText('Open the row')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const key of ['j', 'x', 'm']) await page.keyboard.press(key);
  await expect(page).toHaveTitle('Fabrikam, Inc. | Manage licenses');
  await expect(page.getByRole('searchbox', { name: 'Find a product' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Find a product' })).toBeFocused();
  await page.goto('/customers');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customers');
  await page.keyboard.press('?');
  await expect(help.getByText('Show these shortcuts')).toBeVisible();
  await expect(help.getByText('Next row, previous row')).toHaveCount(0);
});

test('single keys can be switched off, for good', async ({ page }) => {
  const account = page.getByRole('button', { name: 'Account of Anna Kováčová' });
  await account.click();
  const keys = page.getByRole('switch', { name: 'Single-key shortcuts' });
  await expect(keys).toBeChecked();
  await keys.uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.reload();
  await usersAreLive(page);
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await account.click();
  await expect(keys).not.toBeChecked();
  await page.getByRole('button', { name: /^Keyboard shortcuts/ }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('a user is selected and managed by Tab, Space and Enter alone', async ({ page }) => {
  await page.reload();
  await usersAreLive(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await userBox(page, 'Adele Vance').focus();
  await page.keyboard.press('Space');
  await expect(userBox(page, 'Adele Vance')).toBeChecked();
  await selectionBar(page).getByRole('button', { name: 'Manage licenses' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Fabrikam, Inc. | Manage licenses');
});

test('a link takes the focus to its page, and a dialog gives it back', async ({ page }) => {
  const main = page.getByRole('main');
  await expect(main).toBeFocused();
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Customers' }).press('Enter');
  await expect(page).toHaveTitle('Tenantry | Customers');
  await expect(main).toBeFocused();
  await page.goBack();
  await usersAreLive(page);
  await expect(main).toBeFocused();
  const account = page.getByRole('button', { name: 'Account of Anna Kováčová' });
  await account.press('Enter');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(account).toBeFocused();
});
