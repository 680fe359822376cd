import { answer, ask, pressCommand, question } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { expectTabs, outcomes, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { command, expectRow, selectUsers, userRow, usersAreLive } from '../helpers/table';

test('sign-in is blocked for many, and an undo allows it again', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(3) });
  await ask(page, customer.id, ['User 001', 'User 002'], 'Block sign-in');
  await expect(question(page)).toHaveAccessibleName('Trey Research | Block sign-in');
  await expect(question(page)).toContainText('User 001, User 002: Sign-in: allowed → blocked');
  await expectAccessible(page, 'blocking sign-in');
  await answer(page, 'Block sign-in for 2 users', 'Sign-in blocked');
  await expect(page.getByText('Recorded in Tenantry only.')).toBeVisible();
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expect(outcomes(page).getByRole('row', { name: /User 001/ })).toContainText('Sign-in: allowed → blocked');
  await expectAccessible(page, 'sign-in blocked');
  const blocked = page.url();
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'User 001')).toContainText('Blocked');
  await expect(userRow(page, 'User 003')).toContainText('Allowed');

  await page.goto(blocked);
  await press(page.getByRole('button', { name: 'Undo' }));
  await press(page.getByRole('dialog').getByRole('button', { name: 'Undo for 2 users' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Undo: sign-in allowed$/);
  await expect(page.getByText('This is an undo.')).toBeVisible();
  await press(page.getByRole('link', { name: 'Show the original change' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Sign-in blocked$/);
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: 'Undo: sign-in allowed: 2 changed, 0 failed, 0 unchanged' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign-in blocked: 2 changed, 0 failed, 0 unchanged' })).toBeVisible();
  await page.goto(`/customers/${customer.id}/activity`);
  await expectRow(page.getByRole('table', { name: 'Activity', exact: true }), { Action: 'Sign-in blocked' });
});

test('a synced user is blocked with a warning that the next synchronization overwrites it', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: { 'Sy Nced': { synced: true }, 'Ada Berg': {} } });
  await ask(page, customer.id, ['Sy Nced', 'Ada Berg'], 'Block sign-in');
  await expect(question(page)).toContainText('1 synced, until the next synchronization');
  await expect(question(page)).toContainText(/the next synchronization overwrites this\. Change it there too\./);
  await answer(page, 'Block sign-in for 2 users', 'Sign-in blocked');
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
});

test('a command says why it can do nothing, and who is blocked already stays', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  const block = await command(page, 'Block sign-in');
  await expect(block).toBeDisabled();
  await expect(block).toHaveAccessibleDescription('Select at least one user.');
  await selectUsers(page, ['User 001']);
  await pressCommand(page, 'Allow sign-in');
  await expect(question(page)).toContainText('Nothing to do: no users would change.');
  await expect(question(page)).toContainText('User 001: Already as asked.');
  await press(question(page).getByRole('button', { name: 'Keep as is' }));
  await expect(question(page)).toBeHidden();
  await pressCommand(page, 'Block sign-in');
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(userRow(page, 'User 001')).toContainText('Allowed');
});

test('the last Global admin keeps signing in; retrying works once there is another', async ({ page, signedInAt }) => {
  const customer = await signedInAt({
    seats: {},
    users: { 'Ada Berg': { globalAdmin: true }, 'Bo Falk': { globalAdmin: true } },
  });
  await ask(page, customer.id, ['Ada Berg', 'Bo Falk'], 'Block sign-in');
  await expect(question(page)).toContainText("Bo Falk: This is the customer's last Global admin, or the last one who can sign in.");
  await answer(page, 'Block sign-in for 1 user', 'Sign-in blocked');
  await expectTabs(page, ['All (2)', 'Successful (1)', 'Errors (1)']);
  const retry = page.getByRole('button', { name: 'Retry failed' });
  await expect(retry).toHaveAccessibleDescription(/^It would fail again: This is the customer's last Global admin/);
  const first = page.url();
  await ask(page, customer.id, ['Ada Berg'], 'Allow sign-in');
  await answer(page, 'Allow sign-in for 1 user', 'Sign-in allowed');
  await page.goto(first);
  await expect(retry).toBeEnabled();
  await press(retry);
  await answer(page, 'Block sign-in for 1 user', 'Sign-in blocked');
  await expectTabs(page, ['All (1)', 'Successful (1)', 'Errors (0)']);
});

test('above 20 users the count is typed before sign-in is blocked', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(21) });
  await ask(page, customer.id, 'page', 'Block sign-in');
  await press(question(page).getByRole('button', { name: 'Block sign-in for 21 users' }));
  await expect(question(page).getByRole('alert')).toContainText('That is not 21.');
  await question(page).getByLabel('Type 21, the number of users to block').fill('21');
  await answer(page, 'Block sign-in for 21 users', 'Sign-in blocked');
  await expectTabs(page, ['All (21)', 'Successful (21)', 'Errors (0)']);
});
