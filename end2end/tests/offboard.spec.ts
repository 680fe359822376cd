import type { Locator, Page } from '@playwright/test';
import { answer, deletedTable, openDeleted, question } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { E3, VISIO, expectTabs, outcomes, press } from '../helpers/licenses';
import { type OwnCustomer, crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { command, selectUsers, userRow, usersAreLive } from '../helpers/table';

const steps = (page: Page): Locator => page.getByRole('list', { name: 'Steps' });
const before = (page: Page): Locator => page.getByRole('region', { name: 'Before you save' });

/** Selects users and opens the steps. */
async function offboard(page: Page, customer: OwnCustomer, names: string[]): Promise<void> {
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await selectUsers(page, names);
  await press(await command(page, 'Offboard'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${customer.name} | Offboard`);
}

/** A day this many days from now, as a date field takes it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Presses the button below the steps and waits for the result. */
async function done(page: Page, button: string): Promise<void> {
  await press(before(page).getByRole('button', { name: button, exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Users offboarded$/);
}

test('users who leave are blocked, lose licenses and go on a day; all of it is taken back', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({
    seats: { [E3]: 3, [VISIO]: 3 },
    users: {
      'Ada Berg': { holds: [E3, VISIO] },
      'Bo Falk': { holds: [VISIO, { product: E3, group: 'All staff' }] },
      'Cy Lund': {},
    },
  });
  await offboard(page, customer, ['Ada Berg', 'Bo Falk']);
  // When to delete is for a person to say; until then nothing can be done.
  await expect(before(page)).toContainText('Choose whether and when to delete these users.');
  await expect(before(page).getByRole('button')).toHaveCount(0);
  await steps(page).getByRole('radio', { name: 'Delete on a day' }).check();
  await expect(before(page)).toContainText('Choose the day to delete these users.');
  await steps(page).getByLabel('Day (UTC)').fill(inDays(0));
  await expect(steps(page).getByText(/^Choose a day after today/)).toBeVisible();
  await steps(page).getByLabel('Day (UTC)').fill(inDays(9));
  await expect(steps(page)).toContainText('Blocks sign-in for 2 users.');
  await expect(steps(page)).toContainText(
    'Revokes Microsoft 365 E3 (1), Visio Plan 2 (2). Groups still assign Microsoft 365 E3 (1).',
  );
  await expect(steps(page)).toContainText('Resets the password of 2 users.');
  await expect(steps(page)).toContainText(/Deletes 2 users on \d+ [A-Z][a-z]+ 20\d\d\./);
  await expect(before(page)).toContainText(/Ada Berg: Sign-in: allowed → blocked, − /);
  await expect(before(page)).toContainText('Licenses freed: Microsoft 365 E3 (1), Visio Plan 2 (2).');
  await expectAccessible(page, 'offboarding');
  // The choices survive a reload.
  await page.reload();
  await expect(steps(page).getByLabel('Day (UTC)')).toHaveValue(inDays(9));
  await steps(page).getByRole('radio', { name: 'Only these:' }).check();
  await expect(steps(page)).toContainText('Revokes nothing.');
  await steps(page).getByRole('checkbox', { name: 'Visio Plan 2 (2)' }).check();
  await expect(steps(page)).toContainText('Revokes Visio Plan 2 (2).');
  await done(page, 'Offboard 2 users');
  await expect(page.getByText('Recorded in Tenantry only.')).toBeVisible();
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expect(outcomes(page).getByRole('row', { name: /Ada Berg/ })).toContainText('− Visio Plan 2, Password reset');
  await expectAccessible(page, 'users offboarded');
  const offboarded = page.url();

  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await page.getByLabel('Filter users by…').selectOption('To be deleted');
  await expect(userRow(page, 'Cy Lund')).toBeHidden();
  await expect(userRow(page, 'Ada Berg')).toContainText('To be deleted on ');
  await expect(userRow(page, 'Ada Berg')).toContainText('Blocked');
  await press(userRow(page, 'Bo Falk').getByRole('link', { name: 'Bo Falk' }));
  await expect(page.getByRole('dialog')).toContainText('To be deleted on ');
  await press(page.getByRole('dialog').getByRole('button', { name: 'Cancel deletion' }));
  await expect(question(page)).toHaveAccessibleName('Trey Research | Cancel deletion');
  await expect(question(page)).toContainText(/Bo Falk: Deletion: .* → none/);
  await expectAccessible(page, 'cancelling a deletion');
  await answer(page, 'Cancel the deletion of 1 user', 'Planned deletions cancelled');

  await page.goto(offboarded);
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(page.getByRole('dialog')).toContainText('Passwords stay reset');
  await press(page.getByRole('dialog').getByRole('button', { name: 'Undo for 2 users' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Undo: users reinstated$/);
  await expect(outcomes(page).getByRole('row', { name: /Ada Berg/ })).toContainText('Sign-in: blocked → allowed, + Visio');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Ada Berg')).toContainText('Allowed');
  await expect(userRow(page, 'Ada Berg')).not.toContainText('To be deleted');
});

test('restoring after an offboarding offers what it took, and what is left out stays away', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: { [E3]: 1 }, users: { 'Ada Berg': { holds: [E3] }, 'Cy Lund': {} } });
  await offboard(page, customer, ['Ada Berg']);
  await steps(page).getByRole('radio', { name: 'Delete now' }).check();
  await done(page, 'Offboard 1 user');
  await openDeleted(page, customer.id, 'Deleted users (1)');
  await expect(deletedTable(page).getByRole('row', { name: /Ada Berg/ })).toContainText(E3);
  await deletedTable(page).getByRole('checkbox', { name: 'Ada Berg' }).check();
  await press(page.getByRole('button', { name: 'Restore', exact: true }));
  await expect(question(page)).toContainText('Ada Berg: Restored, Sign-in: blocked → allowed, + Microsoft 365 E3');
  await expect(question(page).getByRole('checkbox', { name: /^Restore licenses/ })).toBeChecked();
  await question(page).getByRole('checkbox', { name: /^Allow sign-in/ }).uncheck();
  await expect(question(page)).toContainText('Ada Berg: Restored, + Microsoft 365 E3');
  await expectAccessible(page, 'restoring after an offboarding');
  await answer(page, 'Restore 1 user', 'Users restored');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Ada Berg')).toContainText(E3);
  await expect(userRow(page, 'Ada Berg')).toContainText('Blocked');
});

test('who leaves now is deleted at once; above 20 the count is typed', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [E3]: 30 }, users: crowd(22, { holds: [E3] }) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await page.getByRole('checkbox', { name: 'Select this page' }).check();
  await press(await command(page, 'Offboard'));
  await steps(page).getByRole('radio', { name: 'Delete now' }).check();
  await expect(steps(page)).toContainText('Deletes 22 users.');
  await press(before(page).getByRole('button', { name: 'Offboard 22 users' }));
  await expect(before(page).getByText(/Type 22/).first()).toBeVisible();
  await before(page).getByRole('textbox', { name: /22/ }).fill('22');
  await done(page, 'Offboard 22 users');
  await openDeleted(page, customer.id, 'Deleted users (22)');
  await expect(deletedTable(page)).toContainText('User 001');
});

test('a synced user and the last Global admin stay; the steps can be chosen again for them', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({
    seats: { [E3]: 3 },
    users: { 'Ada Berg': { globalAdmin: true }, 'Bo Falk': { synced: true, holds: [E3] }, 'Cy Lund': { holds: [E3] } },
  });
  await offboard(page, customer, ['Ada Berg', 'Bo Falk', 'Cy Lund']);
  await steps(page).getByRole('radio', { name: 'Delete now' }).check();
  await expect(before(page)).toContainText(/Ada Berg: This is the customer's last Global admin/);
  await expect(before(page)).toContainText(/Bo Falk: This user is synced/);
  await done(page, 'Offboard 1 user');
  await expectTabs(page, ['All (3)', 'Successful (1)', 'Errors (2)']);
  // Retry opens the same steps for the failed users. The steps can be changed.
  await press(page.getByRole('button', { name: 'Retry failed' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Offboard$/);
  await expect(steps(page).getByRole('radio', { name: 'Delete now' })).toBeChecked();
  await steps(page).getByRole('checkbox', { name: 'Reset password' }).uncheck();
  await steps(page).getByRole('radio', { name: "Don't delete" }).check();
  await done(page, 'Offboard 1 user');
  await expect(outcomes(page).getByRole('row', { name: /Bo Falk/ })).toContainText('Sign-in: allowed → blocked, − ');
});
