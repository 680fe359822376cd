import { expectAccessible } from '../helpers/axe';
import { CAME_BACK, discarding } from '../helpers/entries';
import { E3, VISIO, expectTabs, outcomes, press } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { command, expectRow, usersAreLive, usersTable } from '../helpers/table';
import { HEADER, cell, correct, downloaded, expectRows, openUpload, row, rows, save, validate } from '../helpers/upload';

test('starting over asks before the rows go', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: {} });
  await openUpload(page, customer.id);
  await validate(page, `Name,Email\nAda,ada@${customer.domain}\n`);
  await expectRows(page, '1', '0');
  await expect(page.getByRole('heading', { name: '2. Check the rows' })).toBeFocused();
  const startOver = page.getByRole('button', { name: 'Start over', exact: true });
  await press(startOver);
  await expectAccessible(page, 'the question before rows go');
  await press(discarding(page).getByRole('button', { name: 'Keep editing' }));
  await expect(startOver).toBeFocused();
  await expectRows(page, '1', '0');
  await page.reload();
  await expect(page.getByText(CAME_BACK)).toBeVisible();
  await expectRows(page, '1', '0');
  await press(startOver);
  await press(discarding(page).getByRole('button', { name: 'Discard' }));
  await expect(rows(page)).toBeHidden();
  await expect(page.getByText(CAME_BACK)).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('CSV file')).toBeVisible();
  await expect(rows(page)).toBeHidden();
});

test('a thousand users of one file are added', async ({ page, server }) => {
  test.slow();
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1000 }, users: {} });
  const domain = `${customer.id.slice(0, 8)}.example`;
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await press(await command(page, 'Upload users'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Upload users$/);
  expect(await downloaded(page, 'Download the template', 'utf16le')).toContain('"Licenses to assign"\t"Licenses to revoke"');
  const users = Array.from({ length: 1000 }, (_, at) => `,,Person ${at},person${at}@${domain},US,,,VISIOCLIENT,`);
  await validate(page, [HEADER, ...users].join('\r\n'));
  await expectRows(page, '1,000', '0');
  await expect(page.getByText('Rows 1 to 50 of 1,000')).toBeVisible();
  await press(page.getByRole('button', { name: 'Last', exact: true }));
  await expect(cell(page, 'Display name', 1001)).toHaveValue('Person 999');
  await expectRow(page.getByRole('table', { name: 'Licenses', exact: true }), { Product: VISIO, 'This upload': '1,000 used', After: '0' });
  await save(page, 'Add 1,000 users', 'Users uploaded');
  // The save continues when the page is left, and shows its progress on return.
  const uploaded = page.url();
  await page.goto('/customers');
  await page.goto(uploaded);
  await expect(page.getByRole('tab', { name: 'Successful (1,000)' })).toBeVisible({ timeout: 30_000 });
  await page.goto(`/customers/${customer.id}/users`);
  await expect(page.getByRole('heading', { level: 2, name: 'Users (1,000)' })).toBeVisible();
  await expect(usersTable(page)).toContainText('Person 0');
});

test('mistakes stand in their cells and are corrected there, also after a reload', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [E3]: 5 }, users: crowd(1) });
  const domain = `${customer.id.slice(0, 8)}.example`;
  await signIn(page, server);
  await openUpload(page, customer.id);
  await expectAccessible(page, 'choosing a file');
  const file = [
    'Display name;Email;Country or Region;Licenses to assign;Shoe size',
    `Zoë Ann;zoe@${domain};United States;SPE_E3;38`,
    `Ann;ann@elsewhere.example;USA;;39`,
    `Bea;ZOE@${domain};Atlantis;SPE_E9;40`,
    `Cid;user.001@${domain};SK;;41`,
  ];
  await validate(page, Buffer.from(file.join('\r\n'), 'latin1'));
  await expectRows(page, '4', '3');
  await expect(page.getByText('These columns are ignored: Shoe size.')).toBeVisible();
  await expect(cell(page, 'Display name', 2)).toHaveValue('Zoë Ann');
  await expect(cell(page, 'Email', 3)).toHaveAccessibleDescription('elsewhere.example is not a verified domain of this customer.');
  await expect(cell(page, 'Email', 4)).toHaveAccessibleDescription('Row 2 has the same email.');
  await expect(row(page, 4)).toContainText('Correct: Email, Location, Licenses to assign.');
  await expect(cell(page, 'Location', 4)).toHaveAccessibleDescription(/“Atlantis” is not a country/);
  await expect(cell(page, 'Licenses to assign', 4)).toHaveAccessibleDescription(/“SPE_E9” is not a product/);
  await expect(cell(page, 'Email', 5)).toHaveAccessibleDescription('User 001 has this email already.');
  const button = page.getByRole('button', { name: 'Add 1 user', exact: true });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription('Correct the rows with errors, or leave them out.');
  await expectAccessible(page, 'rows with errors');
  // The button leads to the cell, which may be out of view.
  await press(row(page, 5).getByRole('button', { name: 'Correct: Email.' }));
  await expect(cell(page, 'Email', 5)).toBeFocused();

  await press(page.getByRole('button', { name: 'With errors (3)' }));
  await expect(rows(page).locator('tbody tr')).toHaveCount(3);
  await correct(page, 'Email', 3, `ann@${domain}`);
  await correct(page, 'Email', 4, `bea@${domain}`);
  await correct(page, 'Location', 4, 'Slovakia');
  await correct(page, 'Licenses to assign', 4, E3);
  await expectRows(page, '4', '1');
  await expect(row(page, 4)).toContainText(`Will be added, + ${E3}`);
  await page.reload();
  await expectRows(page, '4', '1');
  await expect(cell(page, 'Email', 3)).toHaveValue(`ann@${domain}`);
  await page.getByLabel('Leave out 1 row with errors').check();
  await save(page, 'Add 3 users', 'Users uploaded');
  await expectTabs(page, ['All (3)', 'Successful (3)', 'Errors (0)']);
  await expectAccessible(page, 'users uploaded');
  await press(page.getByRole('link', { name: 'Correct the row that was left out' }));
  await expectRows(page, '1', '1');
  await expect(page.getByText('The others are saved; these rows were left out.')).toBeVisible();
  await correct(page, 'Email', 5, `cid@${domain}`);
  await save(page, 'Add 1 user', 'Users uploaded');
  await openUpload(page, customer.id);
  await expect(rows(page)).toBeHidden();
});

test('files that are none are refused, and nothing is created', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await openUpload(page, customer.id);
  const tooMany = ['Email,Display name', ...Array.from({ length: 10_001 }, (_, at) => `a${at}@x.com,A`)].join('\n');
  for (const [content, words] of [
    [Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'), 'This is a spreadsheet, not a CSV file.'],
    [Buffer.from('\x89PNG\r\n\x1a\n\x00\x00', 'latin1'), 'This is not a text file.'],
    ['\r\n', 'This file is empty.'],
    ['Ann,ann@x.com', "This file doesn't say what its columns are."],
    ['Display name\nAnn', 'This file has no column “Email”.'],
    ['Email,Display name\n"ann@x.com,Ann', 'A quotation mark in row 2 is never closed.'],
    [tooMany, 'This file has 10,001 users. At most 10,000 can be uploaded at once'],
  ] as const) {
    await validate(page, content);
    await expect(page.getByRole('alert')).toContainText(words);
    await expect(rows(page)).toBeHidden();
  }
  await expectAccessible(page, 'a refused file');
  await page.goto(`/customers/${customer.id}/users`);
  await expect(page.getByRole('heading', { level: 2, name: 'Users (1)' })).toBeVisible();
});

test('users are updated by their email, each with licenses of their own', async ({ page, server }) => {
  const customer = await ownCustomer(server, {
    seats: { [E3]: 5, [VISIO]: 5 },
    users: { 'Ada Berg': { holds: [E3] }, 'Bo Falk': {}, 'Cy Lund': {} },
  });
  const domain = `${customer.id.slice(0, 8)}.example`;
  await signIn(page, server);
  await openUpload(page, customer.id);
  await page.getByRole('radio', { name: /^Update existing users/ }).check();
  await validate(
    page,
    `Email\tDepartment\tLicenses to assign\tLicenses to revoke\nada.berg@${domain}\tSales\tVISIOCLIENT\tSPE_E3\n` +
      `BO.FALK@${domain}\t\tSPE_E3\t\ncy.lund@${domain}\t\t\t\nnobody@${domain}\tSales\t\t\n`,
  );
  await expectRows(page, '4', '1');
  await expect(row(page, 2)).toContainText(`Department: none → Sales, + ${VISIO}, − ${E3}`);
  await expect(row(page, 3)).toContainText(`+ ${E3}`);
  await expect(row(page, 4)).toContainText('Already as asked.');
  await expect(cell(page, 'Email', 5)).toHaveAccessibleDescription('No user of this customer has this email.');
  await expect(page.getByText('1 user loses licenses.')).toBeVisible();
  await expectAccessible(page, 'rows that update users');
  await page.getByLabel('Leave out 1 row with errors').check();
  await save(page, 'Update 2 users', 'Users updated');
  await expect(outcomes(page).getByRole('row', { name: /Ada Berg/ })).toContainText('Department: none → Sales');
});

test('who got no license is downloaded, corrected and uploaded again', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1, [E3]: 1 }, users: {} });
  const domain = `${customer.id.slice(0, 8)}.example`;
  await signIn(page, server);
  await openUpload(page, customer.id);
  await validate(page, `Name,Email,Location\nAda,ada@${domain},\nBo,bo@${domain},US\n`);
  await expectRows(page, '2', '0');
  await page.getByLabel(`${VISIO} (1 available)`).check();
  await page.getByLabel('Location for users without one').selectOption('Slovakia');
  await expect(page.getByText('1 of them gets no license changes; the rows say why.')).toBeVisible();
  await save(page, 'Add 2 users', 'Users uploaded');
  await expectTabs(page, ['All (2)', 'Successful (1)', 'Errors (1)']);
  await expect(outcomes(page).getByRole('row', { name: /Ada/ })).toContainText(`Added, + ${VISIO}, Location: none → Slovakia`);
  await expect(outcomes(page).getByRole('row', { name: /Bo/ })).toContainText('Location: none → United States');
  const failed = await downloaded(page, 'Download failed rows', 'utf16le');
  expect(failed).toContain(`"Update"\t""\t""\t""\t"bo@${domain}"`);
  expect(failed).toContain('No licenses of Visio Plan 2 are left.');
  await openUpload(page, customer.id);
  await validate(page, failed.replace(`"${VISIO}"`, `"${E3}"`), 'failed-users.csv');
  await expect(page.getByText('failed-users.csv: 1 row.')).toBeVisible();
  await save(page, 'Update 1 user', 'Users updated');
  await expectTabs(page, ['All (1)', 'Successful (1)', 'Errors (0)']);
  await expect(outcomes(page).getByRole('row', { name: /Bo/ })).toContainText(E3);
});

test('a file of Partner Center is dropped and recognised', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const domain = `${customer.id.slice(0, 8)}.example`;
  await signIn(page, server);
  await openUpload(page, customer.id);
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return data;
  }, `First name,Last name,Display name,Email,Status update\nAnn,Berg,Ann Berg,ann@${domain},\n`);
  const button = page.getByRole('button', { name: 'Validate' });
  // Until the page is live, a dropped file is ignored.
  await expect(async () => {
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
    await expect(button).toBeEnabled({ timeout: 1_000 });
  }).toPass();
  await press(button);
  await expect(page.getByText('dropped.csv: 1 row, in the layout of Partner Center.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add 1 user', exact: true })).toBeEnabled();
});
