import { answer, ask, deletedTable } from '../helpers/accounts';
import { VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { namesShown, selectUsers, selectionBar, usersAreLive } from '../helpers/table';

test('Cancel, the breadcrumb and Back to users lead to the list as it was', async ({ page, manage, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 5 }, users: { ...crowd(60), 'Ada Berg': { guest: true } } });
  await page.goto(`/customers/${customer.id}/users?search=user&size=25`);
  await usersAreLive(page);
  await press(page.getByRole('link', { name: 'Next' }).first());
  await expect.poll(() => namesShown(page)).toContain('User 026');
  await selectUsers(page, ['User 026']);
  await expect(page).toHaveURL(/selection=/);
  const list = page.url();

  await manage.openSelected();
  await manage.expectOpen();
  await press(page.getByRole('link', { name: 'Cancel' }));
  await expect(page).toHaveURL(list);
  await usersAreLive(page);
  await manage.openSelected();
  await press(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Users and licenses' }));
  await expect(page).toHaveURL(list);
  await usersAreLive(page);
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await manage.save();
  await page.reload();
  await press(page.getByRole('link', { name: 'Back to users' }));
  await expect(page).toHaveURL(list);
  await usersAreLive(page);
  await expect(selectionBar(page)).toContainText('1 selected');
  await expect.poll(() => namesShown(page)).toContain('User 026');
});

test('names on a result page open the user, or the deleted users', async ({ page, manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 5 }, users: crowd(2) });
  await manage.clickBox(VISIO);
  await manage.save();
  const result = page.url();
  await press(manage.outcomes.getByRole('link', { name: 'User 002' }));
  await expect(page).toHaveURL(/\/users\?.*user=/);
  await expect(page.getByRole('dialog', { name: 'User 002', exact: true })).toBeVisible();

  await ask(page, customer.id, ['User 001'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  await page.goto(result);
  await press(manage.outcomes.getByRole('link', { name: 'User 001' }));
  await expect(deletedTable(page).getByText('User 001')).toBeVisible();
});
