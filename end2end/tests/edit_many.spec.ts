import type { Page } from '@playwright/test';
import { expectDone, undo } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { expectStep, goOn, offer, openEditMany } from '../helpers/entries';
import { E3, VISIO, outcomes, press } from '../helpers/licenses';
import { UNANSWERED, loseAnswers } from '../helpers/lost_answers';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { userRow, usersAreLive } from '../helpers/table';

/** Chooses a department, and a product in addition to those that the users have. */
async function chooseSalesAndVisio(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Change department' }).check();
  await page.getByLabel('Department', { exact: true }).fill('Sales');
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  await page.getByRole('radio', { name: 'Add to existing license assignments' }).check();
  await press(offer(page, VISIO).getByRole('checkbox'));
}

test('department and licenses of many are changed; others are replaced', async ({ page, signedInAt }) => {
  const customer = await signedInAt({
    seats: { [E3]: 5, [VISIO]: 5 },
    users: { ...crowd(3), 'Ada Berg': { holds: [VISIO] } },
  });
  await openEditMany(page, customer.id, ['User 001', 'Ada Berg']);
  await page.getByRole('checkbox', { name: 'Change department' }).check();
  await page.getByLabel('Department', { exact: true }).fill('Sales');
  await expectAccessible(page, 'details');
  await goOn(page, 'Settings');
  await page.reload();
  await expectStep(page, 'Settings');
  await page.getByRole('checkbox', { name: 'Change sign-in' }).check();
  await page.getByRole('radio', { name: 'Blocked' }).check();
  await expectAccessible(page, 'settings');
  await goOn(page, 'Licenses');
  await page.getByRole('radio', { name: 'Replace existing license assignments' }).check();
  await expect(page.getByText('No product is chosen: all direct licenses will be revoked.')).toBeVisible();
  await press(offer(page, E3).getByRole('checkbox'));
  await expect(offer(page, E3)).toContainText('2 used · 3 after');
  const nobody = page.getByText('No users are left without a license.');
  await expect(nobody).toBeVisible();
  await expect(page.locator('.note.warn').filter({ has: nobody })).toHaveCount(0);
  await expectAccessible(page, 'licenses of many');
  await press(page.getByRole('button', { name: 'Update 2 users' }));
  await expectStep(page, 'Results');
  await expect(page.getByText('Complete (2)')).toBeVisible();
  await expect(page.getByText('Failed (0)')).toBeVisible();
  await expect(outcomes(page).getByRole('row', { name: /Ada Berg/ })).toContainText('Department: none → Sales');
  await expect(outcomes(page).getByRole('row', { name: /Ada Berg/ })).toContainText('− Visio Plan 2');
  await expectAccessible(page, 'results');
  await page.reload();
  await expect(page.getByText('Complete (2)')).toBeVisible();
  await press(page.getByRole('link', { name: 'Finish' }));
  await usersAreLive(page);
  await expect(userRow(page, 'Ada Berg')).toContainText(E3);
  await expect(userRow(page, 'Ada Berg')).toContainText('Blocked');
  await expect(userRow(page, 'User 002')).toContainText('Unlicensed');
});

test('licenses are added, and who gets none is among the failed', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 1 }, users: crowd(2) });
  await openEditMany(page, customer.id, ['User 001', 'User 002']);
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  const update = page.getByRole('button', { name: /^Update/ });
  await expect(update).toBeDisabled();
  await expect(update).toHaveAccessibleDescription(/^No changes yet\./);
  await page.getByRole('radio', { name: 'Add to existing license assignments' }).check();
  await press(offer(page, VISIO).getByRole('checkbox'));
  await expect(page.getByText('1 will fail')).toBeVisible();
  await press(page.getByRole('button', { name: 'Update 1 user' }));
  await expectStep(page, 'Results');
  await expect(page.getByText('Complete (1)')).toBeVisible();
  await expect(page.getByText('Failed (1)')).toBeVisible();
});

test('a save whose page was reloaded before the answer is done once and leads to its result', async ({
  page,
  allowConsole,
  signedInAt,
}) => {
  allowConsole(/net::ERR_CONNECTION_RESET/);
  const customer = await signedInAt({ seats: { [VISIO]: 2 }, users: crowd(2) });
  await openEditMany(page, customer.id, ['User 001', 'User 002']);
  await chooseSalesAndVisio(page);
  await expect(page.getByText('2 will change')).toBeVisible();
  const answers = await loseAnswers(page, 'entries/save');
  await press(page.getByRole('button', { name: 'Update 2 users' }));
  await answers.lost;
  await answers.stop();
  await page.reload();
  await expectStep(page, 'Licenses');
  await expect(page.getByText(UNANSWERED)).toBeVisible();
  await expectAccessible(page, 'a save without an answer');
  await press(page.getByRole('button', { name: 'Try again' }));
  await expectStep(page, 'Results');
  await expect(page.getByText('Complete (2)')).toBeVisible();
  await expect(outcomes(page).getByRole('row', { name: /User 001/ })).toContainText('Department: none → Sales');
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: /^Users updated: / })).toHaveCount(1);
});

test('a synced user gets the licenses, and keeps the details of its directory', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 2 }, users: { ...crowd(1), 'Sy Nced': { synced: true } } });
  await openEditMany(page, customer.id, ['User 001', 'Sy Nced']);
  await chooseSalesAndVisio(page);
  await press(page.getByRole('button', { name: 'Update 2 users' }));
  await expectStep(page, 'Results');
  await expect(page.getByText('Complete (1)')).toBeVisible();
  await expect(page.getByText('In part (1)')).toBeVisible();
  await expect(page.getByText('Failed (0)')).toBeVisible();
  const synced = outcomes(page).getByRole('row', { name: /Sy Nced/ });
  await expect(synced).toContainText('+ Visio Plan 2. Details not changed (This user is synced');
  await press(page.getByRole('link', { name: 'Show all results, undo and export' }));
  await expect(page.getByText('2 users changed, 1 in part, 0 failed, 0 unchanged')).toBeVisible();
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Sy Nced')).toContainText(VISIO);
  await expect(userRow(page, 'Sy Nced')).not.toContainText('Has errors');
});

test('location and permissions of many are changed, and an undo gives each its own back', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({
    seats: { [VISIO]: 5 },
    users: {
      'Ada Berg': { location: 'SK', holds: [VISIO] },
      'Bo Falk': { globalAdmin: true },
      'Cy Lund': { globalAdmin: true },
    },
  });
  await openEditMany(page, customer.id, ['Ada Berg', 'Bo Falk']);
  await page.getByRole('checkbox', { name: 'Change location' }).check();
  await page.getByLabel('Location', { exact: true }).selectOption('Germany');
  await goOn(page, 'Settings');
  await page.getByRole('checkbox', { name: 'Change permissions' }).check();
  await page.getByRole('radio', { name: 'Custom permissions' }).check();
  await page.getByRole('checkbox', { name: /^Helpdesk admin/ }).check();
  await goOn(page, 'Licenses');
  await page.getByRole('radio', { name: 'Replace existing license assignments' }).check();
  await press(page.getByRole('button', { name: 'Update 2 users' }));
  await expect(page.getByText('Complete (2)')).toBeVisible();
  await press(page.getByRole('link', { name: 'Show all results, undo and export' }));
  await expectDone(page, 'Users updated');
  const done = (name: string) => outcomes(page).getByRole('row', { name });
  await expect(done('Ada Berg')).toContainText('Permissions: none → Helpdesk');
  await expect(done('Ada Berg')).toContainText('− Visio Plan 2, Location: Slovakia → Germany');
  await expect(done('Bo Falk')).toContainText(/Permissions: Global \w+ → Helpdesk/);
  await expect(done('Bo Falk')).toContainText('Location: United States → Germany');

  const foreseen = [
    /Ada Berg: Permissions: Helpdesk \w+ → none, \+ Visio Plan 2, Location: Germany → Slovakia/,
    /Bo Falk: Permissions: Helpdesk \w+ → Global \w+, Location: Germany → United States/,
  ];
  await undo(page, '2 users', foreseen, 'Undo: users updated');
  await expect(done('Bo Falk')).toContainText(/Permissions: Helpdesk \w+ → Global/);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Ada Berg')).toContainText(VISIO);
  await press(userRow(page, 'Ada Berg').getByRole('link'));
  await expect(page.getByRole('dialog').getByRole('definition').filter({ hasText: 'Slovakia' })).toBeVisible();
});
