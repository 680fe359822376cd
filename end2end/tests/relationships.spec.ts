/** Admin relationships: requesting one, the customer's answer, the groups that use it, and those of all customers. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { ownCustomer } from '../helpers/own_customer';
import { expectKeptNowhere } from '../helpers/passwords';
import { signedInWithRoles } from '../helpers/people';
import { importRelationships } from '../helpers/relationships';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { expectRow } from '../helpers/table';

const NOT_AT_MICROSOFT = 'Recorded here; does not create a relationship at Microsoft';
const NOT_ALLOWED =
  "Your roles don't allow managing relationships with customers. It needs the role Global admin or Admin agent. A Global admin or Account admin can give it in User management.";

const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const relationships = (page: Page) => page.getByRole('table', { name: 'Admin relationships' });
const groups = (page: Page) => page.getByRole('table', { name: 'Groups that use it' });
const role = (form: Locator, name: string) => form.getByRole('checkbox', { name, exact: true });
const nameField = (form: Locator) => form.getByLabel('Name', { exact: true });
const daysField = (form: Locator) => form.getByLabel('Duration in days');
const extend = (form: Locator) => form.getByRole('checkbox', { name: 'Auto extend' });

/** A name that no other relationship has. */
function newName(): string {
  return `Support ${randomUUID().slice(0, 8)}`;
}

/** Opens the relationships with a customer. */
async function openRelationships(page: Page, customer: string): Promise<void> {
  await page.goto(`/customers/${customer}/relationships`);
  await expect(page.getByRole('heading', { level: 2, name: 'Admin relationships' })).toBeVisible();
}

/** Requests a relationship with a role, and returns the link. Its dialog is closed. */
async function request(page: Page, name: string, roles: string[]): Promise<string> {
  await press(command(page, 'Request a relationship'));
  const form = dialog(page, 'Request a relationship');
  await nameField(form).fill(name);
  await daysField(form).fill('20');
  for (const one of roles) await role(form, one).check();
  await press(form.getByRole('button', { name: 'Request', exact: true }));
  const shown = dialog(page, 'Approval link');
  await expect(shown).toContainText(name);
  await expect(shown).toContainText(NOT_AT_MICROSOFT);
  const link = await shown.getByLabel('Link', { exact: true }).inputValue();
  await press(shown.getByRole('button', { name: 'Close', exact: true }).first());
  await expect(shown).toBeHidden();
  return link;
}

test('a relationship is requested, approved by the customer, and terminated', async ({ page, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const name = newName();
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await openRelationships(page, customer.id);
  await expect(page.getByText('No admin relationship with this customer is recorded.')).toBeVisible();
  await expectAccessible(page, 'relationships without any');

  await press(command(page, 'Request a relationship'));
  const form = dialog(page, 'Request a relationship');
  await press(form.getByRole('button', { name: 'Request', exact: true }));
  await expect(nameField(form)).toBeFocused();
  await expect(nameField(form)).toHaveAccessibleDescription(/^Enter a name\./);
  await nameField(form).fill('é'.repeat(51));
  await expect(nameField(form)).toHaveValue('é'.repeat(50));
  await nameField(form).fill(name);
  await daysField(form).fill('731');
  await role(form, 'User Administrator').check();
  await press(form.getByRole('button', { name: 'Request', exact: true }));
  await expect(daysField(form)).toHaveAccessibleDescription(/^Enter a duration from 1 to 730 days\./);
  await extend(form).check();
  await role(form, 'Global Administrator').check();
  await expect(extend(form)).toBeDisabled();
  await expect(extend(form)).not.toBeChecked();
  await expect(extend(form)).toHaveAccessibleDescription('Not with the role Global Administrator.');
  await expectAccessible(page, 'the form of a relationship with an error');
  await press(form.getByRole('button', { name: 'Cancel' }));
  await expect(form).toBeHidden();

  const link = await request(page, name, ['User Administrator', 'Directory Readers']);
  expect(link).toMatch(new RegExp(`^${server.url}/relationship/.+`));
  await expectKeptNowhere(page, [link]);
  await expectRow(relationships(page), { Name: name, Status: 'Approval pending', 'Auto extend': 'Off' });
  await press(command(page, 'Request a relationship'));
  await nameField(form).fill(name);
  await daysField(form).fill('20');
  await role(form, 'User Administrator').check();
  await press(form.getByRole('button', { name: 'Request', exact: true }));
  await expect(nameField(form)).toHaveAccessibleDescription(/^Another relationship has this name\./);
  await press(form.getByRole('button', { name: 'Cancel' }));
  await expect(form).toBeHidden();

  const other = await (await anotherContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Approve an admin relationship');
  await expect(other.getByText(`for the admin relationship “${name}”.`)).toBeVisible();
  await expect(other.getByRole('listitem').filter({ hasText: 'User Administrator' })).toBeVisible();
  await expect(other.getByText(NOT_AT_MICROSOFT)).toBeVisible();
  await expectAccessible(other, 'a request for a relationship');
  await other.getByRole('button', { name: 'Approve' }).click();
  await expect(other.getByRole('status')).toContainText(`You approved “${name}”.`);
  await expectAccessible(other, 'an approved request');

  await page.reload();
  await expect(page.getByText('1 admin relationship ends within 30 days.')).toBeVisible();
  await expectRow(relationships(page), { Name: name, Status: 'Expiring', Ends: /in 20 days/ });
  await expectAccessible(page, 'relationships with one');
  await press(page.getByRole('link', { name, exact: true }));
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  await expect(page.getByText('No group uses it yet, so nobody has its roles.')).toBeVisible();
  await expect(page.getByText('Given by the link alone, without signing in.')).toBeVisible();
  await expectAccessible(page, 'a relationship');

  await press(command(page, 'Turn auto extend on'));
  await expect(page.getByText(`“${name}” is extended by 180 days whenever it would end.`)).toBeVisible();
  await press(command(page, 'Turn auto extend off'));
  await expect(page.getByText(`“${name}” ends on its end date.`)).toBeVisible();
  await expect(command(page, 'Turn auto extend on')).toBeFocused();

  await press(command(page, 'Terminate'));
  const question = dialog(page, `Terminate ${name}?`);
  await expect(question).toContainText("It can't be made active again. No group uses it.");
  await press(question.getByRole('button', { name: 'Terminate', exact: true }));
  await expect(question).toBeHidden();
  await expect(page.getByText(`${name} was terminated.`)).toBeVisible();
  await expect(command(page, 'Terminate')).toBeDisabled();
  await expect(command(page, 'Assign a group')).toBeDisabled();
});

test('a new link replaces the one before, and the customer may reject', async ({ page, server, anotherContext, allowConsole }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const name = newName();
  await signIn(page, server);
  await openRelationships(page, customer.id);
  const first = await request(page, name, ['Global Reader']);
  await press(page.getByRole('link', { name, exact: true }));
  await press(command(page, 'New approval link'));
  const shown = dialog(page, 'Approval link');
  const second = await shown.getByLabel('Link', { exact: true }).inputValue();
  expect(second).not.toBe(first);
  await expectAccessible(page, 'the link for the customer');

  const other = await (await anotherContext()).newPage();
  allowConsole(/status of 410/);
  await other.goto(first);
  await expect(other.getByText("This request can't be answered")).toBeVisible();
  await expect(other.getByRole('button')).toHaveCount(0);
  await other.goto(second);
  await other.getByRole('button', { name: 'Reject' }).click();
  await expect(other.getByRole('status')).toContainText(`You rejected “${name}”.`);
  await page.reload();
  await expect(page.getByRole('definition').filter({ hasText: 'Rejected' })).toBeVisible();
});

test('groups are assigned some of the roles and removed again', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const [name, group] = [newName(), `Night shift ${randomUUID().slice(0, 8)}`];
  const said = await importRelationships(server, [{ customer: customer.id, name, daysLeft: 200, group }]);
  expect(said).toContain('Admin relationships: 1 added, 0 updated, 0 unchanged.');
  await signIn(page, server);
  await openRelationships(page, customer.id);
  await press(page.getByRole('link', { name, exact: true }));
  await expectRow(groups(page), { Group: group, Roles: 'Directory Readers', Status: 'Active' });

  await press(command(page, `Remove ${group}`));
  const question = dialog(page, `Remove ${group}?`);
  await expect(question).toContainText('lose these roles at this customer at once.');
  await press(question.getByRole('button', { name: `Remove ${group}`, exact: true }));
  await expect(question).toBeHidden();
  await expect(groups(page)).toHaveCount(0);

  await press(command(page, 'Assign a group'));
  const form = dialog(page, 'Assign a group');
  await press(form.getByRole('button', { name: 'Assign', exact: true }));
  await expect(form.getByLabel('Group')).toHaveAccessibleDescription('Choose a group');
  await form.getByLabel('Group').selectOption({ label: group });
  await press(form.getByRole('button', { name: 'Assign', exact: true }));
  await expect(form.getByRole('group', { name: 'Roles' })).toHaveAccessibleDescription('Choose at least one role.');
  await expect(role(form, 'Global Administrator')).toHaveCount(0);
  await role(form, 'User Administrator').check();
  await expectAccessible(page, 'the form of an assignment');
  await press(form.getByRole('button', { name: 'Assign', exact: true }));
  await expect(form).toBeHidden();
  await expectRow(groups(page), { Group: group, Roles: 'User Administrator', Status: 'Active' });
});

test('the relationships of all customers are found by what they are, in order of their ends', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const [soon, later, over] = [newName(), newName(), newName()];
  const relationship = (name: string, daysLeft: number) => ({ customer: customer.id, name, daysLeft, group: 'Day shift' });
  await importRelationships(server, [relationship(soon, 7), relationship(later, 300), relationship(over, -3)]);
  await signIn(page, server);
  await page.goto('/customers');
  await press(command(page, 'Account of Anna Kováčová'));
  await press(page.getByRole('link', { name: 'Admin relationships' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Admin relationships of all customers');
  await expectRow(relationships(page), { Name: soon, Status: 'Expiring', Ends: /in 7 days/ });
  await expect(page.getByRole('row', { name: new RegExp(over) })).toHaveCount(0);
  await expectAccessible(page, 'the relationships of all customers');

  await page.getByLabel('Show').selectOption({ label: 'Expiring in 30 days' });
  await press(page.getByRole('button', { name: 'Apply' }));
  await expect(page).toHaveURL(/show=expiring/);
  await expectRow(relationships(page), { Name: soon });
  await expect(page.getByRole('row', { name: new RegExp(later) })).toHaveCount(0);

  await page.goto('/relationships?show=expired');
  await expectRow(relationships(page), { Name: over, Status: 'Expired' });
  await press(page.getByRole('link', { name: 'Ends' }));
  await expect(page).toHaveURL(/sort=-ends/);
  await expect(page.getByRole('columnheader', { name: 'Ends' })).toHaveAttribute('aria-sort', 'descending');
});

test('the reseller relationship is removed, requested and accepted', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: {} });
  await openRelationships(page, customer.id);
  await expect(page.getByText('recorded before Tenantry noted when')).toBeVisible();
  await press(command(page, 'Remove reseller relationship'));
  const question = dialog(page, 'Remove reseller relationship?');
  await press(question.getByRole('button', { name: 'Remove reseller relationship' }));
  await expect(question).toBeHidden();
  await press(command(page, 'Request reseller relationship'));
  await expect(command(page, 'Request reseller relationship')).toHaveCount(0);
  await press(command(page, 'Record as accepted'));
  await expect(page.getByText('The reseller relationship is recorded as accepted.')).toBeVisible();
});

test('who may not manage relationships sees them and why', async ({ page: admin, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'HelpdeskAgent');
  await openRelationships(page, customer.id);
  for (const name of ['Request a relationship', 'Remove reseller relationship']) {
    await expect(command(page, name)).toBeDisabled();
    await expect(command(page, name)).toHaveAccessibleDescription(NOT_ALLOWED);
  }
  await expectAccessible(page, 'relationships that roles do not allow to change');
});
