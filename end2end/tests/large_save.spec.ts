import type { Page } from '@playwright/test';
import {
  POWER_BI,
  VISIO,
  beforeSave,
  clickBox,
  expectNoSave,
  expectProduct,
  expectTabs,
  expectUpdated,
  manageSelected,
  outcomes,
  press,
  productRow,
  save,
  saveButton,
} from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { selectionBar, usersAreLive, usersTable } from '../helpers/table';

/** Selects all matching users of the open list. */
async function selectAll(page: Page, count: string): Promise<void> {
  await usersTable(page).locator('tbody').getByRole('checkbox').first().check();
  await press(selectionBar(page).getByRole('button', { name: `Select all ${count} matching` }));
  await expect(selectionBar(page)).toContainText(`${count} selected`);
}

test('all users of Fabrikam are changed in one save, with their count typed', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectAll(page, '2,004');
  await manageSelected(page);
  await expect(page.getByText('2,004 users selected.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'and 1,984 more' })).toBeVisible();
  const product = 'Microsoft Defender for Office 365 (Plan 2)';
  await expectProduct(page, product, 'partly', 'Leave as is');
  await clickBox(page, product, 2);
  await expectProduct(page, product, 'clear', 'Revoke from all');
  await expect(saveButton(page)).toHaveText(/^Save: revoke \d+$/);
  const revoked = Number(/\d+/.exec((await saveButton(page).textContent()) ?? '')?.[0]);
  expect(revoked).toBeGreaterThan(20);
  await press(saveButton(page));
  const question = page.getByRole('dialog');
  await expect(question.getByRole('heading')).toHaveText(`Fabrikam, Inc.: revoke ${product} from ${revoked} users?`);
  await expect(question).toContainText('No users are left without a license.');
  await question.getByLabel(`Type ${revoked}, the number of users who lose a license`).fill(String(revoked));
  await press(question.getByRole('button', { name: 'Revoke and save' }));
  await expectUpdated(page);
  await expect(page.getByText(new RegExp(`^${revoked} users changed, \\d+ failed, [\\d,]+ unchanged`))).toBeVisible();
  await expect(page.getByRole('tab', { name: 'All (2,004)' })).toBeVisible();
  await expect(outcomes(page).locator('tbody tr')).toHaveCount(50);
});

test('above 1,000 users the server says what will happen', async ({ page, server }) => {
  const users = { ...crowd(1009), 'User 0000': { holds: [VISIO] }, 'Zoe Last': { location: null } };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1010, [POWER_BI]: 2 }, users });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await selectAll(page, '1,011');
  const asked = page.waitForRequest(/\/api\/licenses\/preview$/);
  await manageSelected(page);
  await clickBox(page, VISIO);
  await asked;
  await expect(beforeSave(page)).toContainText('1 will fail');
  await expect(beforeSave(page)).toContainText('Zoe Last: Set a location for this user before assigning licenses.');
  await expect(beforeSave(page)).toContainText('1,009 will change');
  await expect(beforeSave(page)).toContainText('and 989 more');
  await expect(productRow(page, VISIO)).toContainText('1,009 available · 1,009 used · 0 after');

  await clickBox(page, POWER_BI);
  await expect(productRow(page, POWER_BI)).toContainText('2 available · 1,010 needed · 1,008 short');
  await expectNoSave(page, /^1,008 short\./);
  await press(page.getByRole('button', { name: `Reset ${POWER_BI}` }));
  await expect(saveButton(page)).toHaveText('Save: assign 1,009');

  await press(page.getByRole('button', { name: `1 of 1,011 users: ${VISIO}` }));
  const holders = page.getByRole('dialog', { name: `Selected users who have ${VISIO}` });
  await expect(holders.getByRole('listitem')).toHaveText([/^User 0000/]);
  await press(holders.getByRole('button', { name: 'Close' }));
  await save(page);
  await expectTabs(page, ['All (1,011)', 'Successful (1,010)', 'Errors (1)']);
  await expect(page.getByText('Available now: Visio Plan 2 (0).')).toBeVisible();
});

test('above 1,000 users a save is refused when somebody else has changed one of them', async ({ page, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1010 }, users: crowd(1001) });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await selectAll(page, '1,001');
  await manageSelected(page);
  await clickBox(page, VISIO);
  await expect(saveButton(page)).toHaveText('Save: assign 1,001');

  const other = await (await anotherContext()).newPage();
  await signIn(other, server);
  await other.goto(`/customers/${customer.id}/users`);
  await usersAreLive(other);
  await usersTable(other).locator('tbody').getByRole('checkbox').first().check();
  await manageSelected(other);
  await clickBox(other, VISIO);
  await save(other);

  await press(saveButton(page));
  const alert = beforeSave(page).getByRole('alert');
  await expect(alert).toHaveText('The preview is out of date. Nothing was saved. Updated preview:');
  await expect(beforeSave(page)).toContainText('Will change: 1,001 → 1,000');
  await expect(beforeSave(page)).toContainText('Stay as they are: 0 → 1');
  await save(page);
  await expectTabs(page, ['All (1,001)', 'Successful (1,001)', 'Errors (0)']);
  await server.cli(['check']);
});
