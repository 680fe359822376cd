/** What can be done with users right after adding them: telling others, passwords, undoing. */
import { expectDone, undo, undoQuestion } from '../helpers/accounts';
import { goOn, offer, openAddUser, typeNames } from '../helpers/entries';
import { E3, VISIO, expectTabs, outcomes, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { createPasswords, expectKeptNowhere, secrets } from '../helpers/passwords';
import { watchPrinting } from '../helpers/printing';
import { expect, test } from '../helpers/signed_in_at';
import { usersAreLive, usersTable } from '../helpers/table';
import { HEADER, downloaded, openUpload, save, validate } from '../helpers/upload';

test('a user who was added is saved to a file, printed, given a password and taken back', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: { [E3]: 5 }, users: crowd(1) });
  await openAddUser(page, customer.id);
  await typeNames(page, 'Jana', 'Nováková');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, E3).getByRole('checkbox'));
  await goOn(page, 'Review');
  await press(page.getByRole('button', { name: 'Add 1 user' }));
  await expectDone(page, 'Users added');

  const location = 'Location: none → United States';
  const lines = (await downloaded(page, 'CSV', 'utf16le')).replace(/^\ufeff/, '').split('\r\n');
  expect(lines).toEqual([
    '"User"\t"Email"\t"Result"\t"Code"\t"What happened"\t"Licenses now"\t"Plans switched off"',
    `"Jana Nováková"\t"jana.novakova@${customer.domain}"\t"Added"\t""\t"Added, + ${E3}, ${location}"\t"${E3}"\t""`,
    '',
  ]);
  const printed = await watchPrinting(page);
  await press(page.getByRole('button', { name: 'Print' }));
  await expect.poll(() => printed).toEqual([{ Results: 1 }]);
  await page.emulateMedia({ media: 'print' });
  await expect(outcomes(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  const dialog = await createPasswords(page);
  const passwords = await secrets(dialog);
  expect(passwords).toEqual([expect.stringMatching(/^\S{16}$/)]);
  await expect(dialog.getByRole('row', { name: /Jana Nováková/ })).toContainText(`jana.novakova@${customer.domain}`);
  await press(dialog.getByRole('button', { name: 'Close', exact: true }).last());
  await press(dialog.getByRole('button', { name: 'Close', exact: true }).first());
  await expect(dialog).toBeHidden();
  await expectKeptNowhere(page, passwords);

  const foreseen = [
    `Jana Nováková: Deleted, − ${E3}`,
    `Licenses freed: ${E3} (1).`,
    'Deleted users can be restored for 30 days',
  ];
  await undo(page, '1 user', foreseen, 'Undo: users deleted');
  await expect(page.getByRole('button', { name: 'Create temporary passwords' })).toHaveCount(0);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(usersTable(page).locator('tbody a[id^="name-"]')).toHaveText(['User 001']);
});

test('many who were uploaded get passwords, all of them on paper; taking them back needs their count', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: { [VISIO]: 101 }, users: crowd(1) });
  await openUpload(page, customer.id);
  const person = (_: unknown, at: number) => `,,Person ${at},person${at}@${customer.domain},US,,,VISIOCLIENT,`;
  await validate(page, [HEADER, ...Array.from({ length: 101 }, person)].join('\r\n'));
  await save(page, 'Add 101 users', 'Users uploaded');
  await expectTabs(page, ['All (101)', 'Successful (101)', 'Errors (0)']);

  const dialog = await createPasswords(page);
  await expect(dialog).toContainText('Created for 101 users.');
  await expect(dialog).toContainText('And 1 user more: copied, printed and saved with the others.');
  expect(await secrets(dialog)).toHaveLength(100);
  const printed = await watchPrinting(page);
  await press(dialog.getByRole('button', { name: 'Print' }));
  await expect.poll(() => printed).toEqual([{ 'Temporary passwords': 101, Results: 50 }]);
  expect(new Set(await secrets(dialog)).size).toBe(101);
  await page.emulateMedia({ media: 'print' });
  await expect(dialog.getByRole('table')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy all' })).toBeHidden();
  await expect(page.locator('h1')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.reload();

  await expectDone(page, 'Users uploaded');
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(undoQuestion(page)).toContainText('101 will change');
  await expect(undoQuestion(page)).toContainText('Licenses freed: Visio Plan 2 (101).');
  const confirm = undoQuestion(page).getByRole('button', { name: 'Undo for 101 users' });
  await press(confirm);
  const wrong = 'That is not 101. Type the number of users to delete.';
  await expect(undoQuestion(page).getByRole('alert')).toHaveText(wrong);
  await undoQuestion(page).getByLabel('Type 101, the number of users to delete').fill('101');
  await press(confirm);
  await expectDone(page, 'Undo: users deleted');
  await page.goto(`/customers/${customer.id}/users`);
  await expect(page.getByRole('tab', { name: 'Deleted users (101)' })).toBeVisible();
  await expect(usersTable(page).locator('tbody a[id^="name-"]')).toHaveText(['User 001']);
});
