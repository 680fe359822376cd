import {
  POWER_BI,
  VISIO,
  beforeSave,
  clickBox,
  expectNoSave,
  expectProduct,
  expectSaves,
  expectTabs,
  expectUpdated,
  manageLicenses,
  outcomes,
  press,
  productRow,
  save,
  saveButton,
} from '../helpers/licenses';
import { UNANSWERED, loseAnswers } from '../helpers/lost_answers';
import { type OwnCustomer, crowd, ownCustomer } from '../helpers/own_customer';
import { signIn, signInByForm } from '../helpers/sign_in';
import { type Server, expect, test } from '../helpers/server';
import { expectRow } from '../helpers/table';

/** Three users, licenses for all. */
function enough(server: Server): Promise<OwnCustomer> {
  return ownCustomer(server, { seats: { [VISIO]: 3 }, users: crowd(3) });
}

test('a save is refused when somebody else has changed one of the users meanwhile', async ({ page, server, anotherContext }) => {
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await expect(saveButton(page)).toHaveText('Save: assign 3');

  const other = await (await anotherContext()).newPage();
  await signIn(other, server);
  await manageLicenses(other, customer.id, ['User 002']);
  await clickBox(other, VISIO);
  await save(other);

  await press(saveButton(page));
  await expect(beforeSave(page).getByRole('alert')).toHaveText(
    'The preview is out of date. Nothing was saved. Updated preview:',
  );
  await expect(beforeSave(page)).toContainText('User 002: was + Visio Plan 2 → now Already as asked.');
  await expect(beforeSave(page)).toContainText('Review it and save again.');
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await expect(saveButton(page)).toHaveText('Save: assign 2');
  await expectSaves(other, customer.id, 1);

  await save(page);
  await expectRow(outcomes(page), { User: 'User 002', Result: 'No change' });
  await expectRow(outcomes(page), { User: 'User 003', Result: 'Assigned' });
  await expectSaves(other, customer.id, 2);
});

test('a change of somebody who is not selected does not stand in the way', async ({ page, server, anotherContext }) => {
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, ['User 001']);
  await clickBox(page, VISIO);
  const other = await (await anotherContext()).newPage();
  await signIn(other, server);
  await manageLicenses(other, customer.id, ['User 002']);
  await clickBox(other, VISIO);
  await save(other);
  await save(page);
  await expectTabs(page, ['All (1)', 'Successful (1)', 'Errors (0)']);
});

test('a save for everybody is refused whole when licenses vanish before it', async ({ page, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 3 }, users: crowd(5) });
  await signIn(page, server);
  await manageLicenses(page, customer.id, ['User 001', 'User 002', 'User 003']);
  await clickBox(page, VISIO);
  await expect(saveButton(page)).toHaveText('Save: assign 3');

  const other = await (await anotherContext()).newPage();
  await signIn(other, server);
  await manageLicenses(other, customer.id, ['User 004', 'User 005']);
  await clickBox(other, VISIO);
  await save(other);

  await press(saveButton(page));
  await expect(beforeSave(page).getByRole('alert')).toHaveText(
    'There are no longer enough licenses. Nothing was saved. Updated preview:',
  );
  await expect(beforeSave(page)).toContainText('User 003: was + Visio Plan 2 → now No licenses of Visio Plan 2 are left.');
  await expect(productRow(page, VISIO)).toContainText('1 available · 3 needed · 2 short');
  await expectNoSave(page, /^2 short\./);
  await expectSaves(other, customer.id, 1);

  await press(page.getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' }));
  await save(page);
  await expectTabs(page, ['All (3)', 'Successful (3)', 'Errors (0)']);
});

test('a double click on Save saves once', async ({ page, server }) => {
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/licenses/save')) sent.push(request.url());
  });
  await saveButton(page).dblclick();
  await expectUpdated(page);
  expect(sent).toHaveLength(1);
  await expectSaves(page, customer.id, 1);
});

test('a save whose page was reloaded before the answer is done once', async ({ page, server, allowConsole }) => {
  allowConsole(/net::ERR_CONNECTION_RESET/);
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  const answers = await loseAnswers(page, 'licenses/save');
  await press(saveButton(page));
  await answers.lost;
  await answers.stop();
  await page.reload();
  await expect(beforeSave(page).getByRole('alert')).toHaveText(UNANSWERED);
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await press(beforeSave(page).getByRole('button', { name: 'Try again' }));
  await expectUpdated(page);
  await expectTabs(page, ['All (3)', 'Successful (3)', 'Errors (0)']);
  await expectSaves(page, customer.id, 1);
});

test('a save whose answer got lost is done once when tried again', async ({ page, server, allowConsole }) => {
  allowConsole(/net::ERR_CONNECTION_RESET/);
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  const answers = await loseAnswers(page, 'licenses/save');
  await press(saveButton(page));
  await answers.lost;
  await expect(beforeSave(page).getByRole('alert')).toContainText('No connection to the server.');
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await answers.stop();
  await press(beforeSave(page).getByRole('button', { name: 'Try again' }));
  await expectUpdated(page);
  await expectTabs(page, ['All (3)', 'Successful (3)', 'Errors (0)']);
  await expectSaves(page, customer.id, 1);
});

test('without a connection the choices stay, and Try again saves them', async ({ page, server, allowConsole }) => {
  allowConsole(/net::ERR_INTERNET_DISCONNECTED/);
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  const keys: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/licenses/save')) keys.push((request.postDataJSON() as { request: { key: unknown } }).request.key);
  });
  await page.context().setOffline(true);
  await press(saveButton(page));
  await expect(beforeSave(page).getByRole('alert')).toContainText('No connection to the server.');
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await page.context().setOffline(false);
  await press(beforeSave(page).getByRole('button', { name: 'Try again' }));
  await expectUpdated(page);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual(keys[1]);
  await expectSaves(page, customer.id, 1);
});

test('a reload keeps what was chosen', async ({ page, server }) => {
  const users = { 'Ada Berg': { location: null, holds: [POWER_BI] }, 'Bo Falk': {} };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1, [POWER_BI]: 3 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await clickBox(page, POWER_BI, 2);
  await page.getByRole('combobox', { name: 'Update location' }).selectOption('Spain');
  await press(page.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' }));
  await page.reload();
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await expectProduct(page, POWER_BI, 'clear', 'Revoke from all');
  await expect(page.getByRole('combobox', { name: 'Update location' })).toHaveValue('ES');
  await expect(page.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' })).toBeChecked();
  await expect(saveButton(page)).toHaveText('Save: assign 1, revoke 1');
});

test('after signing in again the choices are still there', async ({ page, server, allowConsole }) => {
  allowConsole(/401/);
  const customer = await enough(server);
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await page.context().clearCookies();
  await press(saveButton(page));
  const alert = beforeSave(page).getByRole('alert');
  await expect(alert).toContainText('You are signed out. Sign in again; your selection and choices are kept.');
  await press(alert.getByRole('link', { name: 'Sign in' }));
  await signInByForm(page, server);
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await expect(page.getByText('3 users selected.')).toBeVisible();
  await expect(page.getByText(UNANSWERED)).toHaveCount(0);
  await save(page);
  await expectSaves(page, customer.id, 1);
});

test('revoking asks first and names who is left without any license', async ({ page, server }) => {
  const users = { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': { holds: [VISIO, POWER_BI] } };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 3, [POWER_BI]: 3 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await press(saveButton(page));
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${VISIO} from 2 users?` });
  await expect(question).toContainText('1 user is left without a license:');
  await expect(question.getByRole('listitem')).toHaveText(['Ada Berg']);
  await expect(question).toContainText('Their data may be deleted after 30 days.');
  await expect(question.getByRole('textbox')).toHaveCount(0);
  await press(question.getByRole('button', { name: "Don't save" }));
  await expect(question).toBeHidden();
  await expectProduct(page, VISIO, 'clear', 'Revoke from all');
  await save(page, { revoking: true });
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expectRow(outcomes(page), { User: 'Ada Berg', Result: 'Revoked', 'Licenses now': 'None' });
  await expectSaves(page, customer.id, 1);
});

test('revoking from more than 20 users asks for their count', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 30 }, users: crowd(22, { holds: [VISIO] }) });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await press(saveButton(page));
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${VISIO} from 22 users?` });
  await expect(question).toContainText('22 users are left without a license:');
  await expect(question.getByRole('listitem')).toHaveCount(21);
  await expect(question.getByRole('listitem').last()).toHaveText('and 2 more');
  const count = question.getByLabel('Type 22, the number of users who lose a license');
  const confirm = question.getByRole('button', { name: 'Revoke and save' });
  for (const wrong of ['', '21', 'all']) {
    await count.fill(wrong);
    await press(confirm);
    await expect(question.getByRole('alert')).toHaveText('That is not 22. Type the number of users who lose a license.');
  }
  await count.fill('22');
  await press(confirm);
  await expectUpdated(page);
  await expectTabs(page, ['All (22)', 'Successful (22)', 'Errors (0)']);
});

test('where everybody has it already there is nothing to save', async ({ page, server }) => {
  const users = { 'Ada Berg': { location: 'SK' }, 'Bo Falk': { location: 'SK' } };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 3 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await page.getByRole('combobox', { name: 'Update location' }).selectOption('Slovakia');
  await expect(beforeSave(page)).toContainText('2 stay unchanged');
  await expectNoSave(page, 'Nothing to save: all users are already up to date.');
});
