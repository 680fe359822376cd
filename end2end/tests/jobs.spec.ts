/**
 * Saves for many users. The server makes jobs of saves for more than two users, so each chunk has one user; in an
 * upload it has two.
 */
import type { Locator, Page } from '@playwright/test';
import { question } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { VISIO, expectTabs, press } from '../helpers/licenses';
import { type ManagePage, expect, test } from '../helpers/manage';
import { type OwnCustomer, crowd } from '../helpers/own_customer';
import { selectAllMatching, usersAreLive } from '../helpers/table';
import { HEADER, downloaded, expectRows, openUpload, save, validate } from '../helpers/upload';

test.beforeEach(async ({ server }) => server.restart({ flags: ['--job-above', '2'] }));
test.describe.configure({ timeout: 240_000 });
test.afterEach(async ({ page, server }) => {
  // An open page asks for the progress of jobs, and gets errors while the server is down.
  await page.close();
  await server.restart();
});

const progress = (page: Page) => page.getByRole('region', { name: 'Progress' });

/** Assigns a product to all users of a customer, and waits for the progress page. */
async function assignToAll(manage: ManagePage, customer: OwnCustomer, count: string): Promise<void> {
  const { page } = manage;
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await selectAllMatching(page, count);
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await press(manage.saveButton);
  await expect(page).toHaveURL(/\/changes\/[0-9a-f-]{36}$/);
  await expect(progress(page)).toContainText(`of ${count} users done.`);
}

/** Asks to stop saving, and returns the question that appears. */
async function askToStop(page: Page): Promise<Locator> {
  await press(page.getByRole('button', { name: 'Stop saving' }));
  const question = page.getByRole('dialog', { name: 'Stop saving for the remaining users?' });
  await expect(question).toContainText('Users already done keep their changes');
  return question;
}

test('a large save and the question before it is stopped are accessible', async ({ page, manage, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 9900 }, users: crowd(9900) });
  await assignToAll(manage, customer, '9,900');
  await askToStop(page);
  await expectAccessible(page, 'stopping a save');
  await page.keyboard.press('Escape');
  await expectAccessible(page, 'a save that is running');
});

test('a large save shows how far it is, on its page and in the bar of every page, and can be left', async ({
  page,
  manage,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: { [VISIO]: 1200 }, users: crowd(1200) });
  await assignToAll(manage, customer, '1,200');
  await expect(progress(page)).toContainText('You can leave this page; saving continues.');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveAttribute('aria-disabled', 'true');
  const operation = page.url();
  await page.goto('/customers');
  const running = page.getByRole('link', { name: new RegExp(`^${customer.name}: updating licenses, [\\d,]+ of 1,200 users done$`) });
  await expect(running).toBeVisible();
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: /^Updating licenses: / })).toBeVisible();
  await press(running);
  await expect(page).toHaveURL(operation);
  await expect(page.getByRole('tab').first()).toBeVisible();
  await expect(progress(page)).toBeHidden({ timeout: 120_000 });
  await expectTabs(page, ['All (1,200)', 'Successful (1,200)', 'Errors (0)']);
  await expect(page.getByText('Available now: Visio Plan 2 (0).')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).not.toHaveAttribute('aria-disabled', 'true');
  await expect(running).toBeHidden();
});

test('a large save is stopped between users, and what is done is undone', async ({ page, manage, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 9900 }, users: crowd(9900) });
  await assignToAll(manage, customer, '9,900');
  const question = await askToStop(page);
  await press(question.getByRole('button', { name: 'Stop saving' }));
  await expect(page.getByText('Saving was stopped. Users not listed here are unchanged.')).toBeVisible();
  await expect(progress(page)).toBeHidden();
  const all = page.getByRole('tab', { name: /^All \(/ });
  const done = Number((await all.textContent())?.replace(/\D/g, ''));
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(9900);
  await expect(page.getByText(`Available now: Visio Plan 2 (${(9900 - done).toLocaleString('en-US')}).`)).toBeVisible();
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('link', { name: /^Licenses updated: stopped\. / })).toBeVisible();
});

test('an upload is stopped, and the rows that were not reached are downloaded and uploaded again', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: {} });
  await openUpload(page, customer.id);
  const users = Array.from({ length: 4000 }, (_, at) => `,,Person ${at},person${at}@${customer.domain},US,,,,`);
  await validate(page, [HEADER, ...users].join('\r\n'));
  await expectRows(page, '4,000', '0');
  await save(page, 'Add 4,000 users', 'Users uploaded');
  // The save continues when the page is left, and the bar of every page leads back to it.
  await expect(progress(page)).toContainText('of 4,000 users done.');
  const uploaded = page.url();
  await page.goto('/customers');
  await press(page.getByRole('link', { name: new RegExp(`^${customer.name}: adding users, [\\d,]+ of 4,000 users done$`) }));
  await expect(page).toHaveURL(uploaded);
  const stopping = await askToStop(page);
  await press(stopping.getByRole('button', { name: 'Stop saving' }));
  await expect(
    page.getByText('Saving was stopped. Users not reached are listed as errors; they are unchanged.'),
  ).toBeVisible();
  await expect(progress(page)).toBeHidden();
  await expect(page.getByRole('tab', { name: 'All (4,000)' })).toBeVisible();
  const successful = page.getByRole('tab', { name: /^Successful \(/ });
  const done = Number((await successful.textContent())?.replace(/\D/g, ''));
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(4000);
  await expectAccessible(page, 'an upload that was stopped');
  await press(page.getByRole('button', { name: 'Retry failed' }));
  const rest = (4000 - done).toLocaleString('en-US');
  await expect(question(page).getByRole('button', { name: `Add ${rest} users`, exact: true })).toBeEnabled();
  await page.keyboard.press('Escape');
  const [header, ...rows] = (await downloaded(page, 'Download rows not saved', 'utf16le')).trim().split('\r\n');
  expect(rows).toHaveLength(4000 - done);
  expect(rows[0]).toContain(`"person${done}@${customer.domain}"`);
  expect(rows[0]).toContain('"Not saved: saving was stopped before this user."');
  await openUpload(page, customer.id);
  await validate(page, [header, ...rows.slice(0, 2)].join('\r\n'), 'failed-users.csv');
  await expectRows(page, '2', '0');
  await save(page, 'Add 2 users', 'Users uploaded');
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
});

test('a large save whose server is killed is resumed to its end by the next', async ({
  page,
  server,
  manage,
  allowConsole,
  signedInAt,
}) => {
  // While the server is down, the page's requests fail.
  allowConsole(/Failed to load resource: net::ERR_/);
  const customer = await signedInAt({ seats: { [VISIO]: 1200 }, users: crowd(1200) });
  await assignToAll(manage, customer, '1,200');
  await server.restart({ kill: true, flags: ['--job-above', '2'] });
  await expect(progress(page)).toBeHidden({ timeout: 120_000 });
  await expectTabs(page, ['All (1,200)', 'Successful (1,200)', 'Errors (0)']);
  expect(await server.cli(['check'])).toContain('Everything holds.');
});
