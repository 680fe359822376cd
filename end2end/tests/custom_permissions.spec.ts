/** Custom permissions in place of roles: giving them, tags of customers, and what their holder sees. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { VISIO, press } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { removeOthers, signedInWithCustom } from '../helpers/people';
import { type Server, expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { command as listCommand, expectRow, usersAreLive, usersTable } from '../helpers/table';

const NO_EDITING =
  "Your custom permissions don't allow adding and editing users here. Somebody who manages people can allow it, or give you the role Global admin, Admin agent, Helpdesk agent or User management admin.";

const people = (page: Page) => page.getByRole('table', { name: 'People' });
const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const box = (form: Locator, name: string) => form.getByRole('checkbox', { name, exact: true });
const choice = (form: Locator, name: string) => form.getByRole('radio', { name, exact: true });
const customers = (page: Page) => page.getByRole('table').getByRole('link');

/** A tag that no other test has. */
function newTag(): string {
  return `Tag ${randomUUID().slice(0, 8)}`;
}

/** Opens User management as the demo administrator. */
async function openPeople(page: Page, server: Server): Promise<void> {
  await signIn(page, server);
  await page.goto('/people');
  await expect(people(page)).toBeVisible();
}

/** Saves a form. */
async function save(form: Locator): Promise<void> {
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form).toBeHidden();
}

/** Opens the form of a person. */
async function openEdit(page: Page, name: string): Promise<Locator> {
  await press(command(page, `Edit ${name}`));
  const form = dialog(page, `Edit ${name}`);
  await expect(choice(form, 'Custom permissions')).toBeVisible();
  return form;
}

test('custom permissions are given, refused where something is missing, and shown', async ({ page, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} }, `Chosen ${randomUUID().slice(0, 8)}`);
  const name = `Ben ${randomUUID().slice(0, 8)}`;
  await signedInWithCustom({ page, server, anotherContext }, name, { permissions: ['SeeUsers'], customers: 'All' });
  await openPeople(page, server);
  await expectRow(people(page), { Name: name, Roles: 'Custom permissions for all customers' });

  const form = await openEdit(page, name);
  await expect(choice(form, 'Custom permissions')).toBeChecked();
  await expect(box(form, 'See users')).toBeChecked();
  await expect(box(form, 'See customers')).toBeChecked();
  await expectAccessible(page, 'the form of a person with custom permissions');

  // What an action needs comes and goes with it.
  await box(form, 'Add and edit users').check();
  await expect(box(form, 'Change licenses')).toBeChecked();
  await box(form, 'See users').uncheck();
  await expect(box(form, 'Add and edit users')).not.toBeChecked();
  await box(form, 'See customers').uncheck();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form.getByText('Choose at least one action.')).toBeVisible();
  await expect(box(form, 'See customers')).toBeFocused();
  await box(form, 'Reset passwords').check();
  await expect(form.getByText('Choose at least one action.')).toHaveCount(0);

  await choice(form, 'Customers with tags').check();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form.getByText('Enter at least one tag.')).toBeVisible();
  await expect(form.getByLabel('Tags', { exact: true })).toBeFocused();
  await expectAccessible(page, 'the form of a person without a tag');

  await choice(form, 'Chosen customers').check();
  await expect(form.getByText('No customer is chosen yet.')).toBeVisible();
  await form.getByLabel('Find a customer').fill(customer.name);
  await box(form, customer.name).check();
  await expect(form.getByText('1 customer chosen')).toBeVisible();
  await expectAccessible(page, 'choosing customers');
  await save(form);
  await expectRow(people(page), { Name: name, Roles: 'Custom permissions for 1 customer' });

  const again = await openEdit(page, name);
  await expect(box(again, customer.name)).toBeChecked();
  await expect(box(again, 'Reset passwords')).toBeChecked();
  await choice(again, 'Roles').check();
  await box(again, 'Sales agent').check();
  await save(again);
  await expectRow(people(page), { Name: name, Roles: /^\s*Sales agent\s*$/ });

  await page.goto('/activity?view=security');
  const events = page.getByRole('table', { name: 'Security' });
  await expect(events).toContainText('Before: Custom permissions for 1 customer (See customers, See users, Reset passwords)');
  await removeOthers(page, server);
});

test('the only one who manages people keeps a role that does', async ({ page, server }) => {
  await signIn(page, server);
  await removeOthers(page, server);
  await openPeople(page, server);
  await expect(page.getByText('Only one person can manage people.')).toBeVisible();
  const form = await openEdit(page, 'Anna Kováčová');
  await choice(form, 'Custom permissions').check();
  await box(form, 'Buy licenses').check();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form.getByText('At least one person must be able to sign in as Global admin or Account admin.')).toBeVisible();
  await press(form.getByRole('button', { name: 'Cancel' }));
  await expect(form).toBeHidden();
});

test('a tag gives a customer to the people whose permissions name it, and takes it away', async ({ page, server, anotherContext, allowConsole }) => {
  // The person asks for what is not covered.
  allowConsole(/40[34]/);
  const tag = newTag();
  const [covered, other] = [
    await ownCustomer(server, { seats: { [VISIO]: 1 }, users: crowd(1) }),
    await ownCustomer(server, { seats: {}, users: {} }, `Untagged ${randomUUID().slice(0, 8)}`),
  ];
  const ben = await signedInWithCustom({ page, server, anotherContext }, `Ben ${tag}`, {
    permissions: ['ManageLicenses'],
    customers: { Tagged: [tag] },
  });
  await ben.goto('/customers');
  await expect(ben.locator('.empty')).toBeVisible();

  await page.goto(`/customers/${covered.id}/relationships`);
  await expect(page.getByText('No tags.')).toBeVisible();
  await press(command(page, 'Edit tags'));
  const form = dialog(page, 'Edit tags');
  await form.getByLabel('Tags', { exact: true }).fill('x'.repeat(31));
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form.getByText('A tag has at most 30 characters.')).toBeVisible();
  await form.getByLabel('Tags', { exact: true }).fill(` ${tag.toUpperCase()} , North`);
  await expectAccessible(page, 'the form of tags');
  await save(form);
  await expect(page.getByText('The tags were saved.')).toBeVisible();
  await expect(page.locator('.customer-tags')).toContainText(tag.toUpperCase());
  await expect(command(page, 'Edit tags')).toBeFocused();
  await expectAccessible(page, 'the tags of a customer');

  await page.goto(`/customers?search=${encodeURIComponent(tag)}`);
  await expect(customers(page).filter({ hasText: covered.name })).toBeVisible();
  await expect(page.getByRole('table')).toContainText(tag.toUpperCase());
  await expectAccessible(page, 'the list of customers with tags');

  await ben.goto('/customers');
  await expect(customers(ben).filter({ hasText: covered.name })).toBeVisible();
  await expect(customers(ben).filter({ hasText: other.name })).toHaveCount(0);
  await ben.goto(`/customers/${covered.id}/users`);
  await usersAreLive(ben);
  const add = await listCommand(ben, 'Add user');
  await expect(add).toBeDisabled();
  await expect(add).toHaveAccessibleDescription(NO_EDITING);
  await expectAccessible(ben, 'a users list with commands that custom permissions disable');
  await ben.keyboard.press('Escape');
  await usersTable(ben).getByRole('checkbox').nth(1).check();
  await expect(await listCommand(ben, 'Manage licenses')).toBeEnabled();
  await ben.goto(`/customers/${covered.id}/relationships`);
  await expect(command(ben, 'Edit tags')).toBeDisabled();
  for (const path of [`/customers/${other.id}/users`, `/customers/${randomUUID()}/users`]) {
    await ben.goto(path);
    await expect(ben.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  }
  await ben.goto('/account');
  await expect(ben.getByRole('definition').filter({ hasText: 'Custom permissions' })).toBeVisible();

  await page.goto(`/customers/${covered.id}/relationships`);
  await press(command(page, 'Edit tags'));
  await dialog(page, 'Edit tags').getByLabel('Tags', { exact: true }).fill('');
  await save(dialog(page, 'Edit tags'));
  await expect(page.getByText('No tags.')).toBeVisible();
  await ben.goto(`/customers/${covered.id}/users`);
  await expect(ben.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  await page.goto('/activity?view=security');
  await expect(page.getByRole('table', { name: 'Security' })).toContainText(`Tags taken away: North, ${tag.toUpperCase()}`);
  await removeOthers(page, server);
});
