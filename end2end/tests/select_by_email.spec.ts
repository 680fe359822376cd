import type { Page } from '@playwright/test';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { command, selectUsers, selectionBar, userBox, usersTable } from '../helpers/table';

test.beforeEach(async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Select by email' });

async function open(page: Page): Promise<void> {
  await (await command(page, 'Select by email…')).click();
  await expect(dialog(page)).toBeVisible();
}

test('pasted emails select their users and name those of nobody', async ({ page }) => {
  await selectUsers(page, ['Lee Gu']);
  await open(page);
  await expect(dialog(page).getByText('No emails yet.')).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Select', exact: true })).toBeDisabled();
  await dialog(page)
    .getByLabel('Emails', { exact: true })
    .fill('Adele <Adele.Vance@Fabrikam.com>; alex.wilber@fabrikam.com,\nnobody@fabrikam.com\tadele.vance@fabrikam.com');
  await expect(dialog(page).getByText('3 emails found')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Select', exact: true }).click();
  await expect(dialog(page).getByText('2 of 3 emails selected.')).toBeVisible();
  await expect(dialog(page).getByLabel('Not found at this customer (1):')).toHaveValue('nobody@fabrikam.com');
  await dialog(page).getByRole('button', { name: 'Close' }).first().click();
  await expect(page.getByRole('button', { name: 'More commands' })).toBeFocused();
  await expect(selectionBar(page).getByRole('status')).toHaveText('3 selected');
  for (const name of ['Adele Vance', 'Alex Wilber', 'Lee Gu']) {
    await expect(userBox(page, name)).toBeChecked();
  }
});

test('a file of emails selects their users', async ({ page }) => {
  await open(page);
  const lines = ['"Name","UPN"', '"Vance, Adele","adele.vance@fabrikam.com"', '"Gone, Gert","gert.gone@fabrikam.com"'];
  const file = `\ufeff${lines.join('\r\n')}\r\n`;
  await dialog(page)
    .getByLabel('Or choose a text or CSV file')
    .setInputFiles({ name: 'staff.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await expect(dialog(page).getByText('2 emails found in staff.csv')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Select', exact: true }).click();
  await expect(dialog(page).getByText('1 of 2 emails selected.')).toBeVisible();
  await expect(dialog(page).getByLabel('Not found at this customer (1):')).toHaveValue('gert.gone@fabrikam.com');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(selectionBar(page).getByRole('status')).toHaveText('1 selected');
  await selectionBar(page).getByRole('link', { name: 'Selected Users' }).click();
  await expect(usersTable(page).locator('tbody a[id^="name-"]')).toHaveText(['Adele Vance']);
});

test('those not found can be copied', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await dialog(page).getByLabel('Emails', { exact: true }).fill('one@example.com two@example.com');
  await dialog(page).getByRole('button', { name: 'Select', exact: true }).click();
  await expect(dialog(page).getByText('0 of 2 emails selected.')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Copy' }).click();
  await expect(dialog(page).getByText(/^\d+ emails? copied\.$/)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('one@example.com\ntwo@example.com');
});

test('what was pasted is still there after closing the dialog', async ({ page }) => {
  await open(page);
  await dialog(page).getByLabel('Emails', { exact: true }).fill('adele.vance@fabrikam.com');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await open(page);
  await expect(dialog(page).getByLabel('Emails', { exact: true })).toHaveValue('adele.vance@fabrikam.com');
});
