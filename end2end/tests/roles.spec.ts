/** What people with fewer roles can do, and how the pages say what they can't. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { VISIO, press } from '../helpers/licenses';
import { ManagePage } from '../helpers/manage';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { expect, test } from '../helpers/server';
import { command, usersAreLive, usersTable } from '../helpers/table';

const NO_USERS =
  "Your roles don't allow adding and editing users. It needs the role Global admin, Admin agent, Helpdesk agent or User management admin. A Global admin or Account admin can give it in User management.";
const NO_BUYING = "Your roles don't allow buying licenses. It needs the role Admin agent or Sales agent. A Global admin or Account admin can give it in User management.";
const NO_LICENSES =
  "Your roles don't allow changing licenses. It needs the role Global admin, Admin agent, Sales agent, Helpdesk agent or User management admin. A Global admin or Account admin can give it in User management.";

/** Expects a command of the users list to be disabled for this reason. */
async function expectDisabled(page: Page, name: string, reason: string): Promise<void> {
  const button = await command(page, name);
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(reason);
}

test('a Sales agent assigns and buys licenses, and changes no user', async ({ page: admin, server, anotherContext, allowConsole }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 5 }, users: crowd(2) });
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'SalesAgent');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expectDisabled(page, 'Add user', NO_USERS);
  await usersTable(page).getByRole('checkbox').nth(1).check();
  await expectDisabled(page, 'Edit', NO_USERS);
  await expectAccessible(page, 'a users list with commands that roles disable');

  const manage = new ManagePage({ page, server, anotherContext });
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await manage.save();
  await expect(await command(page, 'Undo')).toBeEnabled();

  // Typing the address does not help.
  allowConsole(/403/);
  await page.goto(`/customers/${customer.id}/add-user`);
  await expect(page.getByRole('alert')).toContainText(NO_USERS);
  await expectAccessible(page, 'a page that roles do not allow');
});

test('a Helpdesk agent buys nothing', async ({ page: admin, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 0 }, users: crowd(1) });
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'HelpdeskAgent');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await usersTable(page).getByRole('checkbox').nth(1).check();
  const manage = new ManagePage({ page, server, anotherContext });
  await manage.openSelected();
  await press(manage.buyMore(VISIO));
  const dialog = page.getByRole('dialog', { name: new RegExp(`: buy ${VISIO}$`) });
  await expect(dialog).toContainText(NO_BUYING);
  await expect(dialog.getByRole('button', { name: /^Buy/ })).toHaveCount(0);
  await expectAccessible(page, 'a dialog for buying that roles do not allow');
});

test('an Account admin sees users and changes none', async ({ page: admin, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1 }, users: crowd(1) });
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'AccountAdmin');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await usersTable(page).getByRole('checkbox').nth(1).check();
  await expectDisabled(page, 'Manage licenses', NO_LICENSES);
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/users/);
  await press(page.getByRole('button', { name: /^Account of / }));
  await press(page.getByRole('link', { name: 'User management' }));
  await expect(page.getByRole('table', { name: 'People' })).toBeVisible();
  // Other tests expect the demo administrator to be the only one who manages people.
  await removeOthers(admin, server);
});

test('a Billing admin sees customers alone', async ({ page: admin, server, anotherContext, allowConsole }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'BillingAdmin');
  await page.goto('/customers');
  await expect(page.getByRole('table').getByRole('link', { name: 'Contoso Ltd.', exact: true })).toBeVisible();
  await press(page.getByRole('button', { name: /^Account of / }));
  await expect(page.getByRole('link', { name: 'User management' })).toHaveCount(0);
  allowConsole(/403/);
  for (const path of [`/customers/${customer.id}/users`, '/people', '/activity']) {
    await page.goto(path);
    await expect(page.getByRole('alert')).toContainText("Your roles don't allow");
    await expect(page.getByRole('alert').getByRole('link', { name: 'Customers' })).toBeVisible();
  }
  await admin.goto('/activity?view=security');
  const events = admin.getByRole('table', { name: 'Security' });
  await expect(events).toContainText(/Action refused\s*managing your organization's people/);
});
