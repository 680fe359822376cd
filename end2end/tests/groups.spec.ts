/** Groups of the partner's people: their roles, their members, and what deleting one takes away. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { type Server, expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

/** The person of the first test: `signedInWithRoles` names people after their roles. */
const PERSON = 'BillingAdmin and SupportRequestAdmin';

const groups = (page: Page) => page.getByRole('table', { name: 'Groups' });
const people = (page: Page) => page.getByRole('table', { name: 'People' });
const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const box = (form: Locator, name: string) => form.getByRole('checkbox', { name, exact: true });
const member = (form: Locator, name: string) => form.getByRole('checkbox', { name: new RegExp(`^${name} `) });
const nameField = (form: Locator) => form.getByLabel('Name', { exact: true });
const search = (form: Locator) => form.getByLabel('Find a person');

/** Opens the groups as the demo administrator. */
async function openGroups(page: Page, server: Server): Promise<void> {
  await signIn(page, server);
  await page.goto('/people?view=groups');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('User management');
  await expect(page.getByRole('tab', { name: 'Groups' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { level: 2, name: 'Groups' })).toBeVisible();
}

/** Opens the form for a new group. */
async function openNew(page: Page): Promise<Locator> {
  await press(command(page, 'New group'));
  const form = dialog(page, 'New group');
  await expect(nameField(form)).toBeFocused();
  return form;
}

/** Saves a form. */
async function save(form: Locator): Promise<void> {
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form).toBeHidden();
}

/** A name that no group of another test has. */
function newName(): string {
  return `Support ${randomUUID().slice(0, 8)}`;
}

test('a group gives its members what its role allows, and deleting it takes that away', async ({
  page,
  server,
  anotherContext,
  allowConsole,
}) => {
  // The person asks for what their roles don't allow.
  allowConsole(/403/);
  const other = await signedInWithRoles({ page, server, anotherContext }, 'BillingAdmin', 'SupportRequestAdmin');
  await other.goto('/people');
  await expect(other.getByRole('alert')).toContainText("Your roles don't allow");

  const name = newName();
  await page.goto('/people');
  await press(page.getByRole('tab', { name: 'Groups' }));
  await expect(page).toHaveURL(/\/people\?view=groups$/);
  const form = await openNew(page);
  await nameField(form).fill(name);
  await box(form, 'Account admin').check();
  await search(form).fill('BILLING');
  await expect(member(form, 'Anna Kováčová')).toBeHidden();
  await member(form, PERSON).check();
  await expect(form.getByText('1 person chosen')).toBeVisible();
  await expectAccessible(page, 'the form of a group');
  await save(form);
  await expect(page.getByText(`The group ${name} was saved.`)).toBeVisible();
  await expect(command(page, 'New group')).toBeFocused();
  await expectRow(groups(page), { Name: name, Roles: 'Account admin', Members: /^\s*1\s*$/ });
  await expectAccessible(page, 'the groups');

  await other.goto('/people');
  await expect(people(other)).toBeVisible();
  await press(page.getByRole('tab', { name: 'Users' }));
  await expectRow(people(page), { Name: PERSON, Roles: `Billing admin, Support request admin, Account admin (group ${name})` });
  await press(command(page, `Edit ${PERSON}`));
  const person = dialog(page, `Edit ${PERSON}`);
  await expect(person).toContainText(`Account admin (group ${name})`);
  await expect(box(person, 'Account admin')).not.toBeChecked();
  // The group gives a role, so none of the person's own is needed.
  for (const name of ['Billing admin', 'Support request admin']) await box(person, name).uncheck();
  await expectAccessible(page, 'the form of a person in a group');
  await save(person);
  await expectRow(people(page), { Name: PERSON, Roles: `Account admin (group ${name})` });

  await press(page.getByRole('tab', { name: 'Groups' }));
  await press(command(page, `Delete ${name}`));
  const question = dialog(page, `Delete the group ${name}?`);
  await expect(question).toContainText(`${PERSON} loses Account admin.`);
  await expectAccessible(page, 'the question before a group is deleted');
  await press(question.getByRole('button', { name: 'Cancel' }));
  await expect(question).toBeHidden();
  await expect(command(page, `Delete ${name}`)).toBeFocused();
  await press(command(page, `Delete ${name}`));
  await press(question.getByRole('button', { name: 'Delete', exact: true }));
  await expect(question).toBeHidden();
  await expect(page.getByText(`The group ${name} was deleted.`)).toBeVisible();
  await expect(command(page, 'New group')).toBeFocused();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0);

  await other.goto('/people');
  await expect(other.getByRole('alert')).toContainText("Your roles don't allow");
  await press(page.getByRole('tab', { name: 'Users' }));
  await expectRow(people(page), { Name: PERSON, Roles: 'No role' });

  await page.goto('/activity?view=security');
  const events = page.getByRole('table', { name: 'Security' });
  await expect(events).toContainText(`Group: ${name}; Roles before: Account admin; Roles: none; No members any more:`);
  await expectAccessible(page, 'the security events of a group');
  await removeOthers(page, server);
});

test('a group is made and edited by keyboard alone', async ({ page, server }) => {
  await openGroups(page, server);
  await page.getByRole('tab', { name: 'Groups' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Users' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/people$/);
  await expect(people(page)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2, name: 'Groups' })).toBeVisible();

  const name = newName();
  await command(page, 'New group').focus();
  await page.keyboard.press('Enter');
  const form = dialog(page, 'New group');
  await expect(nameField(form)).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await expect(form.getByRole('radio', { name: 'Roles', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(box(form, 'Global admin')).toBeFocused();
  await search(form).focus();
  await page.keyboard.type('nobody has this name');
  await expect(form.getByText('Nobody matches.')).toBeVisible();
  // Enter in the search saves nothing.
  await page.keyboard.press('Enter');
  await expect(form).toBeVisible();
  await search(form).fill('kovacova');
  await page.keyboard.press('Tab');
  await expect(member(form, 'Anna Kováčová')).toBeFocused();
  await page.keyboard.press('Space');
  await nameField(form).press('Enter');
  await expect(form).toBeHidden();
  await expectRow(groups(page), { Name: name, Roles: 'None', Members: /^\s*1\s*$/ });

  await command(page, `Edit ${name}`).focus();
  await page.keyboard.press('Enter');
  const edit = dialog(page, `Edit ${name}`);
  await expect(member(edit, 'Anna Kováčová')).toBeChecked();
  await box(edit, 'Support request admin').focus();
  await page.keyboard.press('Space');
  await nameField(edit).press('Enter');
  await expect(edit).toBeHidden();
  await expect(command(page, `Edit ${name}`)).toBeFocused();
  await expectRow(groups(page), { Name: name, Roles: 'Support request admin' });

  await command(page, `Delete ${name}`).focus();
  await page.keyboard.press('Enter');
  const question = dialog(page, `Delete the group ${name}?`);
  await expect(question).toContainText('loses Support request admin.');
  await question.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await expect(question).toBeHidden();
  await expect(command(page, 'New group')).toBeFocused();
});

test('what is wrong is told at its field, and nothing typed is lost', async ({ page, server, allowConsole }) => {
  allowConsole(/Failed to load resource: net::ERR_FAILED/);
  const name = newName();
  await openGroups(page, server);
  const first = await openNew(page);
  await press(first.getByRole('button', { name: 'Save' }));
  await expect(nameField(first)).toBeFocused();
  await expect(nameField(first)).toHaveAccessibleDescription('Enter a name.');
  await expectAccessible(page, 'the form of a group with an error');
  await nameField(first).fill(name);
  await save(first);

  const form = await openNew(page);
  await nameField(form).fill(name.toUpperCase());
  await box(form, 'Billing admin').check();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(nameField(form)).toBeFocused();
  await expect(nameField(form)).toHaveAccessibleDescription('Another group has this name. Enter another name.');
  const second = newName();
  await nameField(form).fill(second);
  await page.route('**/api/groups/add', (route) => route.abort());
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form.getByRole('alert')).toContainText('No connection to the server.');
  await expect(nameField(form)).toHaveValue(second);
  await expect(box(form, 'Billing admin')).toBeChecked();
  await page.unroute('**/api/groups/add');
  await press(form.getByRole('button', { name: 'Try again' }));
  await expect(form).toBeHidden();
  await expectRow(groups(page), { Name: second, Roles: 'Billing admin', Members: /^\s*0\s*$/ });
});

test('an Account admin cannot touch a group of Global admins', async ({ page: admin, server, anotherContext }) => {
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'AccountAdmin');
  const name = newName();
  await openGroups(admin, server);
  const form = await openNew(admin);
  await nameField(form).fill(name);
  await box(form, 'Global admin').check();
  await save(form);

  await page.goto('/people?view=groups');
  const why =
    'Only a Global admin can give or take the role Global admin, or change somebody who has it.';
  for (const label of ['Edit', 'Delete']) {
    await expect(command(page, `${label} ${name}`)).toBeDisabled();
    await expect(command(page, `${label} ${name}`)).toHaveAccessibleDescription(why);
  }
  const own = await openNew(page);
  await nameField(own).fill(newName());
  await member(own, 'Anna Kováčová').check();
  await press(own.getByRole('button', { name: 'Save' }));
  await expect(own.getByRole('group', { name: 'Roles' })).toHaveAccessibleDescription(why);
  await press(own.getByRole('button', { name: 'Cancel' }));
  // Other tests expect the demo administrator to be the only one who manages people.
  await removeOthers(admin, server);
});
