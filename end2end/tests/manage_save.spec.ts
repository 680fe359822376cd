import { POWER_BI, VISIO, press } from '../helpers/licenses';
import { type LostAnswers, UNANSWERED, loseAnswers } from '../helpers/lost_answers';
import { type ManagePage, expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { signInByForm } from '../helpers/sign_in';

/** Three users, licenses for all. */
const enough = { seats: { [VISIO]: 3 }, users: crowd(3) };

/** Saves, but the answer is lost. */
async function saveUnanswered(manage: ManagePage): Promise<LostAnswers> {
  const answers = await loseAnswers(manage.page, 'licenses/save');
  await press(manage.saveButton);
  await answers.lost;
  return answers;
}

test('a save is refused when somebody else has changed one of the users meanwhile', async ({ manage }) => {
  const customer = await manage.open(enough);
  await manage.clickBox(VISIO);
  await expect(manage.saveButton).toHaveText('Save: assign 3');

  const other = await manage.elsewhere();
  await other.openFor(customer, ['User 002']);
  await other.clickBox(VISIO);
  await other.save();

  await press(manage.saveButton);
  await expect(manage.beforeSave.getByRole('alert')).toHaveText(
    'The preview is out of date. Nothing was saved. Updated preview:',
  );
  await expect(manage.beforeSave).toContainText('User 002: was + Visio Plan 2 → now Already as asked.');
  await expect(manage.beforeSave).toContainText('Review it and save again.');
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(manage.saveButton).toHaveText('Save: assign 2');
  await other.expectSaves(customer, 1);

  await manage.save();
  await manage.expectOutcome({ User: 'User 002', Result: 'No change' });
  await manage.expectOutcome({ User: 'User 003', Result: 'Assigned' });
  await other.expectSaves(customer, 2);
});

test('a change of somebody who is not selected does not stand in the way', async ({ manage }) => {
  const customer = await manage.open(enough, ['User 001']);
  await manage.clickBox(VISIO);
  const other = await manage.elsewhere();
  await other.openFor(customer, ['User 002']);
  await other.clickBox(VISIO);
  await other.save();
  await manage.save();
  await manage.expectTabs(['All (1)', 'Successful (1)', 'Errors (0)']);
});

test('a save for everybody is refused whole when licenses vanish before it', async ({ page, manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 3 }, users: crowd(5) }, ['User 001', 'User 002', 'User 003']);
  await manage.clickBox(VISIO);
  await expect(manage.saveButton).toHaveText('Save: assign 3');

  const other = await manage.elsewhere();
  await other.openFor(customer, ['User 004', 'User 005']);
  await other.clickBox(VISIO);
  await other.save();

  await press(manage.saveButton);
  await expect(manage.beforeSave.getByRole('alert')).toHaveText(
    'There are no longer enough licenses. Nothing was saved. Updated preview:',
  );
  await expect(manage.beforeSave).toContainText('User 003: was + Visio Plan 2 → now No licenses of Visio Plan 2 are left.');
  await expect(manage.row(VISIO)).toContainText('1 available · 3 needed · 2 short');
  await manage.expectNoSave(/^2 short\./);
  await other.expectSaves(customer, 1);

  await press(page.getByRole('radio', { name: 'Assign in the order shown, 2 users unchanged' }));
  await manage.save();
  await manage.expectTabs(['All (3)', 'Successful (3)', 'Errors (0)']);
});

test('a double click on Save saves once', async ({ page, manage }) => {
  const customer = await manage.open(enough);
  await manage.clickBox(VISIO);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/licenses/save')) sent.push(request.url());
  });
  await manage.saveButton.dblclick();
  await manage.expectUpdated();
  expect(sent).toHaveLength(1);
  await manage.expectSaves(customer, 1);
});

test('a save whose page was reloaded before the answer is done once', async ({ page, manage, allowConsole }) => {
  allowConsole(/net::ERR_CONNECTION_RESET/);
  const customer = await manage.open(enough);
  await manage.clickBox(VISIO);
  const answers = await saveUnanswered(manage);
  await answers.stop();
  await page.reload();
  await expect(manage.beforeSave.getByRole('alert')).toHaveText(UNANSWERED);
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await manage.tryAgain();
  await manage.expectTabs(['All (3)', 'Successful (3)', 'Errors (0)']);
  await manage.expectSaves(customer, 1);
});

test('a save whose answer got lost is done once when tried again', async ({ manage, allowConsole }) => {
  allowConsole(/net::ERR_CONNECTION_RESET/);
  const customer = await manage.open(enough);
  await manage.clickBox(VISIO);
  const answers = await saveUnanswered(manage);
  await expect(manage.beforeSave.getByRole('alert')).toContainText('No connection to the server.');
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await answers.stop();
  await manage.tryAgain();
  await manage.expectTabs(['All (3)', 'Successful (3)', 'Errors (0)']);
  await manage.expectSaves(customer, 1);
});

test('without a connection the choices stay, and Try again saves them', async ({ page, manage, allowConsole }) => {
  allowConsole(/net::ERR_INTERNET_DISCONNECTED/);
  const customer = await manage.open(enough);
  await manage.clickBox(VISIO);
  const keys: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/licenses/save')) keys.push((request.postDataJSON() as { request: { key: unknown } }).request.key);
  });
  await page.context().setOffline(true);
  await press(manage.saveButton);
  await expect(manage.beforeSave.getByRole('alert')).toContainText('No connection to the server.');
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await page.context().setOffline(false);
  await manage.tryAgain();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual(keys[1]);
  await manage.expectSaves(customer, 1);
});

test('a reload keeps what was chosen', async ({ page, manage }) => {
  const users = { 'Ada Berg': { location: null, holds: [POWER_BI] }, 'Bo Falk': {} };
  await manage.open({ seats: { [VISIO]: 1, [POWER_BI]: 3 }, users });
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI, 2);
  await manage.location.selectOption('Spain');
  await press(page.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' }));
  await page.reload();
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await manage.expectProduct(POWER_BI, 'clear', 'Revoke from all');
  await expect(manage.location).toHaveValue('ES');
  await expect(page.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' })).toBeChecked();
  await expect(manage.saveButton).toHaveText('Save: assign 1, revoke 1');
});

test('after signing in again the choices are still there', async ({ page, server, manage, allowConsole }) => {
  allowConsole(/401/);
  const customer = await manage.open(enough);
  await manage.clickBox(VISIO);
  await page.context().clearCookies();
  await press(manage.saveButton);
  const alert = manage.beforeSave.getByRole('alert');
  await expect(alert).toContainText('You are signed out. Sign in again; your selection and choices are kept.');
  await press(alert.getByRole('link', { name: 'Sign in' }));
  await signInByForm(page, server);
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(page.getByText('3 users selected.')).toBeVisible();
  await expect(page.getByText(UNANSWERED)).toHaveCount(0);
  await manage.save();
  await manage.expectSaves(customer, 1);
});

test('revoking asks first and names who is left without any license', async ({ page, manage }) => {
  const users = { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': { holds: [VISIO, POWER_BI] } };
  const customer = await manage.open({ seats: { [VISIO]: 3, [POWER_BI]: 3 }, users });
  await manage.clickBox(VISIO);
  await press(manage.saveButton);
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${VISIO} from 2 users?` });
  await expect(question).toContainText('1 user is left without a license:');
  await expect(question.getByRole('listitem')).toHaveText(['Ada Berg']);
  await expect(question).toContainText('Their data may be deleted after 30 days.');
  await expect(question.getByRole('textbox')).toHaveCount(0);
  await press(question.getByRole('button', { name: "Don't save" }));
  await expect(question).toBeHidden();
  await manage.expectProduct(VISIO, 'clear', 'Revoke from all');
  await manage.save({ revoking: true });
  await manage.expectTabs(['All (2)', 'Successful (2)', 'Errors (0)']);
  await manage.expectOutcome({ User: 'Ada Berg', Result: 'Revoked', 'Licenses now': 'None' });
  await manage.expectSaves(customer, 1);
});

test('revoking from more than 20 users asks for their count', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 30 }, users: crowd(22, { holds: [VISIO] }) });
  await manage.clickBox(VISIO);
  await press(manage.saveButton);
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
  await manage.expectUpdated();
  await manage.expectTabs(['All (22)', 'Successful (22)', 'Errors (0)']);
});

test('where everybody has it already there is nothing to save', async ({ manage }) => {
  const users = { 'Ada Berg': { location: 'SK' }, 'Bo Falk': { location: 'SK' } };
  await manage.open({ seats: { [VISIO]: 3 }, users });
  await manage.location.selectOption('Slovakia');
  await expect(manage.beforeSave).toContainText('2 stay unchanged');
  await manage.expectNoSave('Nothing to save: all users are already up to date.');
});
