import { undoQuestion } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { userRow, usersAreLive } from '../helpers/table';

test('a change is undone after a look at what that does, and the undo is undone', async ({ page, manage }) => {
  const customer = await manage.open({
    seats: { [VISIO]: 5, [POWER_BI]: 5 },
    users: { ...crowd(2), 'Zoe Last': { holds: [POWER_BI] } },
  });
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI, 2);
  await manage.save({ revoking: true });
  const first = page.url();

  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(undoQuestion(page)).toContainText('3 will change');
  await expect(undoQuestion(page)).toContainText('User 001, User 002: − Visio Plan 2');
  await expect(undoQuestion(page)).toContainText('Zoe Last: + Power BI Pro, − Visio Plan 2');
  await expect(undoQuestion(page)).toContainText('2 users are left without a license.');
  await expectAccessible(page, 'undo');
  await press(undoQuestion(page).getByRole('button', { name: 'Undo for 3 users' }));
  await expect(page).not.toHaveURL(first);
  await manage.expectUpdated();
  await expect(page.getByText('This is an undo.')).toBeVisible();
  await manage.expectTabs(['All (3)', 'Successful (3)', 'Errors (0)']);
  await expect(page.getByText('Available now: Power BI Pro (4), Visio Plan 2 (5).')).toBeVisible();

  await press(page.getByRole('link', { name: 'Show the original change' }));
  await expect(page).toHaveURL(first);
  await expect(page.getByText('This change was undone.')).toBeVisible();
  await press(page.getByRole('link', { name: 'Show the undo' }));
  await expect(page.getByText('This is an undo.')).toBeVisible();
  await press(page.getByRole('button', { name: 'Undo' }));
  await press(undoQuestion(page).getByRole('button', { name: 'Undo for 3 users' }));
  await expect(page.getByText('Available now: Power BI Pro (5), Visio Plan 2 (2).')).toBeVisible();
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'User 001')).toContainText(VISIO);
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: /^Change undone: Visio Plan 2 / })).toHaveCount(2);
});

test('who was changed since is named and kept', async ({ page, manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 5, [POWER_BI]: 5 }, users: crowd(2) });
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI);
  await manage.save();
  const first = page.url();
  await manage.openFor(customer, ['User 002']);
  await manage.clickBox(VISIO);
  await manage.save({ revoking: true });
  await page.goto(first);
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(undoQuestion(page)).toContainText('1 will fail');
  await expect(undoQuestion(page)).toContainText('User 002: This user was changed again since; that is kept.');
  await press(undoQuestion(page).getByRole('button', { name: 'Undo for 1 user' }));
  await expect(page).not.toHaveURL(first);
  await manage.expectTabs(['All (2)', 'Successful (1)', 'Errors (1)']);
  await expect(manage.outcomes.locator('tbody tr').first()).toContainText('User 002');
  await page.locator('#retry-failed').click({ force: true });
  await expect(page.getByText('This is an undo. Open the original change and undo that again.')).toBeVisible();
});

test('what others took meanwhile cannot be given back, and that is said', async ({ page, manage }) => {
  const customer = await manage.open({
    seats: { [VISIO]: 1 },
    users: { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': {} },
  }, ['Ada Berg']);
  await manage.clickBox(VISIO);
  await manage.save({ revoking: true });
  const first = page.url();
  await manage.openFor(customer, ['Bo Falk']);
  await manage.clickBox(VISIO);
  await manage.save();
  await page.goto(first);
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(undoQuestion(page).getByRole('alert')).toContainText('1 license is missing to restore what this change revoked.');
  await expect(undoQuestion(page).getByRole('button', { name: /^Undo for/ })).toHaveCount(0);
  await press(undoQuestion(page).getByRole('button', { name: 'Keep as is' }));
  await expect(undoQuestion(page)).toBeHidden();
});
