import {
  E1,
  E3,
  F3,
  POWER_BI,
  VISIO,
  beforeSave,
  clickBox,
  expectProduct,
  expectTabs,
  expectUpdated,
  manageLicenses,
  openPlans,
  outcomes,
  press,
  productRow,
  save,
  saveButton,
} from '../helpers/licenses';
import { expectAccessible } from '../helpers/axe';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { expectRow } from '../helpers/table';

test('failures are grouped by reason, and a swap is one command away from its refusal', async ({ page, server }) => {
  const users = { 'Ada Berg': { holds: [F3] }, 'Bo Falk': {}, 'Cem Adler': { location: null } };
  const customer = await ownCustomer(server, { seats: { [E1]: 9, [F3]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, E1);
  await expect(beforeSave(page)).toContainText('2 will fail');
  await expect(beforeSave(page)).toContainText(`1 conflict: ${F3} and ${E1}`);
  await expect(beforeSave(page)).toContainText('1 no location');
  await expectAccessible(page, 'failures by reason');
  await press(beforeSave(page).getByRole('button', { name: 'Set location' }));
  await expect(page.getByRole('combobox', { name: 'Update location' })).toBeFocused();
  await press(beforeSave(page).getByRole('button', { name: `Revoke ${F3} from these` }));
  await expect(page.getByRole('heading', { name: 'Before you save' })).toBeFocused();
  await expectProduct(page, F3, 'clear', 'Revoke from all');
  await expect(beforeSave(page)).toContainText(`Ada Berg: + ${E1}, − ${F3}`);
  await expect(saveButton(page)).toHaveText('Save: assign 2, revoke 1');
  await press(saveButton(page));
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${F3} from 1 user?` });
  await expect(question).toContainText(`Revokes ${F3} (1).`);
  await expect(question).toContainText('1 other user will fail and stays unchanged.');
  await expect(question).toContainText('No users are left without a license.');
  await press(question.getByRole('button', { name: 'Revoke and save' }));
  await expectUpdated(page);
  await press(page.getByRole('tab', { name: 'Errors (1)' }));
  await expect(page.getByText('By reason: 1 no location')).toBeVisible();
  await press(page.getByRole('tab', { name: 'All (3)' }));
  await expect(page.getByText('By reason:')).toHaveCount(0);
});

test('many who fail for want of seats are one line, which buys', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1 }, users: crowd(24) });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  const group = beforeSave(page).getByText(`23 no seats: ${VISIO}`);
  await expect(group).toBeVisible();
  await expect(beforeSave(page).getByText('and 3 more')).toBeHidden();
  await press(group);
  await expect(beforeSave(page).getByText('and 3 more')).toBeVisible();
  await press(beforeSave(page).getByRole('button', { name: `Buy ${VISIO}`, exact: true }));
  const dialog = page.getByRole('dialog', { name: `Trey Research: buy ${VISIO}` });
  await expect(dialog.getByLabel('Number of licenses')).toHaveValue('23');
});

test('a product that a group gives is not revoked with its direct license', async ({ page, server }) => {
  const users = {
    'Ada Berg': { holds: [POWER_BI, { product: POWER_BI, group: 'Analysts' }] },
    'Bo Falk': { holds: [POWER_BI] },
  };
  const customer = await ownCustomer(server, { seats: { [POWER_BI]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, POWER_BI);
  const happened = `${POWER_BI}: direct license removed; still licensed by the group Analysts`;
  await expect(beforeSave(page)).toContainText(`Ada Berg: ${happened}`);
  await expect(productRow(page, POWER_BI)).toContainText('7 available · 1 freed · 8 after');
  await expect(saveButton(page)).toHaveText('Save: revoke 1, remove 1 direct license');
  await press(saveButton(page));
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${POWER_BI} from 1 user?` });
  await expect(question).toContainText('1 direct license is removed from users who are still licensed by a group.');
  await press(question.getByRole('button', { name: 'Revoke and save' }));
  await expectUpdated(page);
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expect(page.getByText('1 direct license removed; those users are still licensed by a group.')).toBeVisible();
  await expectRow(outcomes(page), {
    User: 'Ada Berg',
    Result: 'Direct license removed',
    'What happened': happened,
    'Licenses now': POWER_BI,
  });
  await expectRow(outcomes(page), { User: 'Bo Falk', Result: 'Revoked', 'Licenses now': 'None' });
});

test('replacing warns of a product that a group keeps giving beside the new one', async ({ page, server }) => {
  const users = { 'Ada Berg': { holds: [{ product: E3, group: 'Analysts' }, VISIO] }, 'Bo Falk': { holds: [VISIO] } };
  const e5 = 'Microsoft 365 E5';
  const customer = await ownCustomer(server, { seats: { [E3]: 9, [e5]: 9, [VISIO]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, e5);
  await press(page.getByRole('radio', { name: 'Replace existing license assignments' }));
  await expect(beforeSave(page)).toContainText('1 with a warning');
  const warning = `${E3} stays, because the group Analysts gives it: the user has both ${E3} and ${e5}.`;
  await expect(beforeSave(page)).toContainText(`Ada Berg: ${warning}`);
});

test('service plans that an assignment switches off are named, and all of them on demand', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [E3]: 9 }, users: { 'Ada Berg': {} } });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, E3);
  const plans = await openPlans(page, E3);
  const boxes = plans.getByRole('checkbox');
  for (const place of [1, 2, 3, 4]) {
    await press(boxes.nth(place));
  }
  await expect(beforeSave(page)).toContainText(/Ada Berg: \+ Microsoft 365 E3 \(.+ and 1 more off\)/);
  await save(page);
  await expect(outcomes(page)).toContainText(/\+ Microsoft 365 E3 \(.+ and 1 more off\)/);
  const all = outcomes(page).getByText(/^Microsoft 365 E3: .+ off$/);
  await expect(all).toBeHidden();
  await press(outcomes(page).getByText('All service plans that are off'));
  await expect(all).toBeVisible();
});
