import path from 'node:path';
import type { Page } from '@playwright/test';
import { answer, ask, deletedTable, openDeleted } from '../helpers/accounts';
import { openAddUser, openEdit, openEditMany } from '../helpers/entries';
import { VISIO } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { createPasswords, secrets } from '../helpers/passwords';
import { chooseVisio, saveVisio, showcase } from '../helpers/showcase';
import { openCustomer, signIn } from '../helpers/sign_in';
import { command, inFilters, selectUsers, usersAreLive, usersTable } from '../helpers/table';
import { HEADER, expectRows, openUpload, row, validate } from '../helpers/upload';

/** Screenshots of every page for review. From 768 pixels up, no page may scroll sideways. */
const folder = path.resolve(__dirname, '../screenshots');

const sizes = [
  { width: 1280, height: 800, touch: false },
  { width: 768, height: 1024, touch: true },
  { width: 390, height: 844, touch: true },
];

for (const { width, height, touch } of sizes) {
  test.describe(`at ${width}×${height}`, () => {
    test.use({ viewport: { width, height }, hasTouch: touch, isMobile: touch });

    test('every page keeps its width', async ({ page, server, manage, allowConsole }) => {
      allowConsole(/status of 404/);
      const picture = (name: string) => take(page, name, width);
      await page.goto('/sign-in?error=wrong&next=/customers');
      await picture('sign-in');
      await signIn(page, server);
      await page.goto('/no-such-page');
      await picture('not-found');
      await page.goto('/customers');
      await picture('customers');
      await usersPictures(page, picture);
      const customer = await showcase(server);
      await chooseVisio(manage, customer);
      await picture('manage-licenses');
      await manage.openPlans(VISIO);
      await picture('manage-licenses-plans');
      await page.goto('/customers');
      await saveVisio(manage, customer);
      await picture('licenses-updated');
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByRole('button', { name: 'Undo for 3 users' })).toBeVisible();
      await picture('undo');
      await page.goto(`/customers/${customer.id}/changes`);
      await expect(page.getByRole('link', { name: /^Licenses updated: / })).toHaveCount(1);
      await picture('recent-changes');
      await page.goto(`/customers/${customer.id}/activity`);
      await expect(page.getByRole('table', { name: 'Activity' }).getByRole('row', { name: /Licenses updated/ })).toHaveCount(1);
      await picture('activity');
      await page.goto(`/customers/${customer.id}/activity/report`);
      await expect(page.getByRole('region', { name: 'Verification' })).toBeVisible();
      await picture('activity-report');
      await ask(page, customer.id, ['Adele Vance', 'Nestor Wilke'], 'Delete user(s)');
      await expect(page.getByRole('button', { name: 'Delete 2 users' })).toBeVisible();
      await picture('delete-users');
      await answer(page, 'Delete 2 users', 'Users deleted');
      await picture('users-deleted');
      await openDeleted(page, customer.id, 'Deleted users (2)');
      await deletedTable(page).getByRole('checkbox', { name: 'Adele Vance' }).check();
      await picture('deleted-users');
    });

    test('every page that adds, changes or exports users keeps its width', async ({ page, server }) => {
      const picture = (name: string) => take(page, name, width);
      const customer = await showcase(server);
      const pair = ['Adele Vance', 'Nestor Wilke'];
      await signIn(page, server);
      await openAddUser(page, customer.id);
      await picture('add-user');
      await openEdit(page, customer.id, 'Adele Vance');
      await picture('edit-user');
      await openEditMany(page, customer.id, pair);
      await page.getByRole('checkbox', { name: 'Change location' }).check();
      await expect(page.getByLabel('Location', { exact: true })).toBeVisible();
      await picture('edit-users');
      await openUpload(page, customer.id);
      const patti = `Patti,Fernandez,Patti Fernandez,patti@${customer.domain},US,Sales,Manager,VISIOCLIENT,`;
      await validate(page, [HEADER, patti, patti].join('\r\n'));
      await expectRows(page, '2', '1');
      await expect(row(page, 2)).toContainText(`+ ${VISIO}`);
      await picture('upload-users');
      await page.goto(`/customers/${customer.id}/users`);
      await usersAreLive(page);
      await (await command(page, 'Export')).click();
      await expect(page.getByRole('dialog').getByRole('link', { name: 'Download' })).toBeVisible();
      await picture('export');
      await page.keyboard.press('Escape');
      await selectUsers(page, pair);
      await (await command(page, 'Offboard')).click();
      await page.getByRole('radio', { name: 'Delete now' }).check();
      await expect(page.getByRole('region', { name: 'Before you save' })).toContainText('Adele Vance: ');
      await picture('offboard');
      await ask(page, customer.id, pair, 'Reset password');
      await answer(page, 'Yes, reset the password of 2 users', 'Passwords reset');
      await secrets(await createPasswords(page));
      await picture('temporary-passwords');
    });
  });
}

test('the users list keeps its width between the sizes', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await page.getByLabel('Rows per page').selectOption('200');
  await expect(usersTable(page).locator('tbody tr')).toHaveCount(200);
  for (const width of [768, 900, 901, 1024, 1100, 1101, 1239, 1240, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    await keepsWidth(page, 'users', width);
  }
});

async function usersPictures(page: Page, picture: (name: string) => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog');
  await openCustomer(page, 'Fabrikam, Inc.');
  await picture('users');
  await selectUsers(page, ['Adele Vance', 'Christie Cline', 'Diego Siciliani']);
  await inFilters(page, () => page.getByLabel('Filter users by…').selectOption('Sign-in allowed'));
  await expect(page.getByRole('link', { name: 'Clear all filters' })).toBeVisible();
  await picture('users-selected');
  await inFilters(page, async () => {
    await page.getByRole('button', { name: 'More filters' }).click();
    await expect(dialog.getByRole('combobox', { name: 'Department' })).toBeVisible();
    await picture('filters');
    await page.keyboard.press('Escape');
  });
  await (await command(page, 'Select by email…')).click();
  await dialog.getByLabel('Emails', { exact: true }).fill('adele.vance@fabrikam.com nobody@fabrikam.com');
  await dialog.getByRole('button', { name: 'Select', exact: true }).click();
  await expect(dialog.getByText('1 of 2 emails selected.')).toBeVisible();
  await picture('select-by-email');
  await page.keyboard.press('Escape');
  await usersTable(page).getByRole('link', { name: 'Isaiah Langer' }).click();
  await expect(dialog.getByText(/^Service plans \(/)).toBeVisible();
  await picture('user-panel');
  await page.keyboard.press('Escape');
}

/** Takes a screenshot in light and in dark. */
async function take(page: Page, name: string, width: number): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`) });
  }
  if (width >= 768) await keepsWidth(page, name, width);
}

async function keepsWidth(page: Page, name: string, width: number): Promise<void> {
  const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(scrolled, `${name} scrolls sideways at ${width} pixels`).toBeLessThanOrEqual(width);
}
