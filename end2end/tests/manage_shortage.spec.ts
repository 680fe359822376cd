import {
  POWER_BI,
  VISIO,
  beforeSave,
  clickBox,
  expectNoSave,
  expectProduct,
  expectTabs,
  manageLicenses,
  manageSelected,
  outcomes,
  press,
  productRow,
  save,
  saveButton,
} from '../helpers/licenses';
import { type OwnCustomer, crowd, ownCustomer } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { type Server, expect, test } from '../helpers/server';
import { expectRow, selectUsers, usersTable } from '../helpers/table';

const SHORT = '2 short. Buy more, assign in the order shown, or remove users or the product.';

/** Four users, two licenses. */
function tooFew(server: Server): Promise<OwnCustomer> {
  return ownCustomer(server, { seats: { [VISIO]: 2, [POWER_BI]: 9 }, users: crowd(4) });
}

test('with too few licenses Save waits and every way out is offered, none chosen', async ({ page, server }) => {
  const customer = await tooFew(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await expect(productRow(page, VISIO)).toContainText('2 available · 4 needed · 2 short');
  await expect(page.getByRole('button', { name: `Buy more ${VISIO}` })).toBeVisible();
  await expectNoSave(page, SHORT);
  await expect(beforeSave(page)).toContainText('Nothing will be saved: 2 licenses are short.');
  await expect(beforeSave(page)).not.toContainText('will change');
  await expect(beforeSave(page)).toContainText('Visio Plan 2: 2 short.');
  await expect(beforeSave(page).getByRole('button', { name: 'Buy 2 more' })).toBeVisible();
  await expect(beforeSave(page).getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' })).not.toBeChecked();
  await expect(beforeSave(page)).toContainText('Or remove users above, or reset the product.');
});

test('Buy 2 more makes it enough for everybody', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Alex Wilber', 'Allan Deyoung', 'Debra Berger', 'Grady Archie']);
  await manageSelected(page);
  await clickBox(page, VISIO);
  await expect(productRow(page, VISIO)).toContainText('2 available · 4 needed · 2 short');
  await press(beforeSave(page).getByRole('button', { name: 'Buy 2 more' }));
  const dialog = page.getByRole('dialog', { name: `Fabrikam, Inc.: buy ${VISIO}` });
  await expect(dialog.getByLabel('Number of licenses')).toHaveValue('2');
  await press(dialog.getByRole('button', { name: 'Buy 2', exact: true }));
  await expect(dialog).toBeHidden();
  await expect(productRow(page, VISIO)).toContainText('4 available · 4 used · 0 after');
  await expect(saveButton(page)).toHaveText('Save: assign 4');
  await save(page);
  await expect(page.getByText('Available now: Visio Plan 2 (0).')).toBeVisible();
  await expectTabs(page, ['All (4)', 'Successful (4)', 'Errors (0)']);
});

test('in the order shown the first users get the licenses and the others stay as they are, without an error', async ({ page, server }) => {
  const customer = await tooFew(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await press(beforeSave(page).getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' }));
  await expect(beforeSave(page)).toContainText('2 will change');
  await expect(beforeSave(page)).toContainText('2 stay unchanged');
  await expect(beforeSave(page)).not.toContainText('will fail');
  await expect(saveButton(page)).toHaveText('Save: assign 2');
  await save(page);
  await expect(page.getByText('2 users changed, 0 failed, 2 unchanged')).toBeVisible();
  await expectTabs(page, ['All (4)', 'Successful (4)', 'Errors (0)']);
  const words = 'Unchanged by choice: no license of Visio Plan 2 is left for this user.';
  for (const User of ['User 003', 'User 004']) {
    await expectRow(outcomes(page), { User, Result: 'No change', 'What happened': words, 'Licenses now': 'None' });
  }
  for (const User of ['User 001', 'User 002']) {
    await expectRow(outcomes(page), { User, Result: 'Assigned', 'Licenses now': VISIO });
  }
  await server.cli(['check']);
  await page.goto(`/customers/${customer.id}/users`);
  await expect(usersTable(page)).toContainText('User 003');
  await expect(usersTable(page)).not.toContainText('Has errors');
});

test('everybody or nobody can be chosen again', async ({ page, server }) => {
  const customer = await tooFew(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await press(beforeSave(page).getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' }));
  await expect(saveButton(page)).toBeEnabled();
  await expect(beforeSave(page)).toContainText('2 will change');
  await press(beforeSave(page).getByRole('radio', { name: 'All users or none' }));
  await expectNoSave(page, SHORT);
  await expect(beforeSave(page)).toContainText('Nothing will be saved: 2 licenses are short.');
  await expect(beforeSave(page)).not.toContainText('will change');
});

test('taking users out makes it enough', async ({ page, server }) => {
  const customer = await tooFew(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await expectNoSave(page, SHORT);
  await press(page.getByRole('button', { name: 'Remove User 001' }));
  await expect(beforeSave(page)).toContainText('Visio Plan 2: 1 short.');
  await press(page.getByRole('button', { name: 'Remove User 003' }));
  await expect(saveButton(page)).toHaveText('Save: assign 2');
  await save(page);
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expectRow(outcomes(page), { User: 'User 002', Result: 'Assigned' });
  await expectRow(outcomes(page), { User: 'User 004', Result: 'Assigned' });
});

test('taking the product out saves the rest', async ({ page, server }) => {
  const customer = await tooFew(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await clickBox(page, POWER_BI);
  await expectNoSave(page, SHORT);
  await press(page.getByRole('button', { name: `Reset ${VISIO}` }));
  await expectProduct(page, VISIO, 'clear', 'Leave as is');
  await expect(saveButton(page)).toHaveText('Save: assign 4');
  await save(page);
  await expectRow(outcomes(page), { User: 'User 004', Result: 'Assigned', 'Licenses now': POWER_BI });
});
