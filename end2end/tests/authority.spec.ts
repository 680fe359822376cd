/** What an admin relationship allows at a customer, and how the pages say what it doesn't. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { answer, ask, question } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { outcomes, press } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { USER_ADMINISTRATOR, importRelationships } from '../helpers/relationships';
import { expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { command, usersAreLive, usersTable } from '../helpers/table';

/** Makes the demo administrator a member of a group. */
async function join(page: Page, group: string): Promise<void> {
  await page.goto('/people?view=groups');
  await press(page.getByRole('button', { name: `Edit ${group}` }));
  const form = page.getByRole('dialog', { name: `Edit ${group}` });
  await form.getByRole('checkbox', { name: /^Anna Kováčová / }).check();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form).toBeHidden();
}

const notAllowed = (what: string) => `Your admin relationships with this customer don't allow ${what}.`;

test('where no relationship was ever recorded, the pages warn and refuse nothing', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: {}, users: crowd(2) });
  const advice = page.getByRole('link', { name: 'No admin relationship gives you a role' });
  await signIn(page, server);
  await ask(page, customer.id, ['User 001', 'User 002'], 'Block sign-in');
  await expect(question(page)).toContainText('2 with a warning');
  await expect(question(page)).toContainText(`${notAllowed('changing sign-in').slice(0, -1)} here. It needs the role`);
  await expect(question(page)).toContainText('User 001, User 002: Sign-in: allowed → blocked');
  await expectAccessible(page, 'a question with a warning about relationships');
  await answer(page, 'Block sign-in for 2 users', 'Sign-in blocked');
  await expect(advice).toBeVisible();
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(advice).toBeVisible();
  await press(advice);
  await expect(page).toHaveURL(new RegExp(`/customers/${customer.id}/relationships`));
});

test('members of a group do what its roles at the customer allow, and others nothing', async ({ page, server, allowConsole }) => {
  const customer = await ownCustomer(server, { seats: {}, users: crowd(2) });
  const [name, group] = [`Readers ${randomUUID().slice(0, 8)}`, `First line ${randomUUID().slice(0, 8)}`];
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await importRelationships(server, [{ customer: customer.id, name, daysLeft: 200, group }]);

  allowConsole(/403/);
  await page.goto(`/customers/${customer.id}/users`);
  await expect(page.getByRole('alert').first()).toContainText(notAllowed('seeing users'));
  await expectAccessible(page, 'a users list that no relationship allows');

  // The way out is on the page of the relationships, and in User management.
  await page.goto(`/customers/${customer.id}/relationships`);
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await join(page, group);

  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await usersTable(page).getByRole('checkbox').nth(1).check();
  for (const [label, what] of [
    ['Manage licenses', 'changing licenses'],
    ['Edit', 'adding and editing users'],
    ['Reset password', 'resetting passwords'],
    ['Delete user(s)', 'deleting users'],
  ] as const) {
    const button = await command(page, label);
    await expect(button).toBeDisabled();
    const [needs, givers] = [' It needs the role ', '\\. A Global admin or Admin agent can request it under Admin relationships\\.'];
    const reason = `^${notAllowed(what).replaceAll('.', '\\.')}${needs}.+ at the customer, .+${givers}$`;
    await expect(button).toHaveAccessibleDescription(new RegExp(reason));
  }
  await expectAccessible(page, 'a users list with commands that a relationship disables');
});

test('a user with more roles than one may change fails alone, is named before, and the others go on', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: {}, users: { 'Adele Vance': {}, 'Ben Novak': { globalAdmin: true } } });
  const [name, group] = [`Admins ${randomUUID().slice(0, 8)}`, `Second line ${randomUUID().slice(0, 8)}`];
  await signIn(page, server);
  await importRelationships(server, [{ customer: customer.id, name, daysLeft: 200, group, role: USER_ADMINISTRATOR }]);
  await join(page, group);

  await ask(page, customer.id, ['Adele Vance', 'Ben Novak'], 'Block sign-in');
  await expect(question(page)).toContainText('1 will fail');
  await expect(question(page)).toContainText('Global Administrator');
  await expectAccessible(page, 'a question with a user out of reach');
  await answer(page, 'Block sign-in for 1 user', 'Sign-in blocked');
  const row = (user: string) => outcomes(page).getByRole('row', { name: new RegExp(user) });
  await expect(row('Adele Vance')).toContainText('Sign-in: allowed → blocked');
  await expect(row('Ben Novak')).toContainText(notAllowed('changing sign-in').slice(0, -1));
});
