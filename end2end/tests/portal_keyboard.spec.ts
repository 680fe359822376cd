/** The portal of a customer from signing in to the end, by Tab, Space, Enter and arrows alone. */
import { expectAccessible } from '../helpers/axe';
import { enterAt, tabTo, tickAt, typeAt } from '../helpers/keyboard';
import { E3, VISIO } from '../helpers/licenses';
import { PASSWORD, command, dialog, expectDashboard, fabrikam, invitedToPortal, product, within } from '../helpers/portal';
import { expect, test } from '../helpers/server';
import { expectRow, selectionBar, userBox, userRow, usersAreLive, usersTable } from '../helpers/table';

test('one user and many get licenses in the portal by keyboard alone', async ({ page, server, anotherContext }) => {
  const customer = await fabrikam({ server });
  const invited = await invitedToPortal({ page, server, anotherContext }, customer, 'License admin');
  const { portal, signInName, temporary } = invited;
  await typeAt(portal, portal.getByLabel('Sign-in name'), signInName);
  await typeAt(portal, portal.getByLabel('Password'), temporary);
  await portal.keyboard.press('Enter');
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Choose a password');
  await typeAt(portal, portal.getByLabel('Temporary password'), temporary);
  await typeAt(portal, portal.getByLabel('New password'), PASSWORD);
  await portal.keyboard.press('Enter');
  await expectDashboard(portal, server.url);
  await enterAt(portal, portal.getByRole('link', { name: 'Assign user licenses' }));
  await usersAreLive(portal);

  await enterAt(portal, userRow(portal, 'Cleo Adams').getByRole('link', { name: 'Cleo Adams', exact: true }));
  const pane = dialog(portal, 'Cleo Adams');
  await enterAt(portal, within(pane, 'Edit licenses'));
  await tickAt(portal, product(pane, VISIO));
  await expect(pane.getByText('Users: 1 will change.')).toBeVisible();
  await enterAt(portal, within(pane, 'Save'));
  await expect(pane.getByRole('listitem').filter({ hasText: VISIO })).toBeVisible();
  await portal.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expectRow(usersTable(portal), { Name: /Cleo Adams/, Licenses: VISIO });

  for (const name of ['Cleo Adams', 'Dana Holt']) await tickAt(portal, userBox(portal, name));
  await expect(selectionBar(portal)).toContainText('2 selected');
  await enterAt(portal, selectionBar(portal).getByRole('button', { name: 'Edit', exact: true }));
  await expect(portal.getByRole('heading', { level: 2, name: 'Details' })).toBeVisible();
  await enterAt(portal, command(portal, 'Next'));
  await expect(portal.getByRole('heading', { level: 2, name: 'Settings' })).toBeFocused();
  await enterAt(portal, command(portal, 'Next'));
  await expect(portal.getByRole('heading', { level: 2, name: 'Licenses' })).toBeVisible();
  const replace = portal.getByRole('radio', { name: 'Replace existing license assignments' });
  await expect(portal.getByRole('radio', { name: 'Add to existing license assignments' })).toBeFocused();
  await portal.keyboard.press('ArrowUp');
  await expect(replace).toBeChecked();
  await tickAt(portal, product(portal, E3));
  await expect(portal.getByText(/^Users: 2 will change/)).toBeVisible();
  await enterAt(portal, command(portal, 'Save'));
  const results = portal.getByRole('table', { name: 'Results' });
  for (const name of [/Cleo Adams/, /Dana Holt/]) await expectRow(results, { Name: name, Result: 'Complete' });
  await enterAt(portal, portal.getByRole('link', { name: 'Finish' }));
  await usersAreLive(portal);
  for (const name of [/Cleo Adams/, /Dana Holt/]) await expectRow(usersTable(portal), { Name: name, Licenses: E3 });

  const menu = portal.getByRole('navigation', { name: 'Portal' });
  for (const heading of ['Deleted users', 'Activity', 'Billing']) {
    await enterAt(portal, menu.getByRole('link', { name: heading, exact: true }));
    await expect(portal.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectAccessible(portal, `the page ${heading} of the portal`);
  }
  await expectRow(portal.getByRole('table', { name: 'Licenses' }), { Product: E3, Owned: '3' });
  await tabTo(portal, portal.getByRole('tab', { name: 'Licenses' }));
  await portal.keyboard.press('ArrowRight');
  await portal.keyboard.press('Enter');
  await expectRow(portal.getByRole('table', { name: 'Your products' }), { Product: VISIO, Quantity: '2' });
});
