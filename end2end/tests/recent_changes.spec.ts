import { POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';

test('before the first save there is nothing, and the page says what will be here', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trey Research | Recent changes');
  await expect(page.getByText('No changes yet. Every save, with its result for each user, and every purchase appears here.')).toBeVisible();
});

test('every save is listed, newest first, and leads to what it did', async ({ page, manage }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': { location: null } };
  const customer = await manage.open({ seats: { [VISIO]: 5, [POWER_BI]: 5 }, users });
  await manage.clickBox(VISIO);
  await manage.save();
  const first = page.url();
  await manage.openFor(customer, ['Ada Berg']);
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI);
  await page.getByLabel('Reason or ticket').fill('INC-7');
  await manage.save({ revoking: true });

  await press(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Recent changes' }));
  const table = page.getByRole('table', { name: 'Recent changes' });
  await expect(table.locator('tbody tr')).toHaveText([
    /\d+ \w{3} \d{4} \d\d:\d\d UTC.*Anna Kováčová.*Licenses updated: Power BI Pro assigned to 1, Visio Plan 2 revoked from 1 1 changed, 0 failed, 0 unchangedReason or ticket: INC-7$/,
    /UTC.*Anna Kováčová.*Licenses updated: Visio Plan 2 assigned to 1 1 changed, 1 failed, 0 unchanged$/,
  ]);
  await press(table.getByRole('link').last());
  await manage.expectUpdated();
  await expect(page).toHaveURL(first);
  await manage.expectOutcome({ User: 'Bo Falk', Result: 'Failed' });
});

test('a page opens although the connection was lost while its customer was asked for again', async ({
  page,
  allowConsole,
  signedInAt,
}) => {
  allowConsole(/Failed to load resource: net::ERR_FAILED/);
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await page.goto(`/customers/${customer.id}/users`);
  await page.route('**/api/customers/get', (route) => route.abort());
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await press(menu);
  await press(page.getByRole('navigation', { name: 'Customer' }).getByRole('link', { name: 'Recent changes' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trey Research | Recent changes');
  await expect(page.getByText('No changes yet.')).toBeVisible();
});
