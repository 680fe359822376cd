import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { E3, press } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { command, usersAreLive, usersTable } from '../helpers/table';
import { downloaded, openUpload, rows, validate } from '../helpers/upload';

const dialog = (page: Page) => page.getByRole('dialog', { name: /Export$/ });

test('columns are chosen, and the file reads back without changing anybody', async ({ page, server }, info) => {
  const customer = await ownCustomer(server, { seats: { [E3]: 5 }, users: crowd(3) });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await press(await command(page, 'Export'));
  await expect(dialog(page).getByRole('checkbox', { name: 'Email' })).toBeDisabled();
  await expect(dialog(page).getByRole('checkbox', { name: 'Email' })).toBeChecked();
  for (const column of ['Department', 'First name', 'Job title', 'Permissions']) {
    await dialog(page).getByRole('checkbox', { name: column }).check();
  }
  await dialog(page).getByRole('checkbox', { name: /^For Excel/ }).uncheck();
  await expectAccessible(page, 'the export');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    press(dialog(page).getByRole('link', { name: 'Download' })),
  ]);
  const path = info.outputPath('users.csv');
  await download.saveAs(path);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    '"Name","Email","First name","Location","Sign-in status","User type","Department","Job title","Permissions","Licenses"',
  );
  expect(lines).toHaveLength(4);

  // The dialog remembers the choices.
  await expect(dialog(page)).toBeHidden();
  await press(await command(page, 'Export'));
  await expect(dialog(page).getByRole('checkbox', { name: 'Department' })).toBeChecked();
  await press(dialog(page).getByRole('button', { name: 'Cancel' }));

  await openUpload(page, customer.id);
  await page.getByRole('radio', { name: /^Update existing users/ }).check();
  await validate(page, await readFile(path));
  await expect(page.getByText('These columns are ignored: User type, Permissions.')).toBeVisible();
  await expect(rows(page).getByText('Already as asked.')).toHaveCount(3);
});

test('only the users of the page shown are exported on wish', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(52) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  const exported = async (rows: string): Promise<string[]> => {
    await press(await command(page, 'Export'));
    await dialog(page).getByRole('radio', { name: rows }).check();
    const names = (await downloaded(page, 'Download', 'utf16le')).trimEnd().split('\r\n').slice(1);
    return names.map((line) => line.split('\t')[0] ?? '');
  };
  const pages = page.getByRole('navigation', { name: 'Pages of the list' });
  await press(pages.getByRole('link', { name: 'Next', exact: true }));
  await expect(usersTable(page).locator('tbody tr')).toHaveCount(2);
  expect(await exported('Users on this page')).toEqual(['"User 051"', '"User 052"']);
  expect(await exported('All matching users')).toHaveLength(52);
});
