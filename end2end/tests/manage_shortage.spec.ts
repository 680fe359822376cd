import { POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectUsers, usersTable } from '../helpers/table';

const SHORT = '2 short. Buy more, assign in the order shown, or remove users or the product.';

/** Four users, two licenses. */
const tooFew = { seats: { [VISIO]: 2, [POWER_BI]: 9 }, users: crowd(4) };

test('with too few licenses Save waits and every way out is offered, none chosen', async ({ manage }) => {
  await manage.open(tooFew);
  await manage.clickBox(VISIO);
  await expect(manage.row(VISIO)).toContainText('2 available · 4 needed · 2 short');
  await expect(manage.buyMore(VISIO)).toBeVisible();
  await manage.expectNoSave(SHORT);
  await expect(manage.beforeSave).toContainText('Nothing will be saved: 2 licenses are short.');
  await expect(manage.beforeSave).not.toContainText('will change');
  await expect(manage.beforeSave).toContainText('Visio Plan 2: 2 short.');
  await expect(manage.beforeSave.getByRole('button', { name: 'Buy 2 more' })).toBeVisible();
  await expect(manage.beforeSave.getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' })).not.toBeChecked();
  await expect(manage.beforeSave).toContainText('Or remove users above, or reset the product.');
});

test('Buy 2 more makes it enough for everybody', async ({ page, server, manage }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Alex Wilber', 'Allan Deyoung', 'Debra Berger', 'Grady Archie']);
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await expect(manage.row(VISIO)).toContainText('2 available · 4 needed · 2 short');
  await press(manage.beforeSave.getByRole('button', { name: 'Buy 2 more' }));
  const dialog = page.getByRole('dialog', { name: `Fabrikam, Inc.: buy ${VISIO}` });
  await expect(dialog.getByLabel('Number of licenses')).toHaveValue('2');
  await press(dialog.getByRole('button', { name: 'Buy 2', exact: true }));
  await expect(dialog).toBeHidden();
  await expect(manage.row(VISIO)).toContainText('4 available · 4 used · 0 after');
  await expect(manage.saveButton).toHaveText('Save: assign 4');
  await manage.save();
  await expect(page.getByText('Available now: Visio Plan 2 (0).')).toBeVisible();
  await manage.expectTabs(['All (4)', 'Successful (4)', 'Errors (0)']);
});

test('in the order shown the first users get the licenses and the others stay as they are, without an error', async ({
  page,
  server,
  manage,
}) => {
  const customer = await manage.open(tooFew);
  await manage.clickBox(VISIO);
  await press(manage.beforeSave.getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' }));
  await expect(manage.beforeSave).toContainText('2 will change');
  await expect(manage.beforeSave).toContainText('2 stay unchanged');
  await expect(manage.beforeSave).not.toContainText('will fail');
  await expect(manage.saveButton).toHaveText('Save: assign 2');
  await manage.save();
  await expect(page.getByText('2 users changed, 0 failed, 2 unchanged')).toBeVisible();
  await manage.expectTabs(['All (4)', 'Successful (4)', 'Errors (0)']);
  const words = 'Unchanged by choice: no license of Visio Plan 2 is left for this user.';
  for (const User of ['User 003', 'User 004']) {
    await manage.expectOutcome({ User, Result: 'No change', 'What happened': words, 'Licenses now': 'None' });
  }
  for (const User of ['User 001', 'User 002']) {
    await manage.expectOutcome({ User, Result: 'Assigned', 'Licenses now': VISIO });
  }
  await server.cli(['check']);
  await page.goto(`/customers/${customer.id}/users`);
  await expect(usersTable(page)).toContainText('User 003');
  await expect(usersTable(page)).not.toContainText('Has errors');
});

test('everybody or nobody can be chosen again', async ({ manage }) => {
  await manage.open(tooFew);
  await manage.clickBox(VISIO);
  await press(manage.beforeSave.getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' }));
  await expect(manage.saveButton).toBeEnabled();
  await expect(manage.beforeSave).toContainText('2 will change');
  await press(manage.beforeSave.getByRole('radio', { name: 'All users or none' }));
  await manage.expectNoSave(SHORT);
  await expect(manage.beforeSave).toContainText('Nothing will be saved: 2 licenses are short.');
  await expect(manage.beforeSave).not.toContainText('will change');
});

test('taking users out makes it enough', async ({ page, manage }) => {
  await manage.open(tooFew);
  await manage.clickBox(VISIO);
  await manage.expectNoSave(SHORT);
  await press(page.getByRole('button', { name: 'Remove User 001' }));
  await expect(manage.beforeSave).toContainText('Visio Plan 2: 1 short.');
  await press(page.getByRole('button', { name: 'Remove User 003' }));
  await expect(manage.saveButton).toHaveText('Save: assign 2');
  await manage.save();
  await manage.expectTabs(['All (2)', 'Successful (2)', 'Errors (0)']);
  await manage.expectOutcome({ User: 'User 002', Result: 'Assigned' });
  await manage.expectOutcome({ User: 'User 004', Result: 'Assigned' });
});

test('taking the product out saves the rest', async ({ page, manage }) => {
  await manage.open(tooFew);
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI);
  await manage.expectNoSave(SHORT);
  await press(page.getByRole('button', { name: `Reset ${VISIO}` }));
  await manage.expectProduct(VISIO, 'clear', 'Leave as is');
  await expect(manage.saveButton).toHaveText('Save: assign 4');
  await manage.save();
  await manage.expectOutcome({ User: 'User 004', Result: 'Assigned', 'Licenses now': POWER_BI });
});
