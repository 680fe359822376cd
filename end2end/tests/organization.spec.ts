/** Organization tenants: associating one, managing its people, adding its users, and losing access with it. */
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import {
  PASSWORD,
  accept,
  addExisting,
  associated,
  button,
  changeDirectory,
  dialog,
  heading,
  table,
} from '../helpers/organization';
import { expect, test } from '../helpers/server';
import { signInByForm } from '../helpers/sign_in';
import { command, expectRow, usersAreLive } from '../helpers/table';

test('a tenant is associated, its users are added, and dissociated they lose access at once', async ({
  page,
  server,
  anotherContext,
}) => {
  const tenant = await associated(page, server, 'Wide World Importers');
  await expectRow(table(page, 'Tenants'), { Tenant: /Wide World Importers/, Users: '3', Status: /^Associated since/ });
  await expectAccessible(page, 'the tenants under Account settings');
  await page.goto(`/customers?search=${tenant.name}`);
  await expect(page.getByRole('link', { name: tenant.name })).toHaveCount(0);

  await page.goto('/people');
  await expect(heading(page, 'No directory')).toBeVisible();
  await changeDirectory(page, tenant.name);
  await expect(page.getByText('Add existing users, or create a new one.')).toBeVisible();
  await expect(table(page, 'People')).toHaveCount(0);
  await expectAccessible(page, 'the people of a tenant');
  await press(button(page, 'Add existing users'));
  const form = dialog(page, 'Add existing users');
  await expect(form.getByRole('checkbox', { name: /^Old Account/ })).toBeDisabled();
  await expectAccessible(page, 'users of a directory to be added');
  await press(button(form, 'Invite'));
  await expect(form.getByLabel('Find a user')).toBeFocused();
  await expect(form.getByLabel('Find a user')).toHaveAccessibleDescription(/^Choose at least one user/);
  await press(button(form, 'Cancel'));
  const link = await addExisting(page, 'Dora Lind', 'Account admin');
  const dora = await (await anotherContext()).newPage();
  await accept(dora, link);
  await page.reload();
  await expectRow(table(page, 'People'), { Name: /^Dora Lind/, Roles: 'Account admin', Status: 'Active' });

  // Dora manages the people of her tenant, and nobody else.
  await dora.goto('/people');
  await expect(heading(dora, tenant.name)).toBeVisible();
  await expect(table(dora, 'People').getByRole('row')).toHaveCount(2);
  await press(button(dora, 'Change directory'));
  await press(dora.getByRole('link', { name: 'No directory', exact: true }));
  await expect(heading(dora, 'Access to this page requires authorization')).toBeVisible();
  await expect(dora.getByRole('alert').getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
  await expectAccessible(dora, 'a directory of others');

  await page.goto('/account-settings');
  await press(button(page, `Dissociate ${tenant.name}`));
  await press(button(dialog(page, `Dissociate ${tenant.name}?`), 'Dissociate'));
  await expect(button(page, `Associate ${tenant.name}`)).toBeFocused();
  await dora.goto('/customers');
  await expect(dora).toHaveURL(/\/sign-in/);
  await signInByForm(dora, { signInName: `dora.lind@${tenant.domain}`, password: PASSWORD });
  await expect(dora).toHaveURL(/error=wrong/);
});

test('who is blocked in the directory loses access at once', async ({ page, server, anotherContext }) => {
  const tenant = await associated(page, server, 'Tailspin Toys');
  await page.goto(`/people?directory=${tenant.id}`);
  const link = await addExisting(page, 'Ben Novak', 'Helpdesk agent');
  const ben = await (await anotherContext()).newPage();
  await accept(ben, link);
  tenant.users['Ben Novak'] = { blocked: true };
  await tenant.write();
  await ben.goto('/customers');
  await expect(ben).toHaveURL(/\/sign-in/);
  await page.reload();
  await expectRow(table(page, 'People'), { Name: /^Ben Novak/, Status: /^No access/ });
});

test('a tenant that is synchronized from on-premises says where things are created', async ({ page, server }) => {
  const tenant = await associated(page, server, 'Graphic Design Institute', true);
  await expectRow(table(page, 'Tenants'), { Tenant: /^Graphic Design Institute.*Synchronized from on-premises/s });
  await page.goto(`/people?directory=${tenant.id}&view=groups`);
  await expect(page.getByText(/^This tenant is synchronized from on-premises\./)).toBeVisible();
  for (const [view, name] of [
    ['groups', 'New group'],
    ['applications', 'New application'],
    ['users', 'Invite person'],
  ] as const) {
    await page.goto(`/people?directory=${tenant.id}&view=${view}`);
    await expect(button(page, name)).toBeDisabled();
    await expect(button(page, name)).toHaveAccessibleDescription(/users, groups and applications are created there/);
  }
  await expect(button(page, 'Add existing users')).toBeEnabled();

  await page.goto(`/customers/${tenant.id}/users`);
  await usersAreLive(page);
  for (const name of ['Add user', 'Upload users']) {
    const add = await command(page, name);
    await expect(add).toBeDisabled();
    await expect(add).toHaveAccessibleDescription(/so its users are created there/);
  }
  for (const path of ['add-user', 'upload']) {
    await page.goto(`/customers/${tenant.id}/${path}`);
    await expect(page.getByText(/so its users are created there/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next' })).toHaveCount(0);
  }
});

test('a name changes in the directory too, and somebody is removed from both', async ({ page, server, anotherContext }) => {
  const tenant = await associated(page, server, 'Coho Vineyard');
  await page.goto(`/people?directory=${tenant.id}`);
  const link = await addExisting(page, 'Dora Lind', 'Helpdesk agent');
  await accept(await (await anotherContext()).newPage(), link);
  await page.reload();
  await press(button(page, 'Edit Dora Lind'));
  const form = dialog(page, 'Edit Dora Lind');
  await expect(form).toContainText('The name changes in the directory too.');
  await form.getByLabel('Name', { exact: true }).fill('Dora Park');
  await press(button(form, 'Save'));
  await expectRow(table(page, 'People'), { Name: /^Dora Park/ });
  await page.goto(`/customers/${tenant.id}/users`);
  await expect(page.getByText('Dora Park').first()).toBeVisible();

  await page.goto(`/people?directory=${tenant.id}`);
  await press(button(page, 'Remove Dora Park'));
  const question = dialog(page, 'Remove Dora Park?');
  await expectAccessible(page, 'the question from where somebody is removed');
  await question.getByRole('radio', { name: 'Both', exact: true }).check();
  await press(button(question, 'Remove'));
  await expect(question).toBeHidden();
  await expect(table(page, 'People').getByText('Dora Park')).toHaveCount(0);
  await page.goto(`/customers/${tenant.id}/deleted`);
  await expect(page.getByText('Dora Park').first()).toBeVisible();
});

test('an Account admin removes somebody here alone, and is told who removes from the organization', async ({
  page,
  server,
  anotherContext,
}) => {
  const tenant = await associated(page, server, 'Southridge Video');
  await page.goto(`/people?directory=${tenant.id}`);
  const ofDora = await addExisting(page, 'Dora Lind', 'Account admin');
  const ofBen = await addExisting(page, 'Ben Novak', 'Helpdesk agent');
  const dora = await (await anotherContext()).newPage();
  await accept(dora, ofDora);
  await accept(await (await anotherContext()).newPage(), ofBen);
  await dora.goto('/people');
  await press(button(dora, 'Remove Ben Novak'));
  const question = dialog(dora, 'Remove Ben Novak?');
  await expect(question).toContainText('Only a Global admin deletes users in a directory of your own organization.');
  await expect(question.getByRole('radio', { name: 'Both', exact: true })).toBeDisabled();
  await expect(question.getByRole('radio', { name: /^The organization:/ })).toBeDisabled();
  await expectAccessible(dora, 'the question of somebody who removes here alone');
  await press(button(question, 'Remove'));
  await expect(question).toBeHidden();
  await expect(table(dora, 'People').getByText('Ben Novak')).toHaveCount(0);
});
