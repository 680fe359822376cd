import type { Locator } from '@playwright/test';
import { E3, POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, expectBox, test } from '../helpers/manage';

const APP = 'Visio Desktop App';
const WEB = 'Visio Web App';

test('a filled box goes to clear and back', async ({ manage }) => {
  const users = { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': { holds: [VISIO] } };
  await manage.open({ seats: { [VISIO]: 3 }, users });
  await manage.expectProduct(VISIO, 'filled', 'Leave as is');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'clear', 'Revoke from all');
  await expect(manage.saveButton).toHaveText('Save: revoke 2');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'filled', 'Leave as is');
  await manage.expectNoSave('Nothing to save yet.');
});

test('a clear box goes to filled and back', async ({ manage }) => {
  await manage.open({ seats: { [VISIO]: 3 }, users: { 'Ada Berg': {}, 'Bo Falk': {} } });
  await manage.expectProduct(VISIO, 'clear', 'Leave as is');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(manage.saveButton).toHaveText('Save: assign 2');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'clear', 'Leave as is');
  await manage.expectNoSave('Nothing to save yet.');
});

test('a partly filled box goes to filled, to clear, and back', async ({ manage }) => {
  const users = { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': {} };
  await manage.open({ seats: { [VISIO]: 3 }, users });
  await manage.expectProduct(VISIO, 'partly', 'Leave as is');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(manage.saveButton).toHaveText('Save: assign 1');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'clear', 'Revoke from all');
  await expect(manage.saveButton).toHaveText('Save: revoke 1');
  await manage.clickBox(VISIO);
  await manage.expectProduct(VISIO, 'partly', 'Leave as is');
});

test('Reset takes back the choice of one product with its service plans and leaves the others', async ({ page, manage }) => {
  const users = { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': {} };
  await manage.open({ seats: { [VISIO]: 3, [POWER_BI]: 3 }, users });
  await manage.clickBox(VISIO);
  await manage.clickBox(POWER_BI);
  const plans = await manage.openPlans(VISIO);
  await press(plans.getByRole('checkbox', { name: WEB }));
  await expect(plans).toContainText('off for all');
  await press(page.getByRole('button', { name: `Reset ${VISIO}` }));
  await manage.expectProduct(VISIO, 'partly', 'Leave as is');
  await expect(plans).not.toContainText('off for all');
  await manage.expectProduct(POWER_BI, 'filled', 'Assign to all');
  await expect(page.getByRole('button', { name: `Reset ${VISIO}` })).toHaveCount(0);
});

test('service plans describe those who hold the product, and switch for all of them', async ({ manage }) => {
  const users = {
    'Ada Berg': { holds: [{ product: VISIO, off: [WEB] }] },
    'Bo Falk': { holds: [VISIO] },
    'Cem Adler': {},
  };
  await manage.open({ seats: { [VISIO]: 5 }, users });
  const plans = await manage.openPlans(VISIO);
  const box = (name: string): Locator => plans.getByRole('checkbox', { name });
  await expectBox(box(WEB), 'partly');
  await expectBox(box(APP), 'filled');
  await expectBox(box('Select all'), 'partly');

  await press(box('Select all'));
  await expectBox(box(WEB), 'filled');
  await expectBox(box('Select all'), 'filled');
  await press(box('Select all'));
  for (const name of [APP, WEB, 'Select all']) await expectBox(box(name), 'clear');
  await press(box('Select all'));
  await expectBox(box(WEB), 'partly');
  await expectBox(box(APP), 'filled');
  await manage.expectNoSave('Nothing to save yet.');

  await press(box(APP));
  await expectBox(box(APP), 'clear');
  await press(box(WEB));
  await expectBox(box(WEB), 'filled');
  await manage.expectProduct(VISIO, 'partly', 'Leave as is');
  await expect(manage.saveButton).toHaveText('Save: change plans');
  await manage.save();
  await manage.expectOutcome({ User: 'Ada Berg', Result: 'Plans changed', 'What happened': `${WEB} on` });
  await manage.expectOutcome({ User: 'Bo Falk', Result: 'Plans changed', 'What happened': `${APP} off` });
  await manage.expectOutcome({ User: 'Cem Adler', Result: 'No change', 'Licenses now': 'None' });
});

test('service plans are disabled while their product is revoked, and where nobody holds it', async ({ manage }) => {
  const users = { 'Ada Berg': { holds: [VISIO] }, 'Bo Falk': { holds: [VISIO] } };
  await manage.open({ seats: { [VISIO]: 3, [POWER_BI]: 3 }, users });
  const plans = await manage.openPlans(VISIO);
  await expect(plans.getByRole('checkbox', { name: APP })).toBeEnabled();
  await manage.clickBox(VISIO);
  for (const name of ['Select all', APP, WEB]) {
    await expect(plans.getByRole('checkbox', { name })).toBeDisabled();
    await expectBox(plans.getByRole('checkbox', { name }), 'clear');
  }
  const unheld = await manage.openPlans(POWER_BI);
  await expect(unheld.getByRole('checkbox', { name: POWER_BI })).toBeDisabled();
  await manage.clickBox(POWER_BI);
  await expect(unheld.getByRole('checkbox', { name: POWER_BI })).toBeEnabled();
  await expectBox(unheld.getByRole('checkbox', { name: POWER_BI }), 'filled');
});

test('a new license comes with the service plans left on', async ({ manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 3 }, users: { 'Ada Berg': {} } });
  await manage.clickBox(VISIO);
  const plans = await manage.openPlans(VISIO);
  await press(plans.getByRole('checkbox', { name: WEB }));
  await manage.save();
  await manage.openFor(customer);
  const now = await manage.openPlans(VISIO);
  await expectBox(now.getByRole('checkbox', { name: APP }), 'filled');
  await expectBox(now.getByRole('checkbox', { name: WEB }), 'clear');
});

test('the Assigned list opens by pointer and by Enter, and names groups', async ({ page, manage }) => {
  const users = {
    'Ada Berg': { holds: [VISIO] },
    'Bo Falk': { holds: [{ product: VISIO, group: 'Draughtsmen' }] },
    'Cem Adler': {},
  };
  await manage.open({ seats: { [VISIO]: 5, [POWER_BI]: 1 }, users });
  const link = page.getByRole('button', { name: `2 of 3 users: ${VISIO}` });
  const list = page.getByRole('dialog', { name: `Selected users who have ${VISIO}` });
  await press(link);
  await expect(list.getByRole('listitem')).toHaveText([/^Ada Berg/, /^Bo Falk.*through the group Draughtsmen/]);
  await press(list.getByRole('button', { name: 'Close' }));
  await expect(list).toBeHidden();
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(link).toBeFocused();
  await press(page.getByRole('button', { name: `Not assigned: ${POWER_BI}` }));
  await expect(page.getByRole('dialog')).toContainText('None of the selected users has it.');
});

test('Replace existing revokes what is held directly, Add to existing takes that back', async ({ page, manage }) => {
  const users = {
    'Ada Berg': { holds: [POWER_BI] },
    'Bo Falk': { holds: [{ product: E3, group: 'Everybody' }, POWER_BI] },
  };
  await manage.open({ seats: { [VISIO]: 3, [POWER_BI]: 3, [E3]: 3 }, users });
  await manage.clickBox(VISIO);
  await press(page.getByRole('radio', { name: 'Replace existing license assignments' }));
  await expect(page.getByRole('radio', { name: 'Replace existing license assignments' })).toBeChecked();
  await manage.expectProduct(POWER_BI, 'clear', 'Revoke from all');
  await manage.expectProduct(E3, 'partly', 'Leave as is');
  await press(page.getByRole('radio', { name: 'Add to existing license assignments' }));
  await expect(page.getByRole('radio', { name: 'Add to existing license assignments' })).toBeChecked();
  await manage.expectProduct(POWER_BI, 'filled', 'Leave as is');
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(manage.saveButton).toHaveText('Save: assign 2');
  await press(page.getByRole('radio', { name: 'Replace existing license assignments' }));
  await expect(manage.saveButton).toHaveText('Save: assign 2, revoke 2');
  await manage.save({ revoking: true });
  const happened = '+ Visio Plan 2, − Power BI Pro';
  await manage.expectOutcome({ User: 'Ada Berg', 'What happened': happened, 'Licenses now': VISIO });
  await manage.expectOutcome({ User: 'Bo Falk', 'What happened': happened, 'Licenses now': `${E3}, ${VISIO}` });
});

test('a location is given only to users without one unless all are asked for', async ({ page, manage }) => {
  const users = {
    'Ada Berg': { location: null },
    'Bo Falk': { location: 'DE' },
    'Cem Adler': { location: 'DE' },
    'Dana Roth': { location: 'SK' },
  };
  await manage.open({ seats: { [VISIO]: 3 }, users });
  await press(page.getByRole('button', { name: 'What is this?' }));
  await expect(page.getByText(/^A user needs a location, the country where the services are used/)).toBeVisible();
  await page.keyboard.press('Escape');

  await manage.location.selectOption('Slovakia');
  await expect(page.getByRole('radio', { name: 'Only users without a location (1)' })).toBeChecked();
  await expect(manage.beforeSave).toContainText('Ada Berg: Location: none → Slovakia');
  await expect(manage.beforeSave).toContainText('3 stay unchanged');
  await expect(manage.saveButton).toHaveText('Save: set location');

  await press(page.getByRole('radio', { name: 'All selected users Overwrites: Germany (2)' }));
  await expect(manage.beforeSave).toContainText('Bo Falk, Cem Adler: Location: Germany → Slovakia');
  await manage.save();
  await manage.expectOutcome({ User: 'Ada Berg', Result: 'Location changed' });
  await manage.expectOutcome({ User: 'Cem Adler', 'What happened': 'Location: Germany → Slovakia' });
  await manage.expectOutcome({ User: 'Dana Roth', Result: 'No change' });
});

test('a product is found by a part of its name or of its part number', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 3, [POWER_BI]: 3 }, users: { 'Ada Berg': {} } });
  await expect(page.getByText('Products this customer owns (2)')).toBeVisible();
  const find = page.getByRole('searchbox', { name: 'Find a product' });
  await find.fill('bi pro');
  await expect(manage.row(POWER_BI)).toBeVisible();
  await expect(manage.row(VISIO)).toHaveCount(0);
  await find.fill('visioclient');
  await expect(manage.row(VISIO)).toBeVisible();
  await find.fill('nothing like it');
  await expect(page.getByText('No products match.')).toBeVisible();
});
