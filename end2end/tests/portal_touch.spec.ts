/** The portal of a customer from signing in to the end, by touch alone. */
import { answer, ask, deletedTable } from '../helpers/accounts';
import { E3, VISIO } from '../helpers/licenses';
import { PASSWORD, byMenu, command, dialog, expectDashboard, fabrikam, invitedToPortal, product, within } from '../helpers/portal';
import { expect, test } from '../helpers/server';
import { expectRow, selectionBar, userBox, userRow, usersAreLive, usersTable } from '../helpers/table';

test('a user management admin does everything in the portal by touch', async ({ page, server, anotherContext }) => {
  const customer = await fabrikam({ server });
  const invited = await invitedToPortal({ page, server, anotherContext }, customer, 'User management admin');
  await ask(page, customer.id, ['Adele Vance'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');

  const { portal, signInName, temporary } = invited;
  const type = async (label: string, text: string) => {
    await portal.getByLabel(label).tap();
    await expect(portal.getByLabel(label)).toBeFocused();
    await portal.keyboard.type(text);
  };
  await type('Sign-in name', signInName);
  await type('Password', temporary);
  await portal.getByRole('button', { name: 'Sign in' }).tap();
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Choose a password');
  await type('Temporary password', temporary);
  await type('New password', PASSWORD);
  await command(portal, 'Change password').tap();
  await expectDashboard(portal, server.url);
  await portal.getByRole('link', { name: 'Assign user licenses' }).tap();
  await usersAreLive(portal);

  await userRow(portal, 'Cleo Adams').getByRole('link', { name: 'Cleo Adams', exact: true }).tap();
  const pane = dialog(portal, 'Cleo Adams');
  await within(pane, 'Edit licenses').tap();
  await product(pane, VISIO).tap();
  await expect(product(pane, VISIO)).toBeChecked();
  await expect(pane.getByText('Users: 1 will change.')).toBeVisible();
  await within(pane, 'Save').tap();
  await expect(pane.getByRole('listitem').filter({ hasText: VISIO })).toBeVisible();
  await within(pane, 'Close').first().tap();
  await expect(pane).toBeHidden();
  await expectRow(usersTable(portal), { Name: /Cleo Adams/, Licenses: VISIO });

  for (const name of ['Cleo Adams', 'Dana Holt']) {
    await userBox(portal, name).tap();
    await expect(userBox(portal, name)).toBeChecked();
  }
  await selectionBar(portal).getByRole('button', { name: 'Edit', exact: true }).tap();
  await expect(portal.getByRole('heading', { level: 2, name: 'Details' })).toBeVisible();
  await command(portal, 'Next').tap();
  await expect(portal.getByRole('heading', { level: 2, name: 'Settings' })).toBeFocused();
  await command(portal, 'Next').tap();
  const add = portal.getByRole('radio', { name: 'Add to existing license assignments' });
  await expect(add).toBeChecked();
  await product(portal, E3).tap();
  await expect(product(portal, E3)).toBeChecked();
  await expect(portal.getByText('Users: 2 will change.')).toBeVisible();
  await command(portal, 'Save').tap();
  const results = portal.getByRole('table', { name: 'Results' });
  for (const name of [/Cleo Adams/, /Dana Holt/]) await expectRow(results, { Name: name, Result: 'Complete' });
  await portal.getByRole('link', { name: 'Finish' }).tap();
  await usersAreLive(portal);
  await expectRow(usersTable(portal), { Name: /Dana Holt/, Licenses: E3 });

  await byMenu(portal, 'Deleted users');
  await deletedTable(portal).getByRole('checkbox', { name: 'Adele Vance', exact: true }).tap();
  await expect(portal.getByText('1 selected')).toBeVisible();
  await command(portal, 'Restore').tap();
  const restore = portal.getByRole('dialog', { name: /^Restore/ });
  await expect(restore.getByText(/^Restores the account/)).toBeVisible();
  await within(restore, 'Restore').tap();
  await expect(restore).toBeHidden();
  await expect(portal.getByText('There are no deleted users.')).toBeVisible();

  await byMenu(portal, 'Billing');
  await expectRow(portal.getByRole('table', { name: 'Licenses' }), { Product: E3, Owned: '3', Assigned: '3', Available: '0' });
  await portal.getByRole('tab', { name: 'Your products' }).tap();
  await expectRow(portal.getByRole('table', { name: 'Your products' }), { Product: VISIO, Quantity: '2' });
});
