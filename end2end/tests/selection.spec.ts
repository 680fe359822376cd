import type { Page } from '@playwright/test';
import { openCustomer, signIn, signInByForm } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { namesShown, selectUsers, selectionBar, userBox, userRow, usersAreLive, usersTable } from '../helpers/table';

test.beforeEach(async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
});

const pageBox = (page: Page) => usersTable(page).getByRole('checkbox', { name: 'Select this page' });
const rowLinks = (page: Page) => usersTable(page).locator('tbody a[id^="name-"]');
const pager = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const count = (page: Page) => selectionBar(page).getByRole('status');

test('users are selected across pages', async ({ page }) => {
  await selectUsers(page, ['Adele Vance', 'Lee Gu']);
  await expect(count(page)).toHaveText('2 selected');
  await expect(userRow(page, 'Lee Gu')).toHaveAttribute('aria-selected', 'true');
  const first = await namesShown(page);
  await pager(page, 'Next').click();
  await expect(rowLinks(page)).not.toHaveText(first);
  await expect(selectionBar(page)).toContainText('2 selected');
  await expect(selectionBar(page)).toContainText('(2 on other pages)');
  await usersTable(page).locator('tbody').getByRole('checkbox').nth(4).check();
  await expect(count(page)).toHaveText('3 selected');
  await expect(selectionBar(page)).toContainText('(2 on other pages)');
  await pager(page, 'Previous').click();
  await expect(rowLinks(page)).toHaveText(first);
  await expect(selectionBar(page)).toContainText('(1 on other pages)');
  await expect(userBox(page, 'Adele Vance')).toBeChecked();
  await expect(userBox(page, 'Lee Gu')).toBeChecked();
  await expect(userBox(page, 'Alex Wilber')).not.toBeChecked();
  await userBox(page, 'Lee Gu').uncheck();
  await expect(count(page)).toHaveText('2 selected');
});

test('Shift and a click select a range, upwards too', async ({ page }) => {
  const boxes = usersTable(page).locator('tbody').getByRole('checkbox');
  await boxes.nth(6).click();
  await boxes.nth(2).click({ modifiers: ['Shift'] });
  await expect(count(page)).toHaveText('5 selected');
  for (const at of [2, 3, 4, 5, 6]) await expect(boxes.nth(at)).toBeChecked();
  await boxes.nth(9).click();
  await boxes.nth(12).click({ modifiers: ['Shift'] });
  await expect(count(page)).toHaveText('9 selected');
  await expect(boxes.nth(7)).not.toBeChecked();
});

test('the box in the header selects the page and stands half-way in between', async ({ page }) => {
  await pageBox(page).click();
  await expect(count(page)).toHaveText('50 selected');
  await expect(pageBox(page)).toBeChecked();
  await userBox(page, 'Alex Wilber').uncheck();
  await expect(count(page)).toHaveText('49 selected');
  await expect(pageBox(page)).toBeChecked({ indeterminate: true });
  await pageBox(page).click();
  await expect(count(page)).toHaveText('50 selected');
  await pageBox(page).click();
  await expect(selectionBar(page)).toHaveCount(0);
  await expect(pageBox(page)).not.toBeChecked();
});

test('a selection survives filters, a reload at once, Back and Forward', async ({ page }) => {
  await selectUsers(page, ['Adele Vance', 'Grady Archie']);
  await page.reload();
  await usersAreLive(page);
  await expect(count(page)).toHaveText('2 selected');
  await expect(userBox(page, 'Grady Archie')).toBeChecked();
  await page.getByLabel('Filter users by…').selectOption('Guest users');
  await expect(userBox(page, 'Grady Archie')).toHaveCount(0);
  await expect(selectionBar(page)).toContainText('(2 on other pages)');
  await page.goBack();
  await expect(userBox(page, 'Grady Archie')).toBeChecked();
  await expect(userBox(page, 'Adele Vance')).toBeChecked();
  await page.goForward();
  await expect(userBox(page, 'Grady Archie')).toHaveCount(0);
  await expect(count(page)).toHaveText('2 selected');
  await page.reload();
  await usersAreLive(page);
  await expect(count(page)).toHaveText('2 selected');
});

test('Select all takes everybody who matches, and Clear nobody', async ({ page }) => {
  await page.getByLabel('Filter users by…').selectOption('Licensed users');
  await expect(page).toHaveURL(/filter=licensed/);
  await userBox(page, 'Adele Vance').check();
  const all = selectionBar(page).getByRole('button', { name: /^Select all [\d,]+ matching$/ });
  await expect(all).toBeVisible();
  const matching = /[\d,]+/.exec((await all.textContent()) ?? '')?.[0] ?? '';
  expect(Number(matching.replace(/,/g, ''))).toBeGreaterThan(1000);
  await all.click();
  await expect(count(page)).toHaveText(`${matching} selected`);
  await expect(page.getByText(`${matching} users selected`)).toBeVisible();
  await expect(pageBox(page)).toBeChecked();
  await page.getByRole('link', { name: 'Last', exact: true }).click();
  await expect(page).toHaveURL(/last=1/);
  await expect(pageBox(page)).toBeChecked();
  await selectionBar(page).getByRole('button', { name: 'Clear' }).click();
  await expect(selectionBar(page)).toHaveCount(0);
  await expect(pageBox(page)).not.toBeChecked();
  await page.reload();
  await usersAreLive(page);
  await expect(selectionBar(page)).toHaveCount(0);
});

test('Selected Users lists those selected, and nobody else', async ({ page }) => {
  await selectUsers(page, ['Adele Vance', 'Megan Bowen', 'Lee Gu']);
  await selectionBar(page).getByRole('link', { name: 'Selected Users' }).click();
  await expect(page).toHaveTitle('Fabrikam, Inc. | Selected Users');
  await expect(page.getByRole('heading', { level: 2, name: 'Users (3)' })).toBeVisible();
  await expect(rowLinks(page)).toHaveText(['Adele Vance', 'Lee Gu', 'Megan Bowen']);
  await page.reload();
  await usersAreLive(page);
  await expect(rowLinks(page)).toHaveText(['Adele Vance', 'Lee Gu', 'Megan Bowen']);
  await userBox(page, 'Lee Gu').uncheck();
  await expect(count(page)).toHaveText('2 selected');
  await page.getByRole('link', { name: 'Back to users' }).click();
  await expect(page).toHaveTitle('Fabrikam, Inc. | Users and licenses');
  await expect(count(page)).toHaveText('2 selected');
  await expect(userBox(page, 'Megan Bowen')).toBeChecked();
  await expect(userBox(page, 'Lee Gu')).not.toBeChecked();
});

test('Manage licenses says why it waits, and leads on when somebody is selected', async ({ page }) => {
  const command = page.locator('#manage-licenses');
  await expect(command).toHaveAttribute('aria-disabled', 'true');
  await command.click({ force: true });
  await expect(page.locator('#manage-licenses-why')).toBeVisible();
  await expect(page.locator('#manage-licenses-why')).toHaveText('Select at least one user.');
  await page.keyboard.press('Escape');
  await selectUsers(page, ['Adele Vance']);
  await selectionBar(page).getByRole('button', { name: 'Manage licenses' }).click();
  await expect(page).toHaveTitle('Fabrikam, Inc. | Manage licenses');
  await expect(page.getByRole('list', { name: 'Selected users' }).getByRole('listitem')).toHaveText([/Adele Vance/]);
  await page.goBack();
  await expect(userBox(page, 'Adele Vance')).toBeChecked();
});

test('a session that ends in between loses nothing selected', async ({ page, server, allowConsole }) => {
  allowConsole(/status of 401/);
  await page.getByRole('searchbox', { name: 'Search users' }).fill('a');
  await expect(page).toHaveURL(/search=a/);
  await selectUsers(page, ['Adele Vance']);
  // Rows still being loaded would find nobody signed in, and replace the present ones.
  await expect(page).toHaveURL(/selection=/);
  await page.waitForLoadState('networkidle');
  await page.context().clearCookies();
  await selectUsers(page, ['Alex Wilber']);
  await expect(page.getByText('Your latest clicks are not saved yet. They are kept in this browser.')).toBeVisible();
  const where = page.url();
  await page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(page, server);
  await expect(page).toHaveURL(where);
  await usersAreLive(page);
  await expect(count(page)).toHaveText('2 selected');
  await expect(userBox(page, 'Adele Vance')).toBeChecked();
  await expect(userBox(page, 'Alex Wilber')).toBeChecked();
  await selectionBar(page).getByRole('link', { name: 'Selected Users' }).click();
  await expect(rowLinks(page)).toHaveText(['Adele Vance', 'Alex Wilber']);
});

test('what a lost connection keeps from the server is told when it is back', async ({ page, allowConsole }) => {
  allowConsole(/ERR_INTERNET_DISCONNECTED/);
  await selectUsers(page, ['Adele Vance']);
  await page.context().setOffline(true);
  await selectUsers(page, ['Alex Wilber']);
  await expect(page.getByText('Your latest clicks are not saved yet. They are kept in this browser.')).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Your latest clicks are not saved yet.')).toHaveCount(0);
  await selectionBar(page).getByRole('link', { name: 'Selected Users' }).click();
  await expect(rowLinks(page)).toHaveText(['Adele Vance', 'Alex Wilber']);
});

test('going on while all are being selected goes on with all of them', async ({ page }) => {
  let asked = 0;
  await page.route('**/api/selection/change', async (route) => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await selectUsers(page, ['Adele Vance']);
  const all = selectionBar(page).getByRole('button', { name: /^Select all [\d,]+ matching$/ });
  const matching = /[\d,]+/.exec((await all.textContent()) ?? '')?.[0];
  await all.click();
  await expect(all).toHaveAttribute('aria-busy', 'true');
  await selectionBar(page).getByRole('button', { name: 'Manage licenses' }).click();
  await expect(page.getByText(`${matching} users selected.`)).toBeVisible();
  expect(asked, 'the click, then all').toBe(2);
});

test('going on while selecting all fails stays on the page and says why', async ({ page, allowConsole }) => {
  allowConsole(/status of 503/);
  await selectUsers(page, ['Adele Vance']);
  await page.route('**/api/selection/change', async (route) => {
    const all = (route.request().postData() ?? '').includes('Matching');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await (all ? route.fulfill({ status: 503, json: 'Unavailable' }) : route.continue());
  });
  await selectionBar(page).getByRole('button', { name: /^Select all/ }).click();
  await selectionBar(page).getByRole('button', { name: 'Manage licenses' }).click();
  await expect(page.getByText(/The server is temporarily unavailable/)).toBeVisible();
  await expect(page).toHaveURL(/\/users/);
  await expect(count(page)).toHaveText('1 selected');
});
