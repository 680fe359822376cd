/** More users than account commands accept: the commands say so at once, and editing still works. */
import { goOn } from '../helpers/entries';
import { expectTabs, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { command, selectionBar, usersAreLive, usersTable } from '../helpers/table';

test.describe.configure({ timeout: 240_000 });

test('10,001 users are edited in the background, and other commands say beforehand that they are too many', async ({
  page,
  server,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: crowd(10_001) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await usersTable(page).locator('tbody').getByRole('checkbox').first().check();
  await press(selectionBar(page).getByRole('button', { name: /^Select all/ }));
  await expect(selectionBar(page)).toContainText('10,001 selected');
  await expect(selectionBar(page)).toContainText('For more than 10,000 users: Manage licenses and Edit only.');
  for (const name of ['Block sign-in', 'Allow sign-in', 'Reset password', 'Offboard', 'Delete user(s)']) {
    const refused = await command(page, name);
    await expect(refused).toBeDisabled();
    await expect(refused).toHaveAccessibleDescription('10,001 users are selected. At most 10,000 can be changed at once.');
  }
  await page.keyboard.press('Escape');
  await press(await command(page, 'Edit'));
  await page.getByRole('checkbox', { name: 'Change department' }).check();
  await page.getByLabel('Department', { exact: true }).fill('Sales');
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  await press(page.getByRole('button', { name: 'Update 10,001 users' }));
  await expect(page.getByText('Complete (10,001)')).toBeVisible({ timeout: 180_000 });
  await press(page.getByRole('link', { name: 'Show all results, undo and export' }));
  await expectTabs(page, ['All (10,001)', 'Successful (10,001)', 'Errors (0)']);
  await server.cli(['check']);
});
