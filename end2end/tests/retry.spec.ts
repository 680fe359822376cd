/** `Retry failed` for changes of accounts and entries, after the cause of the failure is gone. */
import { answer, ask, expectDone, question } from '../helpers/accounts';
import { goOn, offer, openEditMany } from '../helpers/entries';
import { VISIO, expectTabs, outcomes, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { usersAreLive, usersTable } from '../helpers/table';

test('who could not be deleted is deleted once that is possible', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: { ...crowd(2), 'Sy Nced': { synced: true } } });
  await ask(page, customer.id, ['User 001', 'Sy Nced'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  await expectTabs(page, ['All (2)', 'Successful (1)', 'Errors (1)']);
  const retry = page.getByRole('button', { name: 'Retry failed' });
  await expect(retry).toHaveAccessibleDescription(/^It would fail again: This user is synced/);

  customer.users['Sy Nced'] = {};
  delete customer.users['User 001'];
  await customer.write();
  await page.reload();
  await expect(retry).toBeEnabled();
  await press(retry);
  await expect(question(page)).toHaveAccessibleName('Trey Research | Delete user(s)');
  await expect(question(page)).not.toContainText('User 001');
  await answer(page, 'Delete 1 user', 'Users deleted');
  await expectTabs(page, ['All (1)', 'Successful (1)', 'Errors (0)']);
  await expect(outcomes(page)).toContainText('Sy Nced');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(usersTable(page).locator('tbody a[id^="name-"]')).toHaveText(['User 002']);
});

test('who got no license by editing gets it once there is one', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 1 }, users: crowd(2) });
  await openEditMany(page, customer.id, ['User 001', 'User 002']);
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  await page.getByRole('radio', { name: 'Add to existing license assignments' }).check();
  await press(offer(page, VISIO).getByRole('checkbox'));
  await press(page.getByRole('button', { name: 'Update 1 user' }));
  await press(page.getByRole('link', { name: 'Show all results, undo and export' }));
  await expectDone(page, 'Users updated');
  const retry = page.getByRole('button', { name: 'Retry failed' });
  await expect(retry).toHaveAccessibleDescription(/^It would fail again: No licenses of Visio Plan 2 are left\./);

  customer.seats[VISIO] = 2;
  customer.users['User 001'] = { holds: [VISIO] };
  await customer.write();
  await page.reload();
  await expect(retry).toBeEnabled();
  await press(retry);
  await expect(question(page)).toContainText('User 002: + Visio Plan 2');
  await answer(page, 'Update 1 user', 'Users updated');
  await expectTabs(page, ['All (1)', 'Successful (1)', 'Errors (0)']);
  await expect(outcomes(page).getByRole('row', { name: /User 002/ })).toContainText('+ Visio Plan 2');
});
