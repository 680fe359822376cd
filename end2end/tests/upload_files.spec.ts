/** Files as other programs write them: their encodings, and their sign-in columns. */
import { expectAccessible } from '../helpers/axe';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { cell, expectRows, openUpload, rows, save, validate } from '../helpers/upload';

test('a file that does not say its encoding is guessed, and another one is chosen', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: {} });
  await openUpload(page, customer.id);
  // Windows-1250: ř F8, í ED, Š 8A, Ł A3, ó F3.
  const names = ['Ji\xf8\xed \x8am\xedd', '\xa3ukasz W\xf3jcik'];
  const lines = names.map((name, at) => `${name};user${at}@${customer.domain}`);
  await validate(page, Buffer.from(['Display name;Email', ...lines].join('\r\n'), 'latin1'));
  await expect(page.getByText('Central European (Windows-1250) was guessed.')).toBeVisible();
  await expect(page.getByText('Check these texts, which depend on the encoding.')).toBeVisible();
  await expect(cell(page, 'Display name', 2)).toHaveValue('Jiří Šmíd');
  await expect(cell(page, 'Display name', 3)).toHaveValue('Łukasz Wójcik');
  await expectAccessible(page, 'a guessed encoding');

  await page.getByLabel('Encoding').selectOption({ label: 'Western European (Windows-1252)' });
  await expect(page.getByText('Read as Western European (Windows-1252).')).toBeVisible();
  await expect(cell(page, 'Display name', 2)).toHaveValue('Jiøí Šmíd');
  await page.getByLabel('Encoding').selectOption({ label: 'Central European (Windows-1250)' });
  await expect(cell(page, 'Display name', 2)).toHaveValue('Jiří Šmíd');

  // The file itself is not kept, so another encoding needs it again.
  await page.reload();
  await expect(cell(page, 'Display name', 2)).toHaveValue('Jiří Šmíd');
  await expect(page.getByText('To read it in another encoding, choose the file again.')).toBeVisible();
  await save(page, 'Add 2 users', 'Users uploaded');
});

test('a file that blocks or allows sign-in asks first', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(3) });
  await openUpload(page, customer.id);
  await page.getByRole('radio', { name: /^Update existing users/ }).check();
  const lines = ['Yes', 'No', 'True'].map((enabled, at) => `user.00${at + 1}@${customer.domain},${enabled}`);
  await validate(page, ['userPrincipalName,accountEnabled', ...lines].join('\r\n'));
  await expectRows(page, '3', '0');
  await expect(rows(page).getByText('Already as asked.')).toHaveCount(2);
  await expect(page.getByText('This file blocks sign-in of 1 user.')).toBeVisible();
  const button = page.getByRole('button', { name: 'Update 1 user', exact: true });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription('Confirm that sign-in is blocked or allowed.');
  await page.getByLabel('Yes, change sign-in').check();
  await expectAccessible(page, 'confirming a change of sign-in');
  await save(page, 'Update 1 user', 'Users updated');
});

test('what is pasted around an address is taken off, and an invisible character in a name is named', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: {} });
  await openUpload(page, customer.id);
  await validate(page, `Email,Display name\nSMTP:\u200bada@${customer.domain},Ada\nbo@${customer.domain}\u200b,B\u200bo\n`);
  await expectRows(page, '2', '0');
  await expect(cell(page, 'Email', 2)).toHaveValue(`ada@${customer.domain}`);
  await expect(rows(page).getByText('Contains an invisible character.')).toHaveCount(1);
});
