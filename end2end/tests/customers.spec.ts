import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { expectRow, selectUsers, selectionBar, usersAreLive } from '../helpers/table';

test.beforeEach(async ({ page, server }) => signIn(page, server));

// Other tests of the worker may have added customers.
const demoCustomers = [
  'A. Datum Corporation', 'Adventure Works', 'Contoso Ltd.', 'Fabrikam, Inc.', 'Fourth Coffee',
  'Graphic Design Institute', 'Humongous Insurance', 'Litware, Inc.', "Margie's Travel", 'Northwind Traders',
  'Tailspin Toys', 'Wingtip Toys',
];

const names = (page: Page) => page.getByRole('table').locator('tbody td:first-child a');
const field = (page: Page) => page.getByRole('combobox', { name: 'Search users and customers' });
const found = (page: Page) => page.getByRole('listbox', { name: 'Found' }).getByRole('option');

/** Searches for customers and opens the list of all matches. */
async function search(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await found(page).filter({ hasText: 'All matching customers' }).click();
}

test('every customer is listed by name, with its users, licenses and source', async ({ page }) => {
  await page.goto('/customers');
  await expect(names(page)).toContainText(demoCustomers);
  const table = page.getByRole('table');
  await expectRow(table, {
    Name: 'Fabrikam, Inc.',
    'Primary domain': 'fabrikam.com',
    'Microsoft ID': /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
    Relationship: 'Reseller',
    Users: '2,004',
    'Licenses (used/owned)': /^[\d,]+\/[\d,]+$/,
    Source: 'Local',
  });
  await expectRow(table, { Name: 'Litware, Inc.', Users: '120', Source: /^Imported \d+ \w+ \d{4} \d\d:\d\d UTC$/ });
  await expectRow(table, { Name: 'Wingtip Toys', Relationship: 'Indirect reseller' });
  await expectRow(table, { Name: 'Graphic Design Institute', Users: '0' });
});

test('a customer is found by name, domain and Microsoft ID', async ({ page }) => {
  await page.goto('/customers');
  const row = await expectRow(page.getByRole('table'), { Name: 'Northwind Traders' });
  const id = await row.locator('.id').textContent();
  for (const text of ['north', 'Traders', 'northwindtraders.com', id ?? '']) {
    await search(page, text);
    await expect(names(page), text).toHaveText(['Northwind Traders']);
    await expect(page).toHaveURL(/\?search=/);
    await page.getByRole('main').getByRole('link', { name: 'Clear' }).click();
    await expect(names(page)).toContainText(demoCustomers);
  }
  await page.goto('/customers?search=nobody');
  await expect(page.getByRole('main').getByRole('status')).toHaveText('No customers match “nobody”.');
});

test('a search is an address, which a reload and Back restore', async ({ page }) => {
  await page.goto('/customers?search=toys');
  await expect(names(page)).toHaveText(['Tailspin Toys', 'Wingtip Toys']);
  await page.reload();
  await expect(names(page)).toHaveText(['Tailspin Toys', 'Wingtip Toys']);
  await names(page).first().click();
  await expect(page).toHaveTitle('Tailspin Toys | Users and licenses');
  await page.goBack();
  await expect(names(page)).toHaveText(['Tailspin Toys', 'Wingtip Toys']);
});

test('customers are found from the top bar of any page', async ({ page }) => {
  await openCustomer(page, 'Fourth Coffee');
  await usersAreLive(page);
  // The suggestions come with the second part of the pages. Until then, Enter opens the list of customers.
  await field(page).focus();
  await expect(page.getByRole('banner').getByRole('listbox', { includeHidden: true })).toBeAttached();
  await field(page).fill('litware');
  await field(page).press('Enter');
  await expect(page).toHaveTitle('Litware, Inc. | Users and licenses');
});

test('a user is found from the top bar without knowing the customer, by keyboard', async ({ page }) => {
  await openCustomer(page, 'Fourth Coffee');
  await usersAreLive(page);
  await field(page).focus();
  await page.keyboard.type('adele van');
  const adele = found(page).filter({ hasText: 'adele.vance@fabrikam.com · Fabrikam, Inc.' });
  await expect(adele).toBeVisible();
  await expect(field(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(found(page).first()).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page, 'the search');
  await page.keyboard.press('ArrowUp');
  await expect(found(page).last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(found(page)).toHaveCount(0);
  await field(page).fill('adele.vance@fabrikam.com');
  await expect(adele).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Fabrikam, Inc. | Users and licenses');
  await expect(page.getByRole('dialog', { name: 'Adele Vance' })).toBeVisible();
  await page.keyboard.press('Escape');
  await field(page).fill('zzzz nobody');
  await expect(page.getByRole('banner').getByText('No users or customers match “zzzz nobody”.')).toBeVisible();
});

test('customers sort by their columns, and what is wrong with them leads on', async ({ page }) => {
  await page.goto('/customers');
  const heading = (name: string) => page.getByRole('columnheader', { name });
  await heading('Errors').getByRole('link').click();
  await expect(heading('Errors')).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/\?sort=-errors$/);
  const errors = page.getByRole('table').locator('tbody tr').first().locator('td[data-label="Errors"] a');
  await expect(errors).toHaveText(/^\d+$/);
  await errors.click();
  await expect(page.getByLabel('Filter users by…')).toHaveValue('errors');
  await page.goBack();
  await heading('Name').getByRole('link').click();
  await expect(heading('Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(names(page)).toContainText(demoCustomers);
});

test('the breadcrumb leads back to the customers', async ({ page }) => {
  await openCustomer(page, 'Fourth Coffee');
  const crumb = page.getByRole('navigation', { name: 'Breadcrumb' });
  await expect(crumb.getByRole('listitem')).toHaveText(['Customers', 'Fourth Coffee', 'Users and licenses']);
  await crumb.getByRole('link', { name: 'Customers' }).click();
  await expect(names(page)).toContainText(demoCustomers);
});

test('switching the customer keeps the page and drops the selection', async ({ page }) => {
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Adele Vance']);
  await expect(selectionBar(page)).toContainText('1 selected');
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('button', { name: 'Switch customer' }).click();
  const switcher = page.locator('.switcher');
  await switcher.getByRole('searchbox', { name: 'Search customers' }).fill('wing');
  await switcher.getByRole('link', { name: 'Wingtip Toys' }).click();
  await expect(page).toHaveTitle('Wingtip Toys | Users and licenses');
  await usersAreLive(page);
  await expect(page.getByRole('heading', { level: 2, name: 'Users (48)' })).toBeVisible();
  await expect(selectionBar(page)).toHaveCount(0);
  expect(page.url()).not.toContain('selection=');
});
