import type { Page } from '@playwright/test';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { expectRow, usersAreLive, usersTable } from '../helpers/table';

test.beforeEach(async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
});

const ready = (page: Page) => page.getByLabel('Filter users by…');
const chips = (page: Page) => page.getByRole('group', { name: 'Active filters' });
const chip = (page: Page, label: string) =>
  chips(page).getByRole('link', { name: `Remove filter ${label}`, exact: true });
const matching = (page: Page) => chips(page).getByRole('status');
const cells = (page: Page, column: number) => usersTable(page).locator(`tbody tr td:nth-child(${column})`);
const dialog = (page: Page) => page.getByRole('dialog', { name: 'More filters' });

const field = (page: Page, name: string) => dialog(page).getByRole('combobox', { name, exact: true });

async function openMore(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More filters' }).click();
  await expect(field(page, 'Department')).toBeVisible();
}

async function apply(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await expect(dialog(page)).toBeHidden();
}

test('each ready-made filter has its chip and its count', async ({ page }) => {
  await expect(ready(page).locator('option')).toHaveText([
    'All users', 'Licensed users', 'Unlicensed users', 'Guest users',
    'Sign-in allowed', 'Sign-in blocked', 'Users with errors', 'To be deleted',
    'Global admins', 'Billing admins', 'Helpdesk admins', 'Service admins', 'User management admins', 'Password admins',
  ]);
  for (const name of (await ready(page).locator('option').allTextContents()).slice(1)) {
    const counted = page.waitForResponse('**/api/users/count');
    await ready(page).selectOption(name);
    const { Exact: number } = (await (await counted).json()) as { Exact: number };
    await expect(chip(page, name)).toBeVisible();
    await expect(matching(page)).toHaveText(number === 1 ? '1 user matches' : `${number.toLocaleString('en-US')} users match`);
    // No user of the demo has a planned deletion.
    if (name !== 'To be deleted') expect(number, name).toBeGreaterThan(0);
    expect(number, name).toBeLessThan(2004);
  }
  await ready(page).selectOption('All users');
  await expect(chips(page).getByRole('link')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: 'Users (2,004)' })).toBeVisible();
});

test('a ready-made filter shows only who it names', async ({ page }) => {
  await ready(page).selectOption('Guest users');
  await expect(chip(page, 'Guest users')).toBeVisible();
  await expect(cells(page, 3).filter({ hasNotText: '#EXT#@' })).toHaveCount(0);
  await ready(page).selectOption('Sign-in blocked');
  await expect(chip(page, 'Sign-in blocked')).toBeVisible();
  await expect(cells(page, 6).filter({ hasNotText: 'Blocked' })).toHaveCount(0);
  await ready(page).selectOption('Unlicensed users');
  await expect(chip(page, 'Unlicensed users')).toBeVisible();
  await expect(cells(page, 4).filter({ hasNotText: 'Unlicensed' })).toHaveCount(0);
  await ready(page).selectOption('Users with errors');
  await expect(chip(page, 'Users with errors')).toBeVisible();
  await expect(cells(page, 4).filter({ hasNotText: 'Has errors' })).toHaveCount(0);
  await expectRow(usersTable(page), { Name: 'Pradeep Gupta' });
  await ready(page).selectOption('Global admins');
  await expect(chip(page, 'Global admins')).toBeVisible();
  await expectRow(usersTable(page), { Name: 'Allan Deyoung' });
});

test('more filters narrow together, and each chip takes one away', async ({ page }) => {
  await openMore(page);
  await field(page, 'Location').selectOption('Is');
  await field(page, 'Country').selectOption('Germany');
  await field(page, 'Domain').selectOption('fabrikam.com');
  await field(page, 'Microsoft 365 F3').selectOption('Has it');
  await field(page, 'Power BI Pro').selectOption('Doesn\'t have it');
  await apply(page);
  const location = chip(page, 'Location: Germany');
  await expect(location).toBeVisible();
  await expect(chip(page, 'Domain: fabrikam.com')).toBeVisible();
  await expect(chip(page, 'Has: Microsoft 365 F3')).toBeVisible();
  await expect(chip(page, 'Doesn\'t have: Power BI Pro')).toBeVisible();
  await expect(matching(page)).toHaveText(/users match/);
  await expect(cells(page, 5).filter({ hasNotText: 'Germany' })).toHaveCount(0);
  await expect(cells(page, 4).filter({ hasNotText: 'Microsoft 365 F3' })).toHaveCount(0);
  const narrow = await matching(page).textContent();
  await page.reload();
  await expect(matching(page)).toHaveText(narrow ?? '');
  await expect(location).toBeVisible();
  await location.click();
  await expect(location).toHaveCount(0);
  await expect(matching(page)).not.toHaveText(narrow ?? '');
  await page.goBack();
  await expect(matching(page)).toHaveText(narrow ?? '');
  await page.goForward();
  await expect(location).toHaveCount(0);
  await chips(page).getByRole('link', { name: 'Clear all filters' }).click();
  await expect(chips(page).getByRole('link')).toHaveCount(0);
  await expect(usersTable(page).locator('tbody tr')).toHaveCount(50);
});

test('department, job title and a missing location', async ({ page }) => {
  await openMore(page);
  await field(page, 'Department').selectOption('HR');
  await field(page, 'Job title').selectOption('HR Manager');
  await field(page, 'Location').selectOption('Missing');
  await apply(page);
  await expect(chip(page, 'Location: missing')).toBeVisible();
  await expect(chip(page, 'Department: HR')).toBeVisible();
  await expect(chip(page, 'Job title: HR Manager')).toBeVisible();
  await expect(cells(page, 5).filter({ hasNotText: '—' })).toHaveCount(0);
  await openMore(page);
  await expect(field(page, 'Department')).toHaveValue('HR');
  await field(page, 'Location').selectOption('Is not');
  await field(page, 'Country').selectOption('United States');
  await apply(page);
  await expect(chip(page, 'Location: not United States')).toBeVisible();
  await expect(cells(page, 5).filter({ hasText: 'United States' })).toHaveCount(0);
});

test('products held by any of those chosen', async ({ page }) => {
  await openMore(page);
  await field(page, 'Exchange Online (Plan 1)').selectOption('Has one of these');
  await field(page, 'Office 365 E1').selectOption('Has one of these');
  await apply(page);
  await expect(chips(page).getByRole('link', { name: /^Remove filter Has one of: / })).toBeVisible();
  await expect(cells(page, 4).filter({ hasNotText: /Exchange Online \(Plan 1\)|Office 365 E1|more/ })).toHaveCount(0);
  await expectRow(usersTable(page), { Name: 'Grady Archie' });
});

test('Cancel and Esc filter nothing', async ({ page }) => {
  await openMore(page);
  await field(page, 'Department').selectOption('HR');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toBeHidden();
  await openMore(page);
  await expect(field(page, 'Department')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'More filters' })).toBeFocused();
  await expect(chips(page).getByRole('link')).toHaveCount(0);
});

test('a filter, a search, an order and a page size make one address', async ({ page, anotherContext, server }) => {
  await ready(page).selectOption('Licensed users');
  await expect(page).toHaveURL(/filter=licensed/);
  await page.getByLabel('Rows per page').selectOption('25');
  await expect(page).toHaveURL(/size=25/);
  await usersTable(page).getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(page).toHaveURL(/sort=/);
  await page.getByRole('searchbox', { name: 'Search users' }).fill('an');
  await expect(page).toHaveURL(/search=an/);
  await expect(usersTable(page).locator('tbody tr').first()).toContainText(/\ban/i);
  const names = await usersTable(page).locator('tbody a[id^="name-"]').allTextContents();
  const other = await (await anotherContext()).newPage();
  await signIn(other, server);
  await other.goto(page.url());
  await usersAreLive(other);
  await expect(usersTable(other).locator('tbody a[id^="name-"]')).toHaveText(names);
  await expect(ready(other)).toHaveValue('licensed');
  await expect(other.getByRole('searchbox', { name: 'Search users' })).toHaveValue('an');
  await expect(other.getByLabel('Rows per page')).toHaveValue('25');
});
