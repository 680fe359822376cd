import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page, Route } from '@playwright/test';
import { POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectUsers, selectionBar, userRow, usersAreLive } from '../helpers/table';

test('users of two pages get one license and lose another in one save', async ({ page, manage }) => {
  const customer = await manage.openUsers({
    seats: { [VISIO]: 5, [POWER_BI]: 9 },
    users: { ...crowd(55), 'User 002': { holds: [POWER_BI] }, 'User 054': { holds: [POWER_BI] } },
  });
  await selectUsers(page, ['User 001', 'User 002']);
  await press(page.getByRole('link', { name: 'Next' }));
  await selectUsers(page, ['User 054']);
  await expect(selectionBar(page)).toContainText('3 selected');
  await expect(selectionBar(page)).toContainText('(2 on other pages)');
  await manage.openSelected();

  await expect(page.getByText('3 users selected.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Selected users' })).toContainText(/User 001.*User 002.*User 054/);
  await manage.expectProduct(VISIO, 'clear', 'Leave as is');
  await expect(manage.row(VISIO)).toContainText('5 available');
  await manage.expectProduct(POWER_BI, 'partly', 'Leave as is');
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI, 2);
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(manage.row(VISIO)).toContainText('5 available · 3 used · 2 after');
  await manage.expectProduct(POWER_BI, 'clear', 'Revoke from all');
  await expect(manage.row(POWER_BI)).toContainText('2 freed · 9 after');
  await expect(manage.beforeSave).toContainText('3 will change');
  await expect(manage.beforeSave).toContainText('User 001: + Visio Plan 2');
  await expect(manage.beforeSave).toContainText('User 002, User 054: + Visio Plan 2, − Power BI Pro');
  await expect(manage.saveButton).toHaveText('Save: assign 3, revoke 2');
  await manage.save({ revoking: true });

  await expect(page.getByText('3 users changed, 0 failed, 0 unchanged')).toBeVisible();
  await expect(page.getByText('Available now: Power BI Pro (9), Visio Plan 2 (2).')).toBeVisible();
  await manage.expectTabs(['All (3)', 'Successful (3)', 'Errors (0)']);
  await expect(manage.outcomes.locator('tbody tr')).toHaveCount(3);
  for (const [User, happened] of [
    ['User 001', '+ Visio Plan 2'],
    ['User 002', '+ Visio Plan 2, − Power BI Pro'],
    ['User 054', '+ Visio Plan 2, − Power BI Pro'],
  ] as const) {
    await manage.expectOutcome({ User, Result: 'Assigned', 'What happened': happened, 'Licenses now': VISIO });
  }

  // The link leads back to the same page of the list.
  await press(page.getByRole('link', { name: 'Back to users' }));
  await usersAreLive(page);
  await expect(userRow(page, 'User 054')).toContainText(VISIO);
  await press(page.getByRole('link', { name: 'Previous' }));
  await expect(userRow(page, 'User 002')).toContainText(VISIO);
  await expect(userRow(page, 'User 002')).not.toContainText(POWER_BI);
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: /^Licenses updated: / })).toBeVisible();
});

test('what was assigned and revoked shows in the next preview', async ({ manage }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': { holds: [VISIO] } };
  const customer = await manage.open({ seats: { [VISIO]: 3 }, users });
  await manage.expectProduct(VISIO, 'partly', '1 of 2 users');
  await manage.clickBox(VISIO);
  await expect(manage.beforeSave).toContainText('1 stays unchanged');
  await expect(manage.beforeSave).toContainText('Bo Falk: Already as asked.');
  await manage.save();
  await manage.expectOutcome({ User: 'Bo Falk', Result: 'No change' });
  await manage.openFor(customer);
  await manage.expectProduct(VISIO, 'filled', 'All users');
  await expect(manage.row(VISIO)).toContainText('1 available');
});

test('Cancel goes back to the users with the same selection and saves nothing', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 3 }, users: crowd(3) }, ['User 001', 'User 003']);
  await manage.clickBox(VISIO);
  await press(page.getByRole('link', { name: 'Cancel' }));
  await usersAreLive(page);
  await expect(selectionBar(page)).toContainText('2 selected');
  await manage.openSelected();
  await manage.expectProduct(VISIO, 'clear', 'Leave as is');
});

test('a user taken out stays as before', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 3 }, users: crowd(2) });
  await manage.clickBox(VISIO);
  await press(page.getByRole('button', { name: 'Remove User 001' }));
  await expect(page.getByText('1 user selected.')).toBeVisible();
  await expect(manage.saveButton).toHaveText('Save: assign 1');
  await manage.save();
  await manage.expectTabs(['All (1)', 'Successful (1)', 'Errors (0)']);
  await manage.expectOutcome({ User: 'User 002', Result: 'Assigned' });
});

test('the user panel leads to the licenses of this one user', async ({ page, server, manage }) => {
  await signIn(page, server);
  await openCustomer(page, 'Contoso Ltd.');
  const row = page.getByRole('table', { name: 'Users' }).locator('tbody tr').first();
  const name = (await row.getByRole('link').textContent()) ?? '';
  await press(row.getByRole('link'));
  await press(page.getByRole('dialog').getByRole('button', { name: 'Edit licenses' }));
  await manage.expectOpen();
  await expect(page.getByText('1 user selected.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Selected users' })).toContainText(name);
});

test('a license edited from the user panel shows there with who changed it', async ({ page, manage }) => {
  await manage.openUsers({ seats: { [VISIO]: 3 }, users: { 'Ada Berg': {}, 'Bo Falk': {} } });
  await press(userRow(page, 'Ada Berg').getByRole('link'));
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('No changes in Tenantry yet.');
  await press(panel.getByRole('button', { name: 'Edit licenses' }));
  await manage.expectOpen();
  await manage.clickBox(VISIO);
  await manage.save();
  await manage.expectTabs(['All (1)', 'Successful (1)', 'Errors (0)']);
  await manage.expectUpdated();
  await press(page.getByRole('link', { name: 'Back to users' }));
  await usersAreLive(page);
  await press(userRow(page, 'Ada Berg').getByRole('link'));
  await expect(panel).toContainText('Assigned directly');
  await expect(panel).toContainText('Anna Kováčová');
  await expect(panel).toContainText('+ Visio Plan 2');
});

test('pages about licenses that did not arrive are fetched when the connection is back', async ({
  page,
  server,
  manage,
  allowConsole,
}) => {
  allowConsole(/Failed to load resource: net::ERR_FAILED/);
  const parts = await losePart(page, (route) => route.abort());
  await page.route('**/api/session/who', (route) => (parts.isLost ? route.abort() : route.continue()));
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Adele Vance']);
  await expect.poll(() => parts.lost).toBeGreaterThan(0);
  await press(selectionBar(page).getByRole('button', { name: 'Manage licenses' }));
  await expect(page.getByRole('alert')).toContainText('connection');
  const address = page.url();
  parts.isLost = false;
  await press(page.getByRole('button', { name: 'Try again' }));
  await manage.expectOpen();
  await expect(page).toHaveURL(address);
  await expect(page.getByText('1 user selected.')).toBeVisible();
});

test('a page from before an upgrade loads anew where it needs what the new version no longer has', async ({
  page,
  server,
  manage,
  allowConsole,
}) => {
  allowConsole(/Failed to load resource: the server responded with a status of 404/);
  const parts = await losePart(page, (route) => route.fulfill({ status: 404 }));
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Adele Vance']);
  await expect.poll(() => parts.lost).toBeGreaterThan(0);
  page.on('load', () => (parts.isLost = false));
  await press(selectionBar(page).getByRole('button', { name: 'Manage licenses' }));
  await manage.expectOpen();
  await expect(page.getByText('1 user selected.')).toBeVisible();
});

/** Loses the file with the pages about licenses while `isLost`. */
async function losePart(page: Page, lose: (route: Route) => Promise<void>): Promise<{ isLost: boolean; lost: number }> {
  const parts = { isLost: true, lost: 0 };
  await page.route(`**/${fileOfLicenses()}`, async (route) => {
    if (!parts.isLost) return route.continue();
    parts.lost += 1;
    return lose(route);
  });
  return parts;
}

/** The name of the file with the pages about licenses, as the link between the files has it. */
function fileOfLicenses(): string {
  const folder = path.join(process.env.TENANTRY_SITE_DIR ?? '../target/site', 'pkg');
  const link = readdirSync(folder).find((name) => /-link-.*\.js$/.test(name)) ?? '';
  const found = /split_load_licenses\b.*?new URL\("\.\/([^"]+)"/s.exec(readFileSync(path.join(folder, link), 'utf8'));
  return found?.[1] ?? 'no file of licenses in the link';
}
