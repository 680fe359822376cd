/** The portal of a customer: switched on by the partner, and used by the customer's own admins. */
import type { Page } from '@playwright/test';
import { answer, ask, deletedTable } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { E3, VISIO, press } from '../helpers/licenses';
import { ownCustomer } from '../helpers/own_customer';
import { expectKeptNowhere } from '../helpers/passwords';
import { signedInWithRoles } from '../helpers/people';
import {
  SOFTWARE,
  addPerson,
  byMenu,
  command,
  dialog,
  fabrikam,
  inPortal,
  newSignInName,
  openManaged,
  portalPeople,
  product,
  within,
} from '../helpers/portal';
import { expect, test } from '../helpers/server';
import { expectRow, selectionBar, userBox, userRow, usersAreLive, usersTable } from '../helpers/table';

const PARTNER = 'Anna Kováčová';

/** Expects nothing of the partner on the page. */
async function expectNoPartner(page: Page): Promise<void> {
  const body = page.locator('body');
  await expect(body).not.toContainText(PARTNER);
  await expect(page.getByRole('link', { name: 'Customers' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Search users and customers' })).toHaveCount(0);
}

/** Expects all that the customer bought, with how, and who manages it. */
async function expectBought(page: Page): Promise<void> {
  const bought = page.getByRole('table', { name: 'Your products' });
  await expectRow(bought, { Product: VISIO, Quantity: '2' });
  await expectRow(bought, { Product: 'Extra storage', 'Bought as': 'New commerce', Quantity: '4', Assigned: 'Not available' });
  await expectRow(bought, { Product: 'Contoso Sign', 'Bought as': 'Marketplace', 'Managed by': 'Contoso Apps' });
}

test('the partner switches the portal on, manages its people, and switches it off', async ({ page, server, anotherContext }) => {
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  await openManaged(page, fixtures, customer);
  await expect(page.getByText('The portal is off.')).toBeVisible();
  await press(command(page, 'Switch on'));
  await expect(page.getByText('The portal is on.')).toBeVisible();
  await expect(command(page, 'Switch off')).toBeFocused();
  await expectAccessible(page, 'a portal without people');

  await press(command(page, 'Add person'));
  const form = dialog(page, 'Add person');
  await press(within(form, 'Add'));
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(form.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name\./);
  await expectAccessible(page, 'the form of a person of the portal');
  await press(within(form, 'Cancel'));

  const signInName = newSignInName();
  const temporary = await addPerson(page, 'Petra Malá', signInName, 'License admin');
  await expectKeptNowhere(page, [temporary]);
  await expectRow(portalPeople(page), { Name: 'Petra Malá', Role: 'License admin', Status: 'Has a temporary password' });
  await expectAccessible(page, 'a portal with a person');

  await press(command(page, 'Edit: Petra Malá'));
  const edit = dialog(page, 'Edit: Petra Malá');
  await edit.getByRole('radio', { name: /^User management admin/ }).check();
  await press(within(edit, 'Save'));
  await expect(edit).toBeHidden();
  await expectRow(portalPeople(page), { Name: 'Petra Malá', Role: 'User management admin' });
  await press(command(page, 'Block: Petra Malá'));
  await press(within(dialog(page, 'Block: Petra Malá'), 'Block'));
  await expectRow(portalPeople(page), { Name: 'Petra Malá', Status: 'Blocked' });
  await press(command(page, 'Allow: Petra Malá'));
  await expectRow(portalPeople(page), { Name: 'Petra Malá', Status: 'Has a temporary password' });
  await press(command(page, 'Remove: Petra Malá'));
  await press(within(dialog(page, 'Remove: Petra Malá'), 'Remove'));
  await expect(page.getByText('Nobody yet.')).toBeVisible();
  await expect(command(page, 'Add person')).toBeFocused();

  await press(command(page, 'Switch off'));
  await press(within(dialog(page, 'Switch the portal off?'), 'Switch off'));
  await expect(page.getByText('The portal is off.')).toBeVisible();
});

test('a portal whose people may do more is switched on by somebody who may give that, or without them', async ({
  page,
  server,
  anotherContext,
}) => {
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  await openManaged(page, fixtures, customer);
  await press(command(page, 'Switch on'));
  await addPerson(page, 'Petra Malá', newSignInName(), 'License admin');
  await press(command(page, 'Switch off'));
  await press(within(dialog(page, 'Switch the portal off?'), 'Switch off'));
  await expect(page.getByText('The portal is off.')).toBeVisible();

  // Who manages people, but assigns no licenses, lets nobody in who does.
  const cleo = await signedInWithRoles(fixtures, 'AccountAdmin');
  await cleo.goto(`/customers/${customer.id}/portal`);
  await expect(command(cleo, 'Switch on')).toBeDisabled();
  await expect(command(cleo, 'Switch on')).toHaveAccessibleDescription(/^Switching on lets people with the role License admin in again/);
  await expectAccessible(cleo, 'a portal that somebody may not switch on');
  await press(command(cleo, 'Block: Petra Malá'));
  await press(within(dialog(cleo, 'Block: Petra Malá'), 'Block'));
  await press(command(cleo, 'Switch on'));
  await expect(cleo.getByText('The portal is on.')).toBeVisible();
  await expectRow(portalPeople(cleo), { Name: 'Petra Malá', Status: 'Blocked' });
});

test('a license admin gives one user a license in the details pane', async ({ page, server, anotherContext }) => {
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  const portal = await inPortal(fixtures, customer, 'License admin');
  await expectNoPartner(portal);
  await expectAccessible(portal, 'the dashboard of a portal');
  await press(portal.getByRole('link', { name: 'Assign user licenses' }));
  await usersAreLive(portal);
  await expectNoPartner(portal);
  await expectAccessible(portal, 'the users of a portal');

  await press(userRow(portal, 'Cleo Adams').getByRole('link', { name: 'Cleo Adams', exact: true }));
  const pane = dialog(portal, 'Cleo Adams');
  await expect(pane.getByRole('heading', { name: 'Assigned licenses' })).toBeVisible();
  await press(within(pane, 'Edit licenses'));
  await expect(product(pane, VISIO)).toHaveAccessibleDescription('1 available');
  await product(pane, VISIO).check();
  await expect(pane.getByText('Users: 1 will change.')).toBeVisible();
  await expectAccessible(portal, 'editing the licenses of one user');
  await press(within(pane, 'Save'));
  await expect(pane.getByRole('listitem').filter({ hasText: VISIO })).toBeVisible();
  await press(within(pane, 'Close').first());
  await expectRow(usersTable(portal), { Name: /Cleo Adams/, Licenses: VISIO });

  await page.goto(`/customers/${customer.id}/activity`);
  await expectRow(page.getByRole('table', { name: 'Activity' }), {
    Action: 'Licenses updated',
    'Performed by': 'Petra Malá (of the customer)',
  });
});

test('many users are edited by steps, and failures say why', async ({ page, server, anotherContext }) => {
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  const portal = await inPortal(fixtures, customer, 'User management admin');
  await byMenu(portal, 'Users');
  await usersAreLive(portal);
  for (const name of ['Adele Vance', 'Ben Novak', 'Cleo Adams', 'Dana Holt']) await userBox(portal, name).check();
  await press(selectionBar(portal).getByRole('button', { name: 'Edit', exact: true }));
  await expect(portal.getByRole('heading', { level: 2, name: 'Details' })).toBeVisible();
  await expect(portal.getByText('4 users')).toBeVisible();
  await expectAccessible(portal, 'the details of many users');
  await press(command(portal, 'Next'));
  await expect(portal.getByRole('heading', { level: 2, name: 'Settings' })).toBeFocused();
  await expect(portal.getByText('Users without a usage location: 1')).toBeVisible();
  await press(command(portal, 'Next'));
  await expect(portal.getByRole('radio', { name: 'Add to existing license assignments' })).toBeChecked();
  await portal.getByRole('radio', { name: 'Replace existing license assignments' }).check();
  await product(portal, E3).check();
  await expect(portal.getByText("Users: 2 will change, 1 can't be changed, 1 loses a license.")).toBeVisible();
  await expectAccessible(portal, 'the licenses of many users');
  await press(command(portal, 'Save'));
  const results = portal.getByRole('table', { name: 'Results' });
  await expectRow(results, { Name: /Ben Novak/, Result: /location/ });
  await expectRow(results, { Name: /Cleo Adams/, Result: 'Complete' });
  await expectRow(results, { Name: /Dana Holt/, Result: 'Complete' });
  await expectAccessible(portal, 'the results of many users');
  await press(portal.getByRole('link', { name: 'Finish' }));
  await usersAreLive(portal);
  await expectRow(usersTable(portal), { Name: /Dana Holt/, Licenses: E3 });
});

test('the results of more users than a page holds are shown a part at a time', async ({ page, server, anotherContext }) => {
  const names = Array.from({ length: 55 }, (_, at) => `User ${at + 10}`);
  const users = Object.fromEntries(names.map(name => [name, name.endsWith('9') ? { location: null } : {}]));
  const customer = await ownCustomer(server, { seats: { [E3]: 60 }, users });
  const portal = await inPortal({ page, server, anotherContext }, customer, 'License admin');
  await byMenu(portal, 'Users');
  await usersAreLive(portal);
  await userBox(portal, names[0] ?? '').check();
  await press(selectionBar(portal).getByRole('button', { name: 'Select all 55 matching' }));
  await expect(selectionBar(portal).getByText('55 selected')).toBeVisible();
  await press(selectionBar(portal).getByRole('button', { name: 'Edit', exact: true }));
  await press(command(portal, 'Next'));
  await press(command(portal, 'Next'));
  await product(portal, E3).check();
  await press(command(portal, 'Save'));
  const results = portal.getByRole('table', { name: 'Results' });
  await expect(portal.getByRole('status').filter({ hasText: 'Complete (50)' })).toContainText('Failed (5)');
  await expect(results.getByRole('row')).toHaveCount(1 + 50);
  await expectRow(results, { Name: /User 19/, Result: /location/ });
  await press(command(portal, 'Show more'));
  await expect(results.getByRole('row')).toHaveCount(1 + 55);
  await expect(command(portal, 'Show more')).toHaveCount(0);
  await expectAccessible(portal, 'the results of very many users');
});

test('licenses, products and activity show nothing of the partner', async ({
  page,
  server,
  anotherContext,
  allowConsole,
}) => {
  allowConsole(/status of 404/);
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  const portal = await inPortal(fixtures, customer, 'Global admin');
  await byMenu(portal, 'Billing');
  await expectRow(portal.getByRole('table', { name: 'Licenses' }), { Product: E3, Owned: '3', Assigned: '1', Available: '2' });
  await expectAccessible(portal, 'the licenses of a portal');
  await press(portal.getByRole('tab', { name: 'Your products' }));
  await expectBought(portal);
  await expectAccessible(portal, 'the products of a portal');
  await press(command(portal, `Download: ${SOFTWARE}`));
  const files = dialog(portal, `Download: ${SOFTWARE}`);
  await expect(files.getByRole('link', { name: 'Download: Setup' })).toHaveAttribute('href', 'https://example.com/setup.iso');
  await press(within(files, 'Show 1 product key'));
  await expect(files.getByLabel('Product keys')).toHaveValue('AAAAA-BBBBB');
  await expectAccessible(portal, 'the files of a purchase in a portal');
  await press(within(files, 'Close').first());
  await expect(files).toBeHidden();
  await byMenu(portal, 'Activity');
  await expectRow(portal.getByRole('table', { name: 'Activity' }), {
    Action: 'Customer imported',
    'Performed by': 'Your partner',
  });
  await expectNoPartner(portal);
  await expectAccessible(portal, 'the activity of a portal');
  await byMenu(portal, 'Deleted users');
  await expect(portal.getByText('There are no deleted users.')).toBeVisible();

  const elsewhere = await portal.goto(`${server.url}/customers`);
  expect(elsewhere?.status()).toBe(404);
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Not found');
  await press(portal.getByRole('link', { name: 'Go to the dashboard' }));
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
  await press(command(portal, 'Account of Petra Malá'));
  await press(portal.getByRole('link', { name: 'My account' }));
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('My account');
  await expectAccessible(portal, 'my account in a portal');

  await page.goto(`/customers/${customer.id}/products`);
  await expectRow(page.getByRole('table', { name: 'Licenses' }), { Product: VISIO, Owned: '2' });
  await press(page.getByRole('tab', { name: 'Your products' }));
  await expectBought(page);
  await expectAccessible(page, 'the products of a customer');
});

test('several deleted users are restored at once', async ({ page, server, anotherContext }) => {
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  const portal = await inPortal(fixtures, customer, 'User management admin');
  await ask(page, customer.id, ['Adele Vance', 'Cleo Adams', 'Dana Holt'], 'Delete user(s)');
  await answer(page, 'Delete 3 users', 'Users deleted');

  await byMenu(portal, 'Deleted users');
  await expectRow(deletedTable(portal), { Name: /Adele Vance/, 'Deleted by': 'Your partner' });
  await expect(command(portal, 'Restore')).toBeDisabled();
  for (const name of ['Adele Vance', 'Dana Holt']) {
    await deletedTable(portal).getByRole('checkbox', { name, exact: true }).check();
  }
  await expect(portal.getByText('2 selected')).toBeVisible();
  await expectAccessible(portal, 'the deleted users of a portal');
  await press(command(portal, 'Restore'));
  const restore = dialog(portal, 'Restore 2 users');
  await expect(restore.getByText(/^Restores the accounts/)).toBeVisible();
  await expectAccessible(portal, 'restoring two users in a portal');
  await press(within(restore, 'Restore'));
  await expect(restore).toBeHidden();
  await expect(portal.getByText('Restored: 2 users')).toBeVisible();
  await expectRow(deletedTable(portal), { Name: /Cleo Adams/ });
  await expect(portal.getByText('2 selected')).toHaveCount(0);
  await byMenu(portal, 'Users');
  await usersAreLive(portal);
  await expectRow(usersTable(portal), { Name: /Adele Vance/, Licenses: E3 });
  await expectRow(usersTable(portal), { Name: /Dana Holt/, Licenses: VISIO });
});
