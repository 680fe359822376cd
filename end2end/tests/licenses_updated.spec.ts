import { readFile } from 'node:fs/promises';
import { VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { selectAllMatching } from '../helpers/table';

const NO_LOCATION = 'Set a location for this user before assigning licenses.';

test('tabs, reload, going back and a further session show the same result under its address', async ({ page, manage }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': { location: null }, 'Cem Adler': { holds: [VISIO] } };
  await manage.open({ seats: { [VISIO]: 5 }, users });
  await manage.clickBox(VISIO);
  await manage.save();
  const address = page.url();
  await manage.expectTabs(['All (3)', 'Successful (2)', 'Errors (1)']);
  await expect(manage.outcomes.locator('tbody tr th')).toHaveText([/^Bo Falk/, /^Ada Berg/, /^Cem Adler/]);

  await press(page.getByRole('tab', { name: 'Errors (1)' }));
  await expect(page).toHaveURL(`${address}?tab=errors`);
  await expect(manage.outcomes.locator('tbody tr')).toHaveCount(1);
  await manage.expectOutcome({ User: 'Bo Falk', Result: 'Failed', 'What happened': NO_LOCATION });
  await press(page.getByRole('tab', { name: 'Successful (2)' }));
  await expect(manage.outcomes.locator('tbody tr')).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Successful (2)' })).toHaveAttribute('aria-selected', 'true');
  await expect(manage.outcomes.locator('tbody tr')).toHaveCount(2);
  await page.goBack();
  await expect(page).toHaveURL(`${address}?tab=errors`);
  await expect(manage.outcomes.locator('tbody tr')).toHaveCount(1);

  const other = await manage.elsewhere();
  await other.page.goto(address);
  await other.expectUpdated();
  await expect(other.page.getByText('2 users changed')).toHaveCount(0);
  await expect(other.page.getByText('1 user changed, 1 failed, 1 unchanged · Anna Kováčová')).toBeVisible();
  await expect(other.outcomes.locator('tbody tr')).toHaveCount(3);
});

test('what users hold now follows later changes, what happened then does not', async ({ page, manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 5 }, users: crowd(1) });
  await manage.clickBox(VISIO);
  await manage.save();
  const address = page.url();
  await manage.expectOutcome({ 'What happened': '+ Visio Plan 2', 'Licenses now': VISIO });
  await manage.openFor(customer);
  await manage.clickBox(VISIO);
  await manage.save({ revoking: true });
  await page.goto(address);
  await manage.expectOutcome({ 'What happened': '+ Visio Plan 2', 'Licenses now': 'None' });
});

test('Export is a CSV file of all users of the save', async ({ page, manage }) => {
  const users = { 'Ada Berg': {}, 'Bo "The Boss" Falk, jr.': { location: null } };
  const customer = await manage.open({ seats: { [VISIO]: 5 }, users });
  await manage.clickBox(VISIO);
  await manage.save();
  const download = page.waitForEvent('download');
  await press(page.getByRole('link', { name: 'Export' }));
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/ licenses updated \d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf16le')).replace(/^\ufeff/, '').split('\r\n');
  const email = (name: string): string => `${name}@${customer.id.slice(0, 8)}.example`;
  expect(lines).toEqual([
    '"User"\t"Email"\t"Result"\t"Code"\t"What happened"\t"Licenses now"\t"Plans switched off"',
    `"Bo ""The Boss"" Falk, jr."\t"${email('bo.the.boss.falk.jr.')}"\t"Failed"\t"InvalidUsageLocation"\t"${NO_LOCATION}"\t""\t""`,
    `"Ada Berg"\t"${email('ada.berg')}"\t"Assigned"\t""\t"'+ Visio Plan 2"\t"Visio Plan 2"\t""`,
    '',
  ]);
});

test('many outcomes come in pages, failures first', async ({ page, manage }) => {
  const users = { ...crowd(58), 'Zoe Last': { location: null } };
  await manage.openUsers({ seats: { [VISIO]: 60 }, users });
  await selectAllMatching(page, '59');
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await manage.save();
  await manage.expectTabs(['All (59)', 'Successful (58)', 'Errors (1)']);
  const rows = manage.outcomes.locator('tbody tr');
  await expect(rows).toHaveCount(50);
  await expect(rows.first()).toContainText('Zoe Last');
  await press(page.getByRole('link', { name: 'Next' }));
  await expect(rows).toHaveCount(9);
  await expect(rows.last()).toContainText('User 058');
  await page.reload();
  await expect(rows).toHaveCount(9);
  await press(page.getByRole('link', { name: 'First' }));
  await expect(rows).toHaveCount(50);
});

test('another customer knows nothing of the result', async ({ page, server, manage, allowConsole, signedInAt }) => {
  allowConsole(/404/);
  const seats = { [VISIO]: 5 };
  const customer = await ownCustomer(server, { seats, users: crowd(1) });
  const stranger = await signedInAt({ seats, users: crowd(1) });
  await manage.openFor(customer);
  await manage.clickBox(VISIO);
  await manage.save();
  await page.goto(page.url().replace(customer.id, stranger.id));
  await expect(page.getByRole('alert')).toContainText("This page doesn't exist, or you don't have access to it.");
  await expect(manage.outcomes).toHaveCount(0);
});
