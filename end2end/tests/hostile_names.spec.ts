/** Names that look like markup, or like other names. */
import { VISIO } from '../helpers/licenses';
import { ownCustomer } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { usersAreLive, usersTable } from '../helpers/table';

const MARKUP = '"\'--></title></script><meta http-equiv="refresh" content="0;url=/nowhere"><h1>Sneaked</h1>';

test('a customer whose every name is markup has a page that lives', async ({ page, server }) => {
  const user = `User ${MARKUP}`;
  const customer = await ownCustomer(
    server,
    { seats: { [VISIO]: 1 }, users: { [user]: { department: MARKUP, holds: [{ product: VISIO, group: MARKUP }] } } },
    `Customer ${MARKUP}`,
  );
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(page).toHaveTitle(`${customer.name} | Users and licenses`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${customer.name} | Users and licenses`);
  await usersTable(page).getByRole('link', { name: user, exact: true }).click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(user);
  await expect(panel).toContainText(MARKUP);
  // A title set by the browser is the same.
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('link', { name: 'Recent changes' }).click();
  await expect(page).toHaveTitle(`${customer.name} | Recent changes`);
});

test('a name with marks that turn text turns nothing else, and says so', async ({ page, signedInAt }) => {
  const turned = 'Adele \u202Egpj.exe';
  const customer = await signedInAt({ seats: {}, users: { [turned]: {}, 'Plain Name': {} } });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  const marks = usersTable(page).locator('bdi[data-turns]');
  await expect(marks).toHaveCount(1);
  await expect(marks).toHaveText(turned);
  const shown = await marks.evaluate((name) => getComputedStyle(name, '::after').content);
  expect(shown).toContain('(has direction marks)');
});
