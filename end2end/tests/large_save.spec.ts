import { POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectAllMatching } from '../helpers/table';

test('all users of Fabrikam are changed in one save, with their count typed', async ({ page, server, manage }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectAllMatching(page, '2,004');
  await manage.openSelected();
  await expect(page.getByText('2,004 users selected.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'and 1,984 more' })).toBeVisible();
  const product = 'Microsoft Defender for Office 365 (Plan 2)';
  await manage.expectProduct(product, 'partly', 'Leave as is');
  await manage.clickBox(product, 2);
  await manage.expectProduct(product, 'clear', 'Revoke from all');
  await expect(manage.saveButton).toHaveText(/^Save: revoke \d+$/);
  const revoked = Number(/\d+/.exec((await manage.saveButton.textContent()) ?? '')?.[0]);
  expect(revoked).toBeGreaterThan(20);
  await press(manage.saveButton);
  const question = page.getByRole('dialog');
  await expect(question.getByRole('heading')).toHaveText(`Fabrikam, Inc.: revoke ${product} from ${revoked} users?`);
  await expect(question).toContainText('No users are left without a license.');
  await question.getByLabel(`Type ${revoked}, the number of users who lose a license`).fill(String(revoked));
  await press(question.getByRole('button', { name: 'Revoke and save' }));
  await manage.expectUpdated();
  await expect(page.getByText(new RegExp(`^${revoked} users changed, \\d+ failed, [\\d,]+ unchanged`))).toBeVisible();
  await expect(page.getByRole('tab', { name: 'All (2,004)' })).toBeVisible();
  await expect(manage.outcomes.locator('tbody tr')).toHaveCount(50);
});

test('above 1,000 users the server says what will happen', async ({ page, manage }) => {
  const users = { ...crowd(1009), 'User 0000': { holds: [VISIO] }, 'Zoe Last': { location: null } };
  await manage.openUsers({ seats: { [VISIO]: 1010, [POWER_BI]: 2 }, users });
  await selectAllMatching(page, '1,011');
  const asked = page.waitForRequest(/\/api\/licenses\/preview$/);
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await asked;
  await expect(manage.beforeSave).toContainText('1 will fail');
  await expect(manage.beforeSave).toContainText('Zoe Last: Set a location for this user before assigning licenses.');
  await expect(manage.beforeSave).toContainText('1,009 will change');
  await expect(manage.beforeSave).toContainText('and 989 more');
  await expect(manage.row(VISIO)).toContainText('1,009 available · 1,009 used · 0 after');

  await manage.clickBox(POWER_BI);
  await expect(manage.row(POWER_BI)).toContainText('2 available · 1,010 needed · 1,008 short');
  await manage.expectNoSave(/^1,008 short\./);
  await press(page.getByRole('button', { name: `Reset ${POWER_BI}` }));
  await expect(manage.saveButton).toHaveText('Save: assign 1,009');

  await press(page.getByRole('button', { name: `1 of 1,011 users: ${VISIO}` }));
  const holders = page.getByRole('dialog', { name: `Selected users who have ${VISIO}` });
  await expect(holders.getByRole('listitem')).toHaveText([/^User 0000/]);
  await press(holders.getByRole('button', { name: 'Close' }));
  await manage.save();
  await manage.expectTabs(['All (1,011)', 'Successful (1,010)', 'Errors (1)']);
  await expect(page.getByText('Available now: Visio Plan 2 (0).')).toBeVisible();
});

test('above 1,000 users a save is refused when somebody else has changed one of them', async ({ page, server, manage }) => {
  const customer = await manage.openUsers({ seats: { [VISIO]: 1010 }, users: crowd(1001) });
  await selectAllMatching(page, '1,001');
  await manage.openSelected();
  await manage.clickBox(VISIO);
  await expect(manage.saveButton).toHaveText('Save: assign 1,001');

  const other = await manage.elsewhere();
  await other.openFor(customer, ['User 001']);
  await other.clickBox(VISIO);
  await other.save();

  await press(manage.saveButton);
  const alert = manage.beforeSave.getByRole('alert');
  await expect(alert).toHaveText('The preview is out of date. Nothing was saved. Updated preview:');
  await expect(manage.beforeSave).toContainText('Will change: 1,001 → 1,000');
  await expect(manage.beforeSave).toContainText('Stay as they are: 0 → 1');
  await manage.save();
  await manage.expectTabs(['All (1,001)', 'Successful (1,001)', 'Errors (0)']);
  await server.cli(['check']);
});
