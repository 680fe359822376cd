/** The mark of users with errors: its reason, and dismissing it. */
import { expectAccessible } from '../helpers/axe';
import { VISIO, press } from '../helpers/licenses';
import { type ManagePage, expect, test } from '../helpers/manage';
import type { OwnCustomer } from '../helpers/own_customer';
import { userRow, usersTable } from '../helpers/table';

const NO_LOCATION = 'Set a location for this user before assigning licenses.';

/** Two of three users have no location, so assigning fails for them. */
async function twoFail(manage: ManagePage): Promise<{ customer: OwnCustomer; result: string }> {
  const users = { 'Ada Berg': {}, 'Bo Falk': { location: null }, 'Cy Holm': { location: null } };
  const customer = await manage.open({ seats: { [VISIO]: 9 }, users });
  await manage.clickBox(VISIO);
  await manage.save();
  const { page } = manage;
  const result = page.url();
  await page.goto(`/customers/${customer.id}/users`);
  await expect(userRow(page, 'Bo Falk')).toContainText('Has errors');
  await expect(userRow(page, 'Ada Berg')).not.toContainText('Has errors');
  return { customer, result };
}

test('the mark leads to its reason and the operation, and is dismissed', async ({ page, manage }) => {
  const { result } = await twoFail(manage);
  await userRow(page, 'Bo Falk').getByRole('link', { name: 'Has errors: Bo Falk' }).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Bo Falk' });
  const errors = panel.getByRole('region', { name: 'Errors' });
  await expect(errors).toContainText(NO_LOCATION);
  await expect(errors).toContainText('Anna Kováčová');
  await expectAccessible(page, 'errors of a user');
  expect(await errors.getByRole('link').getAttribute('href')).toBe(new URL(result).pathname);
  await press(errors.getByRole('button', { name: 'Dismiss errors' }));
  await expect(page.getByRole('status').getByText('Errors of 1 user dismissed.')).toBeVisible();
  await expect(errors).toHaveCount(0);
  await press(panel.getByRole('button', { name: 'Close' }));
  await expect(userRow(page, 'Bo Falk')).not.toContainText('Has errors');
  await expect(userRow(page, 'Cy Holm')).toContainText('Has errors');
  await page.goto(result);
  await manage.expectUpdated();
});

test('the errors of all shown are dismissed at once, after a question', async ({ page, server, manage }) => {
  const { customer } = await twoFail(manage);
  await expect(page.getByRole('button', { name: 'Dismiss errors' })).toHaveCount(0);
  await page.getByLabel('Filter users by…').selectOption('Users with errors');
  await expect(usersTable(page).locator('tbody tr')).toHaveCount(2);
  await press(page.getByRole('button', { name: 'Dismiss errors' }));
  const dialog = page.getByRole('dialog', { name: 'Trey Research | Dismiss errors?' });
  await expect(dialog).toContainText('2 users match the filter.');
  await expectAccessible(page, 'dismissing errors');
  await press(dialog.getByRole('button', { name: 'Dismiss errors' }));
  await expect(page.getByRole('status').getByText('Errors of 2 users dismissed.')).toBeVisible();
  await expect(page.getByText('No users match these filters.')).toBeVisible();
  await page.goto(`/customers/${customer.id}/activity`);
  await expect(page.getByText('Errors of 2 users dismissed')).toBeVisible();
  await server.cli(['check']);
});
