import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { expectRow } from '../helpers/table';

const directory = { seats: { [VISIO]: 5 }, users: { 'Ada Berg': {}, 'Bo Falk': {} } };
const reason = (page: Page) => page.getByLabel('Reason or ticket');

test.afterEach(async ({ server }) => {
  await server.cli(['reason-or-ticket', 'optional']);
});

test('a reason that is given is kept, shown and found', async ({ page, manage }) => {
  const customer = await manage.open(directory);
  await manage.clickBox(VISIO);
  await expect(reason(page)).toHaveAttribute('id', 'save-reason');
  await reason(page).fill('x'.repeat(201));
  await manage.expectNoSave(/at most 200 characters; this one has 201/);
  await expect(reason(page)).toHaveAttribute('aria-invalid', 'true');
  await reason(page).fill('INC-4711, new hires');
  await page.reload();
  await expect(reason(page)).toHaveValue('INC-4711, new hires');
  await expectAccessible(page, 'manage licenses with a reason');
  await manage.save();
  await expect(page.getByText('Reason or ticket: INC-4711, new hires')).toBeVisible();
  await page.goto(`/customers/${customer.id}/activity?search=inc-4711`);
  await expectRow(page.getByRole('table', { name: 'Activity', exact: true }), {
    Action: 'Licenses updated',
    'Reason or ticket': 'INC-4711, new hires',
  });
  await page.goto(`/customers/${customer.id}/activity?search=inc-4712`);
  await expect(page.getByText('No matching activity.')).toBeVisible();
});

test('where a reason is required nothing is saved, bought or undone without', async ({ page, server, manage }) => {
  expect(await server.cli(['reason-or-ticket', 'required'])).toContain('Reason or ticket: required');
  await manage.open(directory);
  await manage.clickBox(VISIO);
  await manage.expectNoSave('Give a reason or ticket.');

  await press(page.getByRole('button', { name: `Service plans of ${VISIO}`, exact: true }));
  await press(manage.buyMore(VISIO));
  const buying = page.getByRole('dialog');
  await buying.getByLabel('Number of licenses').fill('2');
  await press(buying.getByRole('button', { name: 'Buy 2', exact: true }));
  await expect(buying.getByLabel('Reason or ticket')).toHaveAccessibleDescription('Give a reason or ticket.');
  await buying.getByLabel('Reason or ticket').fill('PO 12');
  await press(buying.getByRole('button', { name: 'Buy 2', exact: true }));
  await expect(buying.getByText('2 licenses of Visio Plan 2', { exact: false }).first()).toBeVisible();
  await press(buying.getByRole('button', { name: 'Close' }).last());

  await reason(page).fill('INC-1');
  await manage.save();
  await press(page.getByRole('button', { name: 'Undo' }));
  const undoing = page.getByRole('dialog');
  await press(undoing.getByRole('button', { name: 'Undo for 2 users' }));
  await expect(undoing.getByText('Give a reason or ticket.')).toBeVisible();
  await undoing.getByLabel('Reason or ticket').fill('INC-2');
  await expectAccessible(page, 'undo with a reason');
  await press(undoing.getByRole('button', { name: 'Undo for 2 users' }));
  await expect(page.getByText('Reason or ticket: INC-2')).toBeVisible();
  await manage.expectUpdated();
});

test('a page that was open before reasons were required says so and loses nothing', async ({ page, server, manage }) => {
  await manage.open(directory);
  await manage.clickBox(VISIO);
  await server.cli(['reason-or-ticket', 'required']);
  await press(manage.saveButton);
  await expect(page.getByText('Your organization requires a reason or ticket. Nothing was done.')).toBeVisible();
  await manage.expectNoSave('Give a reason or ticket.');
  await reason(page).fill('INC-3');
  await manage.save();
  await expect(page.getByText('Reason or ticket: INC-3')).toBeVisible();
});

test('where none are kept nobody is asked', async ({ page, server, manage }) => {
  await server.cli(['reason-or-ticket', 'off']);
  await manage.open(directory);
  await manage.clickBox(VISIO);
  await expect(reason(page)).toHaveCount(0);
  await manage.save();
});
