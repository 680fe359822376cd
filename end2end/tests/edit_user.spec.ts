import { expectDone } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { emailField, openEdit } from '../helpers/entries';
import { outcomes, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { userRow, usersAreLive } from '../helpers/table';
import type { Page } from '@playwright/test';

const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

test('a user is edited on the page of its own, and what differs is said before', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await openEdit(page, customer.id, 'User 001');
  await expect(saveButton(page)).toBeDisabled();
  await expect(saveButton(page)).toHaveAccessibleDescription('No changes yet.');
  await expect(page.getByLabel('Location')).toHaveValue('US');
  await page.getByRole('textbox', { name: 'Department' }).fill('Sales');
  await emailField(page).fill('user.002');
  await expect(emailField(page)).toHaveAccessibleDescription(/This email belongs to User 002/);
  await expect(saveButton(page)).toBeDisabled();
  await emailField(page).fill('first');
  await expect(page.getByText('After saving, the user signs in with the new email.')).toBeVisible();
  await page.getByRole('radio', { name: 'Blocked' }).check();
  const before = page.getByRole('region', { name: 'Before you save' });
  await expect(before.getByRole('listitem')).toHaveText([
    /^Email: user\.001@.* → first@/,
    'Department: none → Sales',
    'Sign-in: allowed → blocked',
  ]);
  await expectAccessible(page, 'editing a user');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Department' })).toHaveValue('Sales');
  await press(saveButton(page));
  await expectDone(page, 'Users updated');
  await expect(outcomes(page).getByRole('row', { name: /User 001/ })).toContainText('Department: none → Sales');
});

test('names, mail nickname and permissions of a guest are changed, and stay so', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: { 'Ada Berg': {}, 'Bo Falk': { guest: true } } });
  await openEdit(page, customer.id, 'Ada Berg');
  await expect(page.getByText('This user is an invited guest')).toHaveCount(0);
  await openEdit(page, customer.id, 'Bo Falk');
  await expect(page.getByText('This user is an invited guest.')).toBeVisible();
  await expectAccessible(page, 'editing a guest');
  await page.getByLabel('First name').fill('Bo');
  await page.getByLabel('Last name').fill('Falk-Holm');
  await page.getByLabel('Mail nickname').fill('bo falk');
  await expect(page.getByLabel('Mail nickname')).toHaveAccessibleDescription(/“ ” is not allowed in a mail nickname/);
  await page.getByLabel('Mail nickname').fill('bofalk');
  await page.getByRole('radio', { name: 'Custom permissions' }).check();
  await page.getByRole('checkbox', { name: /^Helpdesk admin/ }).check();
  await page.getByRole('checkbox', { name: /^Billing admin/ }).check();
  await press(saveButton(page));
  await expectDone(page, 'Users updated');
  const row = outcomes(page).getByRole('row', { name: /Bo Falk/ });
  await expect(row).toContainText('First name: none → Bo, Last name: none → Falk-Holm');
  await expect(row).toContainText('Mail nickname: none → bofalk');
  await expect(row).toContainText(/Permissions: none → .*Helpdesk/);
  await expect(row).toContainText(/Permissions: none → .*Billing/);

  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Bo Falk').getByText('Guest', { exact: true })).toBeVisible();
  await expect(userRow(page, 'Ada Berg').getByText('Guest', { exact: true })).toHaveCount(0);
  await openEdit(page, customer.id, 'Bo Falk');
  await expect(page.getByLabel('First name')).toHaveValue('Bo');
  await expect(page.getByLabel('Last name')).toHaveValue('Falk-Holm');
  await expect(page.getByLabel('Mail nickname')).toHaveValue('bofalk');
  await expect(page.getByRole('checkbox', { name: /^Helpdesk admin/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^Billing admin/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^Service admin/ })).not.toBeChecked();
});

test('two people edit one user: the second is told and decides field by field', async ({
  page,
  server,
  anotherContext,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  const other = await (await anotherContext()).newPage();
  await signIn(other, server);
  await openEdit(page, customer.id, 'User 001');
  await openEdit(other, customer.id, 'User 001');
  await other.getByLabel('Department').fill('Finance');
  await other.getByRole('textbox', { name: 'Job title' }).fill('Lead');
  await press(saveButton(other));
  await expectDone(other, 'Users updated');
  await page.getByRole('textbox', { name: 'Department' }).fill('Sales');
  await press(saveButton(page));
  await expect(page.getByText('Someone changed this user after you opened it. Nothing was saved.')).toBeVisible();
  const table = page.getByRole('table', { name: 'Changed meanwhile' });
  await expect(table.getByRole('row', { name: /^Department/ })).toContainText('Finance');
  await expect(table.getByRole('row', { name: /^Department/ })).toContainText('Sales');
  await expect(table.getByRole('row', { name: /^Job title/ })).toContainText('Lead');
  await expect(page.getByRole('button', { name: 'Keep mine: Department' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Take theirs: Job title' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('textbox', { name: 'Job title' })).toHaveValue('Lead');
  await expectAccessible(page, 'a conflict');
  await press(page.getByRole('button', { name: 'Take theirs: Department' }));
  await expect(page.getByRole('textbox', { name: 'Department' })).toHaveValue('Finance');
  await expect(saveButton(page)).toBeDisabled();
  await press(page.getByRole('button', { name: 'Keep mine: Department' }));
  await press(saveButton(page));
  await expectDone(page, 'Users updated');
  await expect(outcomes(page)).toContainText('Department: Finance → Sales');
});

test('the side panel edits too, and a synced user says what can be changed here', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: { 'Ada Berg': {}, 'Bo Falk': { synced: true } } });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await userRow(page, 'Bo Falk').getByRole('link').click();
  await press(page.getByRole('dialog').getByRole('button', { name: 'Edit', exact: true }));
  await expect(page.getByText("This user is synced from the customer's on-premises directory.")).toBeVisible();
  await expect(page.getByLabel('Display name')).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'Blocked' })).toBeEnabled();
  await expectAccessible(page, 'editing a synced user');
  await page.getByLabel('Location').selectOption('SK');
  await press(saveButton(page));
  await expect(page.getByRole('dialog').getByRole('definition').filter({ hasText: 'Slovakia' })).toBeVisible();
  await page.keyboard.press('Escape');
  await userRow(page, 'Ada Berg').getByRole('link').click();
  await press(page.getByRole('dialog').getByRole('button', { name: 'Edit', exact: true }));
  await page.getByLabel('Display name').fill('Ada Berg-Holm');
  await expectAccessible(page, 'editing in the side panel');
  await press(saveButton(page));
  await expect(page.getByRole('dialog', { name: 'Ada Berg-Holm' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(userRow(page, 'Ada Berg-Holm')).toBeVisible();
});

test('the last Global admin stays one, and the page says why', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: { 'Ada Berg': { globalAdmin: true } } });
  await openEdit(page, customer.id, 'Ada Berg');
  await page.getByRole('radio', { name: /^User \(/ }).check();
  await press(saveButton(page));
  await expect(page.getByRole('alert').getByText(/last Global admin/)).toBeVisible();
});
