import { VISIO, press } from '../helpers/licenses';
import { loseAnswers } from '../helpers/lost_answers';
import { ManagePage, expect, test } from '../helpers/manage';
import { signedInWithRoles } from '../helpers/people';
import { openCustomer, signIn } from '../helpers/sign_in';
import { usersTable } from '../helpers/table';

test('a Local customer has bought licenses at once', async ({ page, server, manage }) => {
  await signIn(page, server);
  await openCustomer(page, 'Tailspin Toys');
  const licensed = usersTable(page).locator('tbody tr').filter({ hasText: 'Business Standard', hasNotText: VISIO });
  await licensed.first().getByRole('checkbox').check();
  await manage.openSelected();
  await expect(manage.row(VISIO)).toContainText('0 available');
  await press(manage.buyMore(VISIO));
  const dialog = page.getByRole('dialog', { name: `Tailspin Toys: buy ${VISIO}` });
  const quantity = dialog.getByLabel('Number of licenses');
  await expect(quantity).toBeFocused();
  const owned = Number(/You own ([\d,]+)\./.exec((await dialog.textContent()) ?? '')?.[1]);
  await expect(dialog).toContainText('The licenses can be assigned at once.');
  await expect(dialog).toContainText('Recorded in Tenantry only. Not sent to Microsoft.');

  for (const wrong of ['0', '-1', 'abc', '1000000']) {
    await quantity.fill(wrong);
    await expect(dialog.getByRole('alert')).toHaveText('Enter a whole number of licenses from 1 to 100,000.');
  }
  for (const wrong of ['', '0', '-1', '1.5', 'five', '100001']) {
    await quantity.fill(wrong);
    await press(dialog.getByRole('button', { name: 'Buy', exact: true }));
    await expect(dialog.getByRole('alert')).toHaveText('Enter a whole number of licenses from 1 to 100,000.');
    await expect(quantity).toHaveAttribute('aria-invalid', 'true');
    await expect(quantity).toHaveAccessibleDescription('Enter a whole number of licenses from 1 to 100,000.');
  }

  await quantity.fill('5');
  await expect(dialog.getByRole('alert')).toBeEmpty();
  await expect(dialog).toContainText(`You own ${owned}. New total: ${owned + 5}.`);
  await expect(dialog).toContainText('5 licenses of Visio Plan 2 for Tailspin Toys');
  await press(dialog.getByRole('button', { name: 'Buy 5', exact: true }));
  await expect(page.getByRole('status').getByText('5 licenses of Visio Plan 2 bought.')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(manage.row(VISIO)).toContainText('5 available');
  await expect(page.getByText('Unconfirmed orders')).toHaveCount(0);
  await manage.clickBox(VISIO);
  await manage.save();
  await expect(page.getByText('Available now: Visio Plan 2 (4).')).toBeVisible();
});

test('Buy more stands in an opened row although there are licenses, and Cancel buys none', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 3 }, users: { 'Ada Berg': {} } });
  const buyMore = manage.buyMore(VISIO);
  await expect(buyMore).toHaveCount(0);
  await manage.openPlans(VISIO);
  await press(buyMore);
  await page.getByLabel('Number of licenses').fill('7');
  await press(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }));
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(manage.row(VISIO)).toContainText('3 available');
  await expect(page.getByText('Unconfirmed orders')).toHaveCount(0);
});

test('an Imported customer records an order, whose licenses count once it is confirmed', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 0 }, users: { 'Ada Berg': {} } });
  await manage.clickBox(VISIO);
  await press(manage.buyMore(VISIO));
  const dialog = page.getByRole('dialog', { name: `Trey Research: buy ${VISIO}` });
  await expect(dialog).toContainText('This records an order; nothing is sent to Microsoft.');
  await dialog.getByLabel('Number of licenses').fill('3');
  await press(dialog.getByRole('button', { name: 'Buy 3', exact: true }));
  await expect(dialog).toContainText('3 licenses of Visio Plan 2 · Anna Kováčová');
  await expect(dialog).toContainText('Recorded – buy it in Partner Center or from your distributor');
  await press(dialog.getByRole('button', { name: 'Close' }).last());
  await expect(dialog).toBeHidden();
  await expect(manage.row(VISIO)).toContainText('0 available · 1 needed · 1 short');

  await page.reload();
  const orders = page.getByRole('region', { name: 'Unconfirmed orders' });
  await expect(orders.getByRole('listitem')).toHaveCount(1);
  await expect(orders).toContainText('Recorded – buy it in Partner Center or from your distributor');
  await expect(manage.row(VISIO)).toContainText('Assign to all');
  await press(orders.getByRole('button', { name: 'Confirm purchase of 3 licenses of Visio Plan 2' }));
  await expect(orders).toBeHidden();
  await expect(manage.row(VISIO)).toContainText('3 available · 1 used · 2 after');
  await manage.save();
  await expect(page.getByText('Available now: Visio Plan 2 (2).')).toBeVisible();
});

test('who may not buy sees why an order cannot be confirmed', async ({ page: admin, server, anotherContext, manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 0 }, users: { 'Ada Berg': {} } });
  await manage.clickBox(VISIO);
  await press(manage.buyMore(VISIO));
  const dialog = admin.getByRole('dialog', { name: `Trey Research: buy ${VISIO}` });
  await dialog.getByLabel('Number of licenses').fill('3');
  await press(dialog.getByRole('button', { name: 'Buy 3', exact: true }));
  await expect(dialog).toContainText('3 licenses of Visio Plan 2');

  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'HelpdeskAgent');
  await new ManagePage({ page, server, anotherContext }).openFor(customer);
  const orders = page.getByRole('region', { name: 'Unconfirmed orders' });
  const confirm = orders.getByRole('button', { name: 'Confirm purchase of 3 licenses of Visio Plan 2' });
  await expect(confirm).toBeDisabled();
  await expect(confirm).toHaveAccessibleDescription(/^Your roles don't allow buying licenses\./);
});

test('the demo customer that was imported records orders too', async ({ page, server, manage }) => {
  await signIn(page, server);
  await openCustomer(page, 'Litware, Inc.');
  await usersTable(page).locator('tbody').getByRole('checkbox').first().check();
  await manage.openSelected();
  const copilot = 'Microsoft 365 Copilot';
  await expect(manage.row(copilot)).toContainText('0 available');
  await press(manage.buyMore(copilot));
  const dialog = page.getByRole('dialog', { name: `Litware, Inc.: buy ${copilot}` });
  await dialog.getByLabel('Number of licenses').fill('2');
  await press(dialog.getByRole('button', { name: 'Buy 2', exact: true }));
  await press(dialog.getByRole('button', { name: 'Confirm purchase of 2 licenses of Microsoft 365 Copilot' }));
  await expect(dialog).toBeHidden();
  await expect(manage.row(copilot)).toContainText('2 available');
});

test('a purchase whose answer was lost is made once, after closing the dialog and after a reload', async ({
  page,
  manage,
  allowConsole,
}) => {
  allowConsole(/net::ERR_CONNECTION_RESET/);
  const customer = await manage.open({ seats: { [VISIO]: 0 }, users: { 'Ada Berg': {} } });
  const dialog = page.getByRole('dialog', { name: `Trey Research: buy ${VISIO}` });
  const buy = dialog.getByRole('button', { name: 'Buy 3', exact: true });
  const unanswered =
    'The server did not confirm your purchase of 3 licenses. Buy again: it is made only once.';
  const answers = await loseAnswers(page, 'purchases/buy');
  await press(manage.buyMore(VISIO));
  await dialog.getByLabel('Number of licenses').fill('3');
  await press(buy);
  await answers.lost;
  await answers.stop();
  await press(dialog.getByRole('button', { name: 'Cancel' }));

  await press(manage.buyMore(VISIO));
  await expect(dialog.getByText(unanswered)).toBeVisible();
  await expect(dialog.getByLabel('Number of licenses')).toHaveValue('3');
  await page.reload();
  await press(manage.buyMore(VISIO));
  await expect(dialog.getByText(unanswered)).toBeVisible();
  await press(buy);
  await expect(dialog).toContainText('3 licenses of Visio Plan 2 · Anna Kováčová');
  await press(dialog.getByRole('button', { name: 'Close' }).last());

  await page.goto(`/customers/${customer.id}/changes`);
  const rows = page.getByRole('table', { name: 'Recent changes' }).locator('tbody tr');
  await expect(rows).toHaveText([/UTC.*Anna Kováčová.*Ordered 3 licenses of Visio Plan 2, not confirmed yet/]);
});
