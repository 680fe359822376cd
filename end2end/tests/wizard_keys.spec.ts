/** Wizards by keyboard: Enter goes on, the focus is on the next field, and nothing is lost without a question. */
import { test as base } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { CAME_BACK, cancel, discarding, expectStep, offer, openAddUser, openEdit, openEditMany, typeNames } from '../helpers/entries';
import { E3, VISIO, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { command, selectUsers, userRow, usersAreLive } from '../helpers/table';
import { openUpload } from '../helpers/upload';

const isTouched = () => base.info().project.use.hasTouch === true;

test('Enter goes from step to step of Add user, and adds nobody by accident', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [E3]: 2 }, users: crowd(1) });
  await openAddUser(page, customer.id);
  const title = page.locator('#step-title');
  // On a touch screen, focusing a field would open the keyboard over the page.
  await expect(isTouched() ? title : page.getByLabel('First name')).toBeFocused();
  await page.getByLabel('Job title').focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'User info');
  await expect(page.getByLabel('Display name')).toBeFocused();
  await page.getByLabel('First name').fill('Eva');
  await page.getByLabel('Last name').fill('Holm');
  // In a list, Enter chooses an entry.
  await page.getByLabel('Location').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expectStep(page, 'User info');
  await page.getByLabel('Last name').focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Permissions');
  await expect(isTouched() ? title : page.getByRole('radio', { name: /^User/ })).toBeFocused();
  await page.getByRole('radio', { name: /^User/ }).focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Assign licenses');
  const box = offer(page, E3).getByRole('checkbox');
  await expect(isTouched() ? title : box).toBeFocused();
  await box.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expectStep(page, 'Review');
  await expect(title).toBeFocused();
  const add = page.getByRole('button', { name: 'Add 1 user' });
  await expect(add).toBeEnabled();
  await page.getByLabel('Reason or ticket').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Saving…' })).toHaveCount(0);
  await expectStep(page, 'Review');
  await add.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Users added$/);
});

test('Enter goes on in Edit users, Offboard and Upload users too', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 2 }, users: crowd(2, { holds: [VISIO] }) });
  await openEditMany(page, customer.id, ['User 001', 'User 002']);
  const tick = page.getByRole('checkbox', { name: 'Change department' });
  await expect(isTouched() ? page.locator('#step-title') : tick).toBeFocused();
  await tick.check();
  await page.getByLabel('Department', { exact: true }).fill('Sales');
  await page.keyboard.press('Enter');
  await expectStep(page, 'Settings');
  await page.getByRole('checkbox', { name: 'Change sign-in' }).focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Licenses');
  await expect(page.getByRole('button', { name: 'Update 2 users' })).toBeEnabled();
  await page.getByLabel('Reason or ticket').focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Licenses');
  await cancel(page);

  await usersAreLive(page);
  await press(await command(page, 'Offboard'));
  const block = page.getByRole('checkbox', { name: 'Block sign-in' });
  await expect(isTouched() ? page.locator('#offboard-block') : block).toBeFocused();
  await block.focus();
  await page.keyboard.press('Enter');
  await expect(isTouched() ? page.locator('#offboard-revoke') : page.getByRole('radio', { name: 'All licenses' })).toBeFocused();
  await page.getByRole('radio', { name: "Don't delete" }).check();
  await expect(page.getByRole('button', { name: 'Offboard 2 users' })).toBeVisible();
  await page.getByLabel('Reason or ticket').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Offboard$/);
  await press(page.getByRole('button', { name: 'Keep as is' }));
  await press(discarding(page).getByRole('button', { name: 'Discard' }));
  await usersAreLive(page);

  await openUpload(page, customer.id);
  const file = { name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(`Name,Email\nAda,ada@${customer.domain}\n`) };
  await page.getByLabel('CSV file').setInputFiles(file);
  await expect(page.getByRole('button', { name: 'Validate' })).toBeEnabled();
  await page.getByRole('radio', { name: /^Add new users/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '2. Check the rows' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Add 1 user' })).toBeEnabled();
  await page.getByLabel('Reason or ticket').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Add 1 user' })).toBeEnabled();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Upload users$/);
});

test('Cancel asks where something was typed, and work that comes back can be started again', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await openAddUser(page, customer.id);
  await press(page.getByRole('link', { name: 'Cancel' }));
  await usersAreLive(page);
  await openAddUser(page, customer.id);
  await typeNames(page, 'Eva', 'Holm');
  await press(page.getByRole('link', { name: 'Cancel' }));
  await expect(discarding(page)).toBeVisible();
  await expectAccessible(page, 'the question before work is thrown away');
  await press(discarding(page).getByRole('button', { name: 'Keep editing' }));
  await expect(page.getByLabel('Display name')).toHaveValue('Eva Holm');
  await openAddUser(page, customer.id);
  await expect(page.getByText(CAME_BACK)).toBeVisible();
  await expectAccessible(page, 'work that came back');
  await expect(page.getByLabel('Display name')).toHaveValue('Eva Holm');
  await press(page.getByRole('button', { name: 'Start again' }));
  await expect(page.getByLabel('Display name')).toHaveValue('');
  await expect(page.getByText(CAME_BACK)).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('Location')).toHaveValue('US');
  await expect(page.getByText(CAME_BACK)).toBeHidden();
});

test('Cancel asks in the form of one user as well', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await openEdit(page, customer.id, 'User 001');
  await page.getByRole('textbox', { name: 'Department' }).fill('Sales');
  await page.reload();
  await expect(page.getByText(CAME_BACK)).toBeVisible();
  await press(page.getByRole('button', { name: 'Start again' }));
  await expect(page.getByRole('textbox', { name: 'Department' })).toHaveValue('');
  await expect(page.getByLabel('Display name')).toHaveValue('User 001');

  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await userRow(page, 'User 002').getByRole('link').click();
  const panel = page.getByRole('dialog', { name: 'User 002' });
  await press(panel.getByRole('button', { name: 'Edit', exact: true }));
  if (!isTouched()) await expect(panel.getByLabel('First name')).toBeFocused();
  await panel.getByRole('textbox', { name: 'Department' }).fill('Sales');
  await press(panel.getByRole('button', { name: 'Cancel', exact: true }));
  await press(discarding(page).getByRole('button', { name: 'Keep editing' }));
  await expect(panel.getByRole('textbox', { name: 'Department' })).toHaveValue('Sales');
  await press(panel.getByRole('button', { name: 'Cancel', exact: true }));
  await press(discarding(page).getByRole('button', { name: 'Discard' }));
  await expect(panel.getByRole('button', { name: 'Edit', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await selectUsers(page, ['User 001']);
});
