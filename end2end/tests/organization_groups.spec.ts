/** Groups of a tenant's directory as groups of User management: their names and members follow the directory. */
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { accept, addExisting, associated, button, dialog, table } from '../helpers/organization';
import { expect, test } from '../helpers/server';
import { expectRow } from '../helpers/table';

test('a group of a synchronized directory is added, and follows it', async ({ page, server, anotherContext }) => {
  const groups = { 'Sales Europe': ['Dora Lind', 'Ben Novak'], Drivers: ['Ben Novak'] };
  const tenant = await associated(page, server, 'Wingtip Toys', true, groups);
  await page.goto(`/people?directory=${tenant.id}`);
  const link = await addExisting(page, 'Dora Lind', 'Helpdesk agent');
  const dora = await (await anotherContext()).newPage();
  await accept(dora, link);

  await page.goto(`/people?view=groups&directory=${tenant.id}`);
  await expect(button(page, 'New group')).toBeDisabled();
  await expect(button(page, 'New group')).toHaveAccessibleDescription(/users, groups and applications are created there/);
  await press(button(page, 'Add existing groups'));
  const form = dialog(page, 'Add existing groups');
  await expect(form.getByRole('radio', { name: /^Drivers/ })).toBeVisible();
  await expectAccessible(page, 'the form that adds a group of the directory');

  // What is missing is said where the groups are.
  await press(form.getByRole('button', { name: 'Add', exact: true }));
  await expect(form.getByLabel('Find a group')).toBeFocused();
  await expect(form.getByLabel('Find a group')).toHaveAccessibleDescription('Choose a group.');
  await form.getByLabel('Find a group').fill('europe');
  await expect(form.getByRole('radio', { name: /^Drivers/ })).toHaveCount(0);
  const sales = form.getByRole('radio', { name: /^Sales Europe/ });
  await expect(sales.locator('..')).toContainText('2 users, 1 of them here');
  await sales.check();
  await form.getByRole('checkbox', { name: 'Sales agent', exact: true }).check();
  await press(form.getByRole('button', { name: 'Add', exact: true }));
  await expect(form).toBeHidden();
  await expectRow(table(page, 'Groups'), { Name: /^Sales Europe\s*From the directory$/, Roles: 'Sales agent', Members: '1' });
  await expectAccessible(page, 'groups of a directory');

  // Its name and members are not typed here.
  await press(button(page, 'Edit Sales Europe'));
  const edit = dialog(page, 'Edit Sales Europe');
  await expect(edit).toContainText('The name and the members of this group are those of the directory.');
  await expect(edit.getByRole('textbox', { name: 'Name', exact: true })).toHaveCount(0);
  await expect(edit.getByRole('group', { name: 'Members' })).toHaveCount(0);
  await edit.getByRole('checkbox', { name: 'Admin agent', exact: true }).check();
  await press(edit.getByRole('button', { name: 'Save' }));
  await expect(edit).toBeHidden();
  await page.goto(`/people?directory=${tenant.id}`);
  await expectRow(table(page, 'People'), { Name: /^Dora Lind/, Roles: /Admin agent \(group Sales Europe\)/ });

  // She leaves the group in the directory.
  tenant.groupMembers = { 'Sales Europe': ['Ben Novak'] };
  await tenant.write();
  await page.reload();
  await expectRow(table(page, 'People'), { Name: /^Dora Lind/, Roles: 'Helpdesk agent' });

  await page.goto(`/people?view=groups&directory=${tenant.id}`);
  await press(button(page, 'Delete Sales Europe'));
  const question = dialog(page, 'Delete the group Sales Europe?');
  await expect(question).toContainText('The group stays in the directory.');
  await press(question.getByRole('button', { name: 'Delete' }));
  await expect(page.getByText('No groups yet.')).toBeVisible();
});
