import { answer, ask, deletedTable } from '../helpers/accounts';
import { VISIO, clickBox, expectManage, manageSelected, outcomes, press, save } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { namesShown, selectUsers, selectionBar, usersAreLive } from '../helpers/table';

test('Cancel, the breadcrumb and Back to users lead to the list as it was', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 5 }, users: { ...crowd(60), 'Ada Berg': { guest: true } } });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users?search=user&size=25`);
  await usersAreLive(page);
  await press(page.getByRole('link', { name: 'Next' }).first());
  await expect.poll(() => namesShown(page)).toContain('User 026');
  await selectUsers(page, ['User 026']);
  await expect(page).toHaveURL(/selection=/);
  const list = page.url();

  await manageSelected(page);
  await expectManage(page);
  await press(page.getByRole('link', { name: 'Cancel' }));
  await expect(page).toHaveURL(list);
  await usersAreLive(page);
  await manageSelected(page);
  await press(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Users and licenses' }));
  await expect(page).toHaveURL(list);
  await usersAreLive(page);
  await manageSelected(page);
  await clickBox(page, VISIO);
  await save(page);
  await page.reload();
  await press(page.getByRole('link', { name: 'Back to users' }));
  await expect(page).toHaveURL(list);
  await usersAreLive(page);
  await expect(selectionBar(page)).toContainText('1 selected');
  await expect.poll(() => namesShown(page)).toContain('User 026');
});

test('names on a result page open the user, or the deleted users', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 5 }, users: crowd(2) });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await selectUsers(page, ['Select this page']);
  await manageSelected(page);
  await clickBox(page, VISIO);
  await save(page);
  const result = page.url();
  await press(outcomes(page).getByRole('link', { name: 'User 002' }));
  await expect(page).toHaveURL(/\/users\?.*user=/);
  await expect(page.getByRole('dialog', { name: 'User 002', exact: true })).toBeVisible();

  await ask(page, customer.id, ['User 001'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  await page.goto(result);
  await press(outcomes(page).getByRole('link', { name: 'User 001' }));
  await expect(deletedTable(page).getByText('User 001')).toBeVisible();
});
