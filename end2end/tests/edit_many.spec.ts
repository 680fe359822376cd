import { expectAccessible } from '../helpers/axe';
import { expectStep, goOn, offer } from '../helpers/entries';
import { E3, VISIO, outcomes, press } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { selectUsers, userRow, usersAreLive } from '../helpers/table';
import type { Page } from '@playwright/test';

async function openEdit(page: Page, customer: string, names: string[]): Promise<void> {
  await page.goto(`/customers/${customer}/users`);
  await usersAreLive(page);
  await selectUsers(page, names);
  await press(page.getByRole('button', { name: 'Edit', exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Edit users$/);
  await expectStep(page, 'Details');
}

test('department and licenses of many are changed; others are replaced', async ({ page, server }) => {
  const customer = await ownCustomer(server, {
    seats: { [E3]: 5, [VISIO]: 5 },
    users: { ...crowd(3), 'Ada Berg': { holds: [VISIO] } },
  });
  await signIn(page, server);
  await openEdit(page, customer.id, ['User 001', 'Ada Berg']);
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
  await expect(offer(page, E3)).toContainText('this change +2 · after 3');
  await expect(page.getByText('Nobody is left without any license.')).toBeVisible();
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

test('licenses are added, and who gets none is among the failed', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1 }, users: crowd(2) });
  await signIn(page, server);
  await openEdit(page, customer.id, ['User 001', 'User 002']);
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  const update = page.getByRole('button', { name: /^Update/ });
  await expect(update).toBeDisabled();
  await expect(update).toHaveAccessibleDescription(/^Nothing is asked yet\./);
  await page.getByRole('radio', { name: 'Add to existing license assignments' }).check();
  await press(offer(page, VISIO).getByRole('checkbox'));
  await expect(page.getByText('1 will fail')).toBeVisible();
  await press(page.getByRole('button', { name: 'Update 1 user' }));
  await expectStep(page, 'Results');
  await expect(page.getByText('Complete (1)')).toBeVisible();
  await expect(page.getByText('Failed (1)')).toBeVisible();
});
