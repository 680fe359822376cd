import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { VISIO, press } from '../helpers/licenses';
import { type ManagePage, expect, test } from '../helpers/manage';
import { type OwnCustomer, ownCustomer } from '../helpers/own_customer';
import { signedInWithRoles } from '../helpers/people';
import { signIn } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

const log = (page: Page) => page.getByRole('table', { name: 'Activity', exact: true });

const directory = { seats: { [VISIO]: 5 }, users: { 'Ada Berg': {}, 'Bo Falk': { location: null } } };

/** Gives Visio to one user, and fails for another without a location. */
async function saveVisio(manage: ManagePage): Promise<OwnCustomer> {
  const customer = await manage.open(directory);
  await manage.clickBox(VISIO);
  await manage.save();
  return customer;
}

test('everything done to a customer is in its log, and leads to what it did', async ({ page, manage }) => {
  const customer = await saveVisio(manage);
  const operation = page.url();
  await page.goto(`/customers/${customer.id}/activity`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trey Research | Activity');
  await expect(log(page).locator('tbody tr')).toHaveCount(2);
  await expectRow(log(page), {
    'No.': '1',
    Action: 'Customer imported',
    'Performed by': 'Command line',
    'What changed': '2 users added, 0 updated, 0 removed',
  });
  const saved = await expectRow(log(page), {
    'Date-Time': /\d+ \w{3} \d{4} \d\d:\d\d:\d\d/,
    Action: 'Licenses updated',
    'Performed by': 'Anna Kováčová',
    'What changed': `Assigned 1 · 1 failed · ${VISIO}: 0 → 1 used`,
    Request: /127\.0\.0\.1.*[0-9a-f-]{36}/,
  });
  await expectAccessible(page, 'the activity log');
  await press(saved.getByRole('link', { name: '2 users' }));
  await manage.expectUpdated();
  await expect(page).toHaveURL(operation);
});

test('the log is filtered by the address, and a filter that nothing matches says so', async ({ page, manage }) => {
  const customer = await saveVisio(manage);
  await page.goto(`/customers/${customer.id}/activity`);
  const filters = page.getByRole('form', { name: 'Filter activity' });
  await filters.getByLabel('Action').selectOption('Licenses updated');
  await filters.getByLabel('Search').fill('visio');
  await press(filters.getByRole('button', { name: 'Show' }));
  await expect(page).toHaveURL(/action=licenses-updated/);
  await expect(log(page).locator('tbody tr')).toHaveCount(1);
  await page.reload();
  await expect(filters.getByLabel('Action')).toHaveValue('licenses-updated');
  await expect(filters.getByLabel('Search')).toHaveValue('visio');
  await filters.getByLabel('Performed by').selectOption('Command line');
  await press(filters.getByRole('button', { name: 'Show' }));
  await expect(page.getByText('No matching activity.')).toBeVisible();
  await press(filters.getByRole('link', { name: 'Clear filters' }));
  await expect(log(page).locator('tbody tr')).toHaveCount(2);
  await expect(filters.getByLabel('Search')).toHaveValue('');
});

test('the log of all customers names each, and is reached from every page', async ({ page, server }) => {
  const [one, other] = [await ownCustomer(server, directory, 'Alpine Ski'), await ownCustomer(server, directory, 'Boulder')];
  await signIn(page, server);
  await page.goto('/customers');
  await press(page.getByRole('button', { name: 'Account of Anna Kováčová' }));
  await press(page.getByRole('link', { name: 'Activity of all customers' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Activity of all customers');
  const table = page.getByRole('table', { name: 'Activity of all customers' });
  const rows = table.locator('tbody tr');
  await expect(rows.filter({ hasText: 'Alpine Ski' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: 'Boulder' })).not.toHaveCount(0);
  await expectAccessible(page, 'the activity of all customers');
  await page.goto(`/activity?search=${one.id}`);
  await expect(rows).toHaveCount(1);
  await press(rows.getByRole('link', { name: 'Alpine Ski' }));
  await expect(page).toHaveURL(`/customers/${one.id}/activity`);
  await page.goto(`/activity?search=${other.id}`);
  await expect(rows).toHaveText(/Boulder/);
});

test('the log and the report are files too, and the report is verified', async ({ page, manage }) => {
  const customer = await saveVisio(manage);
  await page.goto(`/customers/${customer.id}/activity?action=licenses-updated`);
  const exported = page.waitForEvent('download');
  await press(page.getByRole('link', { name: 'Export' }));
  expect((await exported).suggestedFilename()).toMatch(/^Trey Research activity \d{4}-\d\d-\d\d\.csv$/);
  await press(page.getByRole('link', { name: 'Report', exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trey Research | Activity report');
  const report = page.getByRole('region', { name: 'Verification' });
  await expect(report).toContainText('Rows 1 to 2 verified: nothing was changed, removed or inserted');
  await expect(report).toContainText(/Hash of row 2: [0-9a-f]{64}/);
  await expect(page.getByRole('table', { name: 'Activity report' }).locator('tbody tr')).toHaveText([
    /Customer imported/,
    /Licenses updated/,
  ]);
  await expectAccessible(page, 'the activity report');
  const downloaded = page.waitForEvent('download');
  await press(page.getByRole('link', { name: 'Export' }));
  expect((await downloaded).suggestedFilename()).toMatch(/^Trey Research activity report \d{4}-\d\d-\d\d\.csv$/);
  await page.getByLabel('From (UTC)').fill('2999-01-01');
  await press(page.getByRole('button', { name: 'Show' }));
  await expect(report).toContainText('No activity in this period.');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Customer' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
});

test('the command line verifies the log', async ({ server, manage }) => {
  const customer = await saveVisio(manage);
  const told = await server.cli(['audit', 'verify', '--customer', customer.id]);
  expect(told).toMatch(/^Trey Research: rows 1 to 2 verify, head [0-9a-f]{64}\nEverything verifies\.\n$/);
});

test('what was refused at a customer stands in its activity', async ({ page: admin, server, anotherContext, allowConsole }) => {
  const customer = await ownCustomer(server, directory);
  const other = await ownCustomer(server, directory);
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'SalesAgent');
  allowConsole(/403/);
  await page.goto(`/customers/${customer.id}/add-user`);
  await expect(page.getByRole('alert')).toContainText("Your roles don't allow adding and editing users.");

  await admin.goto(`/customers/${customer.id}/activity`);
  await press(admin.getByRole('tab', { name: 'Refusals' }));
  await expect(admin).toHaveURL(/\/activity\?view=refusals$/);
  const refusals = admin.getByRole('table', { name: 'Refusals' });
  await expect(refusals).toContainText(/Action refused\s*adding and editing users/);
  await expect(refusals.locator('tbody tr').first()).toContainText('SalesAgent (');
  await expect(refusals.locator('tbody tr').first()).toContainText('127.0.0.1');
  await expectAccessible(admin, 'the refusals at a customer');
  await admin.getByRole('tab', { name: 'Refusals' }).focus();
  await admin.keyboard.press('ArrowLeft');
  await admin.keyboard.press('Enter');
  await expect(log(admin).locator('tbody tr')).toHaveCount(1);
  await admin.goto(`/customers/${other.id}/activity?view=refusals`);
  await expect(admin.getByText('Nothing was refused.')).toBeVisible();
});
