import { ownCustomer, crowd } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { usersAreLive } from '../helpers/table';

const NOBODY = '00000000-0000-4000-8000-000000000001';

test('the address of a customer alone leads to its users', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await page.goto(`/customers/${customer.id}`);
  await expect(page).toHaveURL(`/customers/${customer.id}/users`);
  await usersAreLive(page);
});

test('what is not there has no menu and no title of something else', async ({ page, allowConsole, signedInAt }) => {
  allowConsole(/404/);
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await page.goto(`/customers/${NOBODY}/users`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  await expect(page.getByRole('navigation', { name: 'Customer', exact: true })).toBeHidden();
  await page.goto(`/customers/${customer.id}/changes/${NOBODY}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Page not found$/);
});

test('what could not be loaded without a connection is loaded once it is back', async ({
  page,
  allowConsole,
  signedInAt,
}) => {
  allowConsole(/ERR_INTERNET_DISCONNECTED/);
  const customer = await signedInAt({ seats: {}, users: crowd(30) });
  await page.goto(`/customers/${customer.id}/users?size=25`);
  await usersAreLive(page);
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Next' }).first().click();
  await expect(page.getByText('No connection to the server.').first()).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('No connection to the server.')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'User 030', exact: true })).toBeVisible();
});

test('the customer that is open is marked among those to switch to', async ({ page, server }) => {
  await signIn(page, server);
  const customer = await ownCustomer(server, { seats: {}, users: crowd(1) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('button', { name: 'Switch customer' }).click();
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(customer.domain);
  await expect(page.locator('.switcher li a[aria-current="true"]')).toContainText(customer.domain);
});
