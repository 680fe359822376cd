import { expectAccessible } from '../helpers/axe';
import { E1, E3, F3, POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';

test('failures are grouped by reason, and a swap is one command away from its refusal', async ({ page, manage }) => {
  const users = { 'Ada Berg': { holds: [F3] }, 'Bo Falk': {}, 'Cem Adler': { location: null } };
  await manage.open({ seats: { [E1]: 9, [F3]: 9 }, users });
  await manage.clickBox(E1);
  await expect(manage.beforeSave).toContainText('2 will fail');
  await expect(manage.beforeSave).toContainText(`1 conflict: ${F3} and ${E1}`);
  await expect(manage.beforeSave).toContainText('1 no location');
  await expectAccessible(page, 'failures by reason');
  await press(manage.beforeSave.getByRole('button', { name: 'Set location' }));
  await expect(manage.location).toBeFocused();
  await press(manage.beforeSave.getByRole('button', { name: `Revoke ${F3} from these` }));
  await expect(page.getByRole('heading', { name: 'Before you save' })).toBeFocused();
  await manage.expectProduct(F3, 'clear', 'Revoke from all');
  await expect(manage.beforeSave).toContainText(`Ada Berg: + ${E1}, − ${F3}`);
  await expect(manage.saveButton).toHaveText('Save: assign 2, revoke 1');
  await press(manage.saveButton);
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${F3} from 1 user?` });
  await expect(question).toContainText(`Revokes ${F3} (1).`);
  await expect(question).toContainText('1 other user will fail and stays unchanged.');
  await expect(question).toContainText('No users are left without a license.');
  await press(question.getByRole('button', { name: 'Revoke and save' }));
  await manage.expectUpdated();
  await press(page.getByRole('tab', { name: 'Errors (1)' }));
  await expect(page.getByText('By reason: 1 no location')).toBeVisible();
  await press(page.getByRole('tab', { name: 'All (3)' }));
  await expect(page.getByText('By reason:')).toHaveCount(0);
});

test('many who fail for want of seats are one line, which buys', async ({ page, manage }) => {
  await manage.open({ seats: { [VISIO]: 1 }, users: crowd(24) });
  await manage.clickBox(VISIO);
  const group = manage.beforeSave.getByText(`23 no seats: ${VISIO}`);
  await expect(group).toBeVisible();
  await expect(manage.beforeSave.getByText('and 3 more')).toBeHidden();
  await press(group);
  await expect(manage.beforeSave.getByText('and 3 more')).toBeVisible();
  await press(manage.beforeSave.getByRole('button', { name: `Buy ${VISIO}`, exact: true }));
  const dialog = page.getByRole('dialog', { name: `Trey Research: buy ${VISIO}` });
  await expect(dialog.getByLabel('Number of licenses')).toHaveValue('23');
});

test('a product that a group gives is not revoked with its direct license', async ({ page, manage }) => {
  const users = {
    'Ada Berg': { holds: [POWER_BI, { product: POWER_BI, group: 'Analysts' }] },
    'Bo Falk': { holds: [POWER_BI] },
  };
  await manage.open({ seats: { [POWER_BI]: 9 }, users });
  await manage.clickBox(POWER_BI);
  const happened = `${POWER_BI}: direct license removed; still licensed by the group Analysts`;
  await expect(manage.beforeSave).toContainText(`Ada Berg: ${happened}`);
  await expect(manage.row(POWER_BI)).toContainText('7 available · 1 freed · 8 after');
  await expect(manage.saveButton).toHaveText('Save: revoke 1, remove 1 direct license');
  await press(manage.saveButton);
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${POWER_BI} from 1 user?` });
  await expect(question).toContainText('1 direct license is removed from users who are still licensed by a group.');
  await press(question.getByRole('button', { name: 'Revoke and save' }));
  await manage.expectUpdated();
  await manage.expectTabs(['All (2)', 'Successful (2)', 'Errors (0)']);
  await expect(page.getByText('1 direct license removed; those users are still licensed by a group.')).toBeVisible();
  await manage.expectOutcome({
    User: 'Ada Berg',
    Result: 'Direct license removed',
    'What happened': happened,
    'Licenses now': POWER_BI,
  });
  await manage.expectOutcome({ User: 'Bo Falk', Result: 'Revoked', 'Licenses now': 'None' });
});

test('replacing warns of a product that a group keeps giving beside the new one', async ({ page, manage }) => {
  const users = { 'Ada Berg': { holds: [{ product: E3, group: 'Analysts' }, VISIO] }, 'Bo Falk': { holds: [VISIO] } };
  const e5 = 'Microsoft 365 E5';
  await manage.open({ seats: { [E3]: 9, [e5]: 9, [VISIO]: 9 }, users });
  await manage.clickBox(e5);
  await press(page.getByRole('radio', { name: 'Replace existing license assignments' }));
  await expect(manage.beforeSave).toContainText('1 with a warning');
  const warning = `${E3} stays, because the group Analysts gives it: the user has both ${E3} and ${e5}.`;
  await expect(manage.beforeSave).toContainText(`Ada Berg: ${warning}`);
});

test('service plans that an assignment switches off are named, and all of them on demand', async ({ manage }) => {
  await manage.open({ seats: { [E3]: 9 }, users: { 'Ada Berg': {} } });
  await manage.clickBox(E3);
  const plans = await manage.openPlans(E3);
  const boxes = plans.getByRole('checkbox');
  for (const place of [1, 2, 3, 4]) {
    await press(boxes.nth(place));
  }
  await expect(manage.beforeSave).toContainText(/Ada Berg: \+ Microsoft 365 E3 \(.+ and 1 more off\)/);
  await manage.save();
  await expect(manage.outcomes).toContainText(/\+ Microsoft 365 E3 \(.+ and 1 more off\)/);
  const all = manage.outcomes.getByText(/^Microsoft 365 E3: .+ off$/);
  await expect(all).toBeHidden();
  await press(manage.outcomes.getByText('All service plans that are off'));
  await expect(all).toBeVisible();
});
