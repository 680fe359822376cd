/** Creating a user in the directory of a tenant with access, and taking access there. */
import { answer, ask, question } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { expectTabs, outcomes, press } from '../helpers/licenses';
import { accept, addExisting, associated, button, dialog, table } from '../helpers/organization';
import { expectKeptNowhere } from '../helpers/passwords';
import { call, removeOthers } from '../helpers/people';
import { expect, test } from '../helpers/server';
import { expectRow, usersAreLive } from '../helpers/table';

test('a user is created in the directory with access, in one step', async ({ page, server, anotherContext }) => {
  const tenant = await associated(page, server, 'Margies Travel');
  const group = { name: `Support ${tenant.domain}`, roles: ['SalesAgent'], members: [], tenant: tenant.id };
  await call(page, server, 'groups/add', { form: group });
  await page.goto(`/people?directory=${tenant.id}`);
  await press(button(page, 'Create new user'));
  const form = dialog(page, 'Create new user');
  await expect(form.getByLabel('Location')).toHaveValue('US');
  await expectAccessible(page, 'the form of a new user with access');

  // What is missing is said at its field.
  await press(button(form, 'Create and invite'));
  await expect(form.getByLabel('Display name')).toBeFocused();
  await expect(form.getByLabel('Display name')).toHaveAccessibleDescription(/^Enter a display name\./);
  await form.getByLabel('First name').fill('Dora');
  await form.getByLabel('Last name').fill('Lind');
  await expect(form.getByLabel('Display name')).toHaveValue('Dora Lind');
  await press(button(form, 'Create and invite'));
  await expect(form.getByRole('checkbox', { name: 'Global admin', exact: true })).toBeFocused();
  await form.getByRole('checkbox', { name: 'Helpdesk agent', exact: true }).check();

  // Dora's email is taken, so neither a user nor an invitation is made.
  await press(button(form, 'Create and invite'));
  const email = form.getByRole('textbox', { name: 'Email' });
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription(/belongs to another user/);
  await expect(table(page, 'Invitations')).toHaveCount(0);
  await form.getByLabel('First name').fill('Fay');
  await form.getByLabel('Last name').fill('Park');
  await expect(email).toHaveValue('fay.park');
  await form.getByRole('checkbox', { name: new RegExp(`^Support ${tenant.domain}`) }).check();
  await press(button(form, 'Create and invite'));

  const created = dialog(page, 'User created');
  const link = await created.getByLabel('Link', { exact: true }).inputValue();
  const password = await created.getByLabel('Temporary password', { exact: true }).inputValue();
  expect(password).not.toBe('');
  await expectAccessible(page, 'what is shown once of a new user');
  await press(button(created, 'Close').first());
  await expectKeptNowhere(page, [link, password]);
  await expectRow(table(page, 'Invitations'), { Name: /^Fay Park/, Roles: /^Helpdesk agent, group Support/ });
  await page.goto(`/customers/${tenant.id}/activity`);
  await expectRow(page.getByRole('table', { name: 'Activity', exact: true }), { Action: 'Users added' });

  const fay = await (await anotherContext()).newPage();
  await accept(fay, link);
  await page.goto(`/people?directory=${tenant.id}`);
  await expectRow(table(page, 'People'), { Name: /^Fay Park/, Roles: /^Helpdesk agent, Sales agent \(group Support/ });
});

test('a tenant that is synchronized from on-premises creates nobody here', async ({ page, server }) => {
  const tenant = await associated(page, server, 'Lucerne Publishing', true);
  await page.goto(`/people?directory=${tenant.id}`);
  const create = button(page, 'Create new user');
  await expect(create).toBeDisabled();
  await expect(create).toHaveAccessibleDescription(/users, groups and applications are created there/);
});

test('nobody takes their own access in the directory', async ({ page, server, anotherContext }) => {
  const tenant = await associated(page, server, 'Proseware');
  await removeOthers(page, server);
  await page.goto(`/people?directory=${tenant.id}`);
  const link = await addExisting(page, 'Dora Lind', 'Global admin');
  const dora = await (await anotherContext()).newPage();
  await accept(dora, link);
  await ask(dora, tenant.id, ['Ben Novak', 'Dora Lind'], 'Block sign-in');
  await expect(question(dora)).toContainText("You can't block or remove yourself");
  await expectAccessible(dora, 'a preview with oneself');
  await answer(dora, 'Block sign-in for 1 user', 'Sign-in blocked');
  await expectTabs(dora, ['All (2)', 'Successful (1)', 'Errors (1)']);
  await expect(outcomes(dora).getByRole('row', { name: /Dora Lind/ })).toContainText("You can't block or remove");
  await dora.goto(`/customers/${tenant.id}/users`);
  await usersAreLive(dora);
  await removeOthers(page, server);
});
