import { expectAccessible } from '../helpers/axe';
import { signIn, signInByForm } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { expectRow, usersTable } from '../helpers/table';

const noSuchCustomer = '/customers/6fd2c87f-b296-42f0-b197-1e91e994b900/users';

test('a wrong password is told at the form, and only the password is lost', async ({ page, server }) => {
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  await signInByForm(page, { ...server, password: 'not the password' });
  const form = page.getByRole('main');
  await expect(form.getByRole('alert')).toHaveText(/^The sign-in name or the password is wrong\./);
  await expect(form.getByLabel('Sign-in name')).toHaveValue(server.signInName);
  await expect(form.getByLabel('Password')).toHaveValue('');
  expect(page.url()).not.toContain(server.signInName);
});

test('signing in returns to the page asked for', async ({ page, server }) => {
  await page.goto('/customers?search=contoso');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(page, { ...server, password: 'not the password' });
  await expect(page.getByRole('alert')).toBeVisible();
  await signInByForm(page, server);
  await expect(page).toHaveURL(`${server.url}/customers?search=contoso`);
  await expect(page.getByRole('link', { name: 'Contoso Ltd.' })).toBeVisible();
});

test('signing in leads to no other site', async ({ page, server }) => {
  await page.goto('/sign-in?next=//example.com/customers');
  await signInByForm(page, server);
  await expect(page).toHaveURL(`${server.url}/customers`);
});

test('after signing out the pages are closed, and nothing of them is kept', async ({ page, server, allowConsole }) => {
  // Chromium logs what it was asked to clear.
  allowConsole(/Clear-Site-Data/);
  await page.goto('/sign-in');
  await signInByForm(page, server);
  await page.getByRole('button', { name: 'Account of Anna Kováčová' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  // The device cookie stays. It does not sign anybody in.
  expect((await page.context().cookies()).map((cookie) => cookie.name)).toEqual(['tenantry-device']);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.goto('/customers');
  await expect(page).toHaveURL(`${server.url}/sign-in?next=/customers`);
});

test('who signed in and who was refused stands under Security', async ({ page, server }) => {
  await page.goto('/sign-in');
  await signInByForm(page, { signInName: 'nobody-of-this-name', password: 'not the password' });
  await expect(page.getByRole('alert')).toBeVisible();
  await signInByForm(page, server);
  await expect(page).toHaveURL(`${server.url}/customers`);
  await page.goto('/activity');
  await page.getByRole('tab', { name: 'Security' }).click();
  await expect(page).toHaveURL(`${server.url}/activity?view=security`);
  const rows = page.getByRole('table', { name: 'Security' }).locator('tbody tr');
  await expect(rows.first()).toContainText('Signed in');
  await expect(rows.first()).toContainText(`Anna Kováčová (${server.signInName})`);
  await expect(rows.nth(1)).toContainText(/Sign-in refused.*Unknown name \([0-9a-f]{12}\).*127\.0\.0\.1/);
  await expect(page.getByText('nobody-of-this-name')).toHaveCount(0);
  await expectAccessible(page, 'the security events');
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByRole('table', { name: 'Activity of all customers' })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a person signs in, and reads the customers and their users', async ({ page, server }) => {
    await page.goto('/customers');
    await signInByForm(page, { ...server, password: 'not the password' });
    await expect(page.getByRole('alert')).toContainText('the password is wrong');
    await signInByForm(page, server);
    await page.getByRole('link', { name: 'Fabrikam, Inc.' }).click();
    await expect(page).toHaveTitle('Fabrikam, Inc. | Users and licenses');
    const table = usersTable(page);
    const email = 'isaiah.langer@fabrikam.com';
    await expectRow(table, { Name: 'Isaiah Langer', Email: email, Licenses: 'Microsoft 365 F3' });
    await page.getByRole('link', { name: 'Next', exact: true }).click();
    await expect(page).toHaveURL(/after=/);
    await expect(table.locator('tbody tr')).toHaveCount(50);
    await expect(table.getByText('Isaiah Langer')).toHaveCount(0);
  });

  test('a search of users works', async ({ page, server }) => {
    await signIn(page, server);
    await page.goto('/customers?search=fabrikam');
    await page.getByRole('link', { name: 'Fabrikam, Inc.' }).click();
    await page.getByRole('searchbox', { name: 'Search users' }).fill('alex.wilber');
    await page.getByRole('searchbox', { name: 'Search users' }).press('Enter');
    await expect(page).toHaveURL(/search=alex\.wilber/);
    await expect(usersTable(page).locator('tbody tr')).toHaveCount(1);
    await expectRow(usersTable(page), { Name: 'Alex Wilber', Location: 'Germany' });
  });
});

test('an address that leads nowhere says so, with status 404', async ({ page, server, allowConsole }) => {
  allowConsole(/status of 404/);
  await signIn(page, server);
  const reply = await page.goto('/no-such-page');
  expect(reply?.status()).toBe(404);
  await expect(page).toHaveTitle('Tenantry | Page not found');
  await page.getByRole('main').getByRole('link', { name: 'Customers' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Customers');
});

test('a customer that is not there, or not ours, is a page not found', async ({ page, server, allowConsole }) => {
  allowConsole(/status of 404/);
  await signIn(page, server);
  const alert = page.getByRole('alert').filter({ visible: true });
  for (const address of [noSuchCustomer, '/customers/no-id/users', noSuchCustomer.replace('users', 'changes')]) {
    const reply = await page.goto(address);
    expect(reply?.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await expect(alert).toHaveText(/^This page doesn't exist, or you don't have access to it\./);
    await expect(usersTable(page)).toHaveCount(0);
  }
  await alert.getByRole('link', { name: 'Customers' }).click();
  await expect(page).toHaveURL(`${server.url}/customers`);
});
