import { readFile } from 'node:fs/promises';
import {
  answer,
  ask,
  deletedIsLive,
  deletedTable,
  expectDone,
  openDeleted,
  pressCommand,
  question,
  undo,
  undoQuestion,
} from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { openEdit } from '../helpers/entries';
import { E3, VISIO, expectTabs, outcomes, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expectRow, userRow, usersAreLive, usersTable } from '../helpers/table';

test('users are deleted, stand among the deleted, and come back with their licenses', async ({ page, signedInAt }) => {
  const customer = await signedInAt({
    seats: { [E3]: 3, [VISIO]: 2 },
    users: {
      'Ada Berg': { holds: [E3, { product: VISIO, off: ['Visio Desktop App'] }] },
      'Bo Falk': { holds: [{ product: E3, group: 'All staff' }] },
      'Cy Lund': {},
    },
  });
  await ask(page, customer.id, ['Ada Berg', 'Bo Falk'], 'Delete user(s)');
  await expect(question(page)).toHaveAccessibleName('Trey Research | Delete user(s)');
  await expect(question(page)).toContainText('Ada Berg: Deleted, − ');
  await expect(question(page)).toContainText('Bo Falk: Deleted, − Microsoft 365 E3 (group All staff)');
  await expect(question(page)).toContainText('Licenses freed: Microsoft 365 E3 (2), Visio Plan 2 (1).');
  await expect(question(page)).toContainText('Deleted users can be restored for 30 days');
  await expectAccessible(page, 'deleting users');
  await answer(page, 'Delete 2 users', 'Users deleted');
  const deleted = page.url();
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expectAccessible(page, 'users deleted');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toMatch(/ users deleted \d{4}-\d\d-\d\d\.csv$/);
  expect(await readFile(await (await download).path(), 'utf16le')).toContain('"Deleted"');

  await openDeleted(page, customer.id, 'Deleted users (2)');
  await expectRow(deletedTable(page), {
    Name: 'Ada Berg',
    'Days left': '30 days',
    'Deleted by': 'Anna Kováčová',
    'Former licenses': `${E3}, ${VISIO}`,
  });
  await expectRow(deletedTable(page), { Name: 'Bo Falk', 'Former licenses': `${E3} (group All staff)` });
  await expectAccessible(page, 'the deleted users');
  await page.reload();
  await deletedIsLive(page);
  await deletedTable(page).getByRole('checkbox', { name: 'Select this page' }).check();
  await expect(page.getByText('2 selected')).toBeVisible();
  await pressCommand(page, 'Restore');
  await expect(question(page)).toContainText('Bo Falk: Restored, + Microsoft 365 E3 (group All staff)');
  const giveBack = question(page).getByRole('checkbox', { name: /^Restore licenses .* \(2 users\)$/ });
  await expect(giveBack).toBeChecked();
  await giveBack.uncheck();
  await expect(question(page)).not.toContainText('+ Microsoft 365 E3');
  await expect(giveBack).toBeFocused();
  await giveBack.check();
  await expect(question(page)).toContainText('Bo Falk: Restored, + Microsoft 365 E3 (group All staff)');
  await expectAccessible(page, 'restoring users');
  await answer(page, 'Restore 2 users', 'Users restored');
  const ada = outcomes(page).getByRole('row', { name: /Ada Berg/ });
  await expect(ada).toContainText('Restored, + ');
  await expect(outcomes(page).getByRole('row', { name: /Bo Falk/ })).toContainText('Restored');
  await expectAccessible(page, 'users restored');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(page.getByRole('tab', { name: 'Deleted users (0)' })).toBeVisible();
  await expect(userRow(page, 'Ada Berg')).toContainText(VISIO);
  await expect(userRow(page, 'Bo Falk')).toContainText(E3);
  await press(userRow(page, 'Ada Berg').getByRole('link', { name: 'Ada Berg' }));
  await expect(page.getByRole('dialog').getByText(/^Service plans \(\d+ of \d+ on\)$/)).toHaveCount(2);
  await page.keyboard.press('Escape');

  // The deletion can't be undone any more, because the users are back. Their restoration can.
  await page.goto(deleted);
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(page.getByRole('dialog')).toContainText('Nothing to undo: no users would change.');
});

test('an undo brings deleted users back, and its own undo deletes them again', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 1 }, users: { 'Ada Berg': { holds: [VISIO] } } });
  await ask(page, customer.id, ['Ada Berg'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(undoQuestion(page)).toContainText('Ada Berg: Restored, + Visio Plan 2');
  await expectAccessible(page, 'undoing a deletion');
  await press(undoQuestion(page).getByRole('button', { name: 'Undo for 1 user' }));
  await expectDone(page, 'Undo: users restored');
  const restored = page.url();
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Ada Berg')).toContainText(VISIO);
  await page.goto(restored);
  const foreseen = [
    'Ada Berg: Deleted, − Visio Plan 2',
    'Licenses freed: Visio Plan 2 (1).',
    'Deleted users can be restored for 30 days',
  ];
  await undo(page, '1 user', foreseen, 'Undo: users deleted');
  await page.goto(`/customers/${customer.id}/users`);
  await expect(page.getByRole('tab', { name: 'Deleted users (1)' })).toBeVisible();
});

test('above 20 users the count is typed; synced users and the last Global admin stay', async ({ page, signedInAt }) => {
  const users = { ...crowd(22), 'Ada Berg': { synced: true }, 'Bo Falk': { globalAdmin: true } };
  const customer = await signedInAt({ seats: {}, users });
  await ask(page, customer.id, 'page', 'Delete user(s)');
  await expect(question(page)).toContainText("Ada Berg: This user is synced from the customer's on-premises directory");
  await expect(question(page)).toContainText("Bo Falk: This is the customer's last Global admin");
  const remove = question(page).getByRole('button', { name: 'Delete 22 users' });
  await press(remove);
  await expect(question(page).getByRole('alert')).toContainText('22');
  await expectAccessible(page, 'the count to be typed');
  await question(page).getByLabel('Type 22, the number of users to delete').fill('22');
  await answer(page, 'Delete 22 users', 'Users deleted');
  await expectTabs(page, ['All (24)', 'Successful (22)', 'Errors (2)']);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(usersTable(page).locator('tbody tr')).toHaveCount(2);
});

test('a taken email needs another one, and licenses that are gone are told', async ({ page, manage, signedInAt }) => {
  const customer = await signedInAt({
    seats: { [E3]: 2, [VISIO]: 1 },
    users: { 'Ada Berg': { holds: [E3, VISIO] }, 'Cy Lund': {} },
  });
  await ask(page, customer.id, ['Ada Berg'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  // Another user now has the same email.
  delete customer.users['Ada Berg'];
  customer.users['Ada-Berg'] = {};
  await customer.write();
  await manage.openFor(customer, ['Cy Lund']);
  await manage.clickBox(VISIO);
  await manage.save();

  await openDeleted(page, customer.id, 'Deleted users (1)');
  await deletedTable(page).getByRole('checkbox', { name: 'Ada Berg' }).check();
  await pressCommand(page, 'Restore');
  const email = question(page).getByLabel('New email of Ada Berg');
  await expect(email).toHaveValue(/^ada\.berg2@/);
  await expect(question(page)).toContainText(/ada\.berg@.* belongs to another user/);
  await expect(email).toHaveAccessibleDescription('');
  await expectAccessible(page, 'another email');
  await email.fill('ada berg');
  await press(question(page).getByRole('button', { name: 'Use these emails' }));
  await expect(email).toHaveAccessibleDescription(/An email has one @/);
  const domain = `${customer.id.slice(0, 8)}.example`;
  await email.fill(`ada.new@${domain}`);
  await press(question(page).getByRole('button', { name: 'Use these emails' }));
  await expect(email).toHaveCount(0);
  await answer(page, 'Restore 1 user', 'Users restored');
  const row = outcomes(page).getByRole('row', { name: /Ada Berg/ });
  await expect(row).toContainText(`Restored as ada.new@${domain}, + Microsoft 365 E3. Not given back: Visio Plan 2`);
  await expect(row).toContainText('No licenses of');
});

test('who had an email at a domain that is gone needs another one', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: { 'Ada Berg': {} }, subdomains: ['old'] });
  await openEdit(page, customer.id, 'Ada Berg');
  await page.getByLabel('Domain').selectOption(`old.${customer.domain}`);
  await press(page.getByRole('button', { name: 'Save', exact: true }));
  await expectDone(page, 'Users updated');
  await ask(page, customer.id, ['Ada Berg'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  delete customer.users['Ada Berg'];
  customer.subdomains = [];
  await customer.write();

  await openDeleted(page, customer.id, 'Deleted users (1)');
  await deletedTable(page).getByRole('checkbox', { name: 'Ada Berg' }).check();
  await pressCommand(page, 'Restore');
  const email = question(page).getByLabel('New email of Ada Berg');
  await expect(question(page)).toContainText(`old.${customer.domain} is not a domain of this customer any more. Choose another email.`);
  await expect(question(page).getByRole('button', { name: /^Restore/ })).toHaveCount(0);
  await expectAccessible(page, 'an email at a domain that is gone');
  await email.fill(`ada.berg@${customer.domain}`);
  await press(question(page).getByRole('button', { name: 'Use these emails' }));
  await answer(page, 'Restore 1 user', 'Users restored');
  await expect(outcomes(page).getByRole('row', { name: /Ada Berg/ })).toContainText(`Restored as ada.berg@${customer.domain}`);
});

test('a synced user whom an import found gone comes back as one who can be deleted here', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: {}, users: { 'Ada Berg': { synced: true }, 'Bo Falk': {} } });
  delete customer.users['Ada Berg'];
  await customer.write();
  await signIn(page, server);
  await openDeleted(page, customer.id, 'Deleted users (1)');
  await deletedTable(page).getByRole('checkbox', { name: 'Ada Berg' }).check();
  await pressCommand(page, 'Restore');
  await expect(question(page)).toContainText("1 user was synced from the customer's on-premises directory");
  await expect(question(page)).toContainText('Ada Berg: Restored, Managed in the cloud, no longer synced');
  await expectAccessible(page, 'restoring a synced user');
  await answer(page, 'Restore 1 user', 'Users restored');
  await ask(page, customer.id, ['Ada Berg'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
});

test('deleting permanently has its own question and no way back', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: { 'Ada Berg': {}, 'Bo Falk': {} } });
  await ask(page, customer.id, ['Ada Berg', 'Bo Falk'], 'Delete user(s)');
  await answer(page, 'Delete 2 users', 'Users deleted');
  const deleted = page.url();
  await openDeleted(page, customer.id, 'Deleted users (2)');
  await page.getByLabel('Search deleted users').fill('ada');
  await press(page.getByRole('button', { name: 'Search', exact: true }));
  await expect(deletedTable(page).locator('tbody tr')).toHaveCount(1);
  await expect(page).toHaveURL(/\/deleted\?search=ada/);
  await deletedTable(page).getByRole('checkbox', { name: 'Ada Berg' }).check();
  await pressCommand(page, 'Delete permanently');
  await expect(question(page)).toContainText("This can't be undone.");
  await expectAccessible(page, 'deleting permanently');
  await answer(page, 'Delete 1 user permanently', 'Users permanently deleted');
  await expect(outcomes(page)).toContainText('Permanently deleted');
  await expect(outcomes(page)).not.toContainText('Ada Berg');
  await expectAccessible(page, 'users permanently deleted');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveAccessibleDescription("Permanently deleted users can't be restored.");
  await page.goto(deleted);
  await expectDone(page, 'Users deleted');
  await expect(outcomes(page)).toContainText('Bo Falk');
  await expect(outcomes(page)).not.toContainText('Ada Berg');
  await page.goto(`/customers/${customer.id}/deleted?search=nobody`);
  await expect(page.getByText('No deleted users match.')).toBeVisible();
  await page.goto(`/customers/${customer.id}/deleted`);
  await deletedIsLive(page);
  await expect(page.getByRole('tab', { name: 'Deleted users (1)' })).toBeVisible();
});

test('nobody is deleted', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await openDeleted(page, customer.id, 'Deleted users (0)');
  await expect(page.getByText('No deleted users.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Restore' })).toHaveAccessibleDescription('Select at least one user.');
  await expectAccessible(page, 'no deleted users');
});
