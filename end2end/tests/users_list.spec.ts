import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { command, expectRow, namesShown, usersAreLive, usersTable } from '../helpers/table';

test.beforeEach(async ({ page, server }) => signIn(page, server));

const rows = (page: Page) => usersTable(page).locator('tbody tr');
const pager = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages of the list' }).getByRole('link', { name, exact: true });
const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search users' });

test('a page of users, each with email, licenses, location and sign-in status', async ({ page }) => {
  await openCustomer(page, 'Fabrikam, Inc.');
  await expect(page.getByRole('heading', { level: 2, name: 'Users (2,004)' })).toBeVisible();
  await expect(rows(page)).toHaveCount(50);
  const table = usersTable(page);
  await expectRow(table, {
    Name: 'Isaiah Langer',
    Email: 'isaiah.langer@fabrikam.com',
    Licenses: 'Microsoft 365 F3',
    Location: 'United Kingdom',
    'Sign-in status': 'Allowed',
  });
  await expectRow(table, { Name: 'Johanna Lorenz', 'Sign-in status': 'Blocked' });
  await expectRow(table, { Name: 'Christie Cline', Licenses: /\+\d more/ });
});

test('columns sort both ways', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openCustomer(page, 'Fourth Coffee');
  const first = await namesShown(page);
  const header = (name: string) => usersTable(page).getByRole('columnheader', { name });
  await expect(header('Name')).toHaveAttribute('aria-sort', 'ascending');
  await header('Name').getByRole('link').click();
  await expect(header('Name')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText([...first].reverse());
  await page.reload();
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText([...first].reverse());
  await header('Email').getByRole('link').click();
  await expect(header('Email')).toHaveAttribute('aria-sort', 'ascending');
  await expect(header('Name')).toHaveAttribute('aria-sort', 'none');
  // The header shows the new order before the rows arrive.
  await expect(async () => {
    const emails = await rows(page).locator('td:nth-child(3)').allTextContents();
    expect(emails).toEqual([...emails].sort());
  }).toPass();
  await page.goBack();
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText([...first].reverse());
});

test('the search finds names and emails while one types', async ({ page }) => {
  await openCustomer(page, 'Fabrikam, Inc.');
  await searchBox(page).pressSequentially('adele');
  await expect(page).toHaveURL(/search=adele/);
  await expectRow(usersTable(page), { Name: 'Adele Vance' });
  await expect(page.getByRole('status').filter({ hasText: /^\d+ users? match(es)?$/ })).toBeVisible();
  await searchBox(page).fill('alex.wilber@fabrikam');
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText(['Alex Wilber']);
  await expect(page.getByText('1 user matches', { exact: true })).toBeVisible();
  await searchBox(page).fill('nobody at all');
  await expect(page.getByText('No users match these filters.')).toBeVisible();
  await page.getByRole('link', { name: 'Clear all filters' }).first().click();
  await expect(rows(page)).toHaveCount(50);
  await expect(searchBox(page)).toHaveValue('');
});

test('accents, case and other scripts are found', async ({ page }) => {
  await openCustomer(page, 'Northwind Traders');
  for (const [text, name] of [
    ['nunez', 'Núria Ñúñez 🎉'],
    ['ŞEBNEM', 'Şebnem Işık'],
    ['الحداد', 'مريم Marie الحداد'],
    ['renate', '🦊 Renate Fuchs'],
  ] as const) {
    await searchBox(page).fill(text);
    await expect(page).toHaveURL(new RegExp(`search=${encodeURIComponent(text)}`));
    await expectRow(usersTable(page), { Name: name });
  }
});

test('First, Previous, Next and Last go through the pages', async ({ page }) => {
  await openCustomer(page, 'Contoso Ltd.');
  const first = await namesShown(page);
  await expect(pager(page, 'First')).toBeDisabled();
  await expect(pager(page, 'Previous')).toBeDisabled();
  await pager(page, 'Next').click();
  await expect(page).toHaveURL(/after=/);
  await expect(rows(page).locator('a[id^="name-"]')).not.toHaveText(first);
  const second = await namesShown(page);
  expect(second).toHaveLength(50);
  await page.reload();
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText(second);
  await usersAreLive(page);
  await pager(page, 'Last').click();
  await expect(page).toHaveURL(/last=1/);
  await expect(pager(page, 'Next')).toBeDisabled();
  await expect(pager(page, 'Last')).toBeDisabled();
  const last = await namesShown(page);
  await pager(page, 'Previous').click();
  await expect(page).toHaveURL(/before=/);
  await expect(rows(page).locator('a[id^="name-"]')).not.toHaveText(last);
  await expect(rows(page)).toHaveCount(50);
  await pager(page, 'First').click();
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText(first);
  await page.goBack();
  await page.goBack();
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText(last);
  await page.goForward();
  await page.goForward();
  await expect(rows(page).locator('a[id^="name-"]')).toHaveText(first);
});

test('all pages together show every user once', async ({ page }) => {
  await openCustomer(page, 'Adventure Works');
  await page.getByLabel('Rows per page').selectOption('100');
  await expect(rows(page)).toHaveCount(100);
  await expect(page).toHaveURL(/size=100/);
  const users = () => rows(page).evaluateAll((rows) => rows.map((row) => row.id));
  const seen = await users();
  while (seen.length < 260) {
    const before = page.url();
    await pager(page, 'Next').click();
    await expect(page).not.toHaveURL(before);
    await expect(rows(page).first()).not.toHaveId(seen[seen.length - 100] ?? '');
    seen.push(...(await users()));
  }
  expect(new Set(seen).size).toBe(260);
  expect(seen).toHaveLength(260);
  await expect(pager(page, 'Next')).toBeDisabled();
});

test('a customer without users says so', async ({ page }) => {
  await openCustomer(page, 'Graphic Design Institute');
  await expect(page.getByText('This customer has no users yet.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'Users (0)' })).toBeVisible();
});

test('the export holds who matches, and no cell that a spreadsheet would run', async ({ page }) => {
  await openCustomer(page, 'Northwind Traders');
  const everybody = await exported(page);
  expect(everybody).toMatch(/^\ufeff"Name"\t"Email"\t"Location"\t"Sign-in status"\t"User type"\t"Licenses"\r\n/);
  expect(everybody.trimEnd().split('\r\n')).toHaveLength(1 + 180);
  for (const guarded of [`"'=1+1"\t`, `"'+SUM(A1)"\t`, `"'-2+3"\t`, `"'@cmd"\t`]) {
    expect(everybody).toContain(guarded);
  }
  expect(everybody).not.toMatch(/"[=+\-@]/);
  expect(everybody).toContain('"Rita <b>Bold</b> & ""Sons"""\t');
  await searchBox(page).fill('renate');
  await expect(page).toHaveURL(/search=renate/);
  const found = (await exported(page)).trimEnd().split('\r\n').slice(1);
  expect(found.length).toBeLessThan(20);
  expect(found.every((line) => /renate/i.test(line))).toBe(true);
});

async function exported(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: /Export$/ });
  await (await command(page, 'Export')).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ]);
  await expect(dialog).toBeHidden();
  expect(download.suggestedFilename()).toMatch(/^Northwind Traders users \d{4}-\d\d-\d\d\.csv$/);
  return readFile(await download.path(), 'utf16le');
}
