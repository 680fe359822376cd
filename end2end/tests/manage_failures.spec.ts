import { AUDIO, E1, E3, F3, PHONE, POWER_BI, VISIO, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import type { OwnUser } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectUsers } from '../helpers/table';

/** A change that fails for one of three users. */
interface Case {
  code: string;
  /** The product whose box is clicked once. */
  product: string;
  failing: OwnUser;
  others: OwnUser;
  words: string;
  result: 'Assigned' | 'Revoked';
}

const cases: Case[] = [
  {
    code: 'InvalidUsageLocation',
    product: VISIO,
    failing: { location: null },
    others: {},
    words: 'Set a location for this user before assigning licenses.',
    result: 'Assigned',
  },
  {
    code: 'InheritedFromGroup',
    product: POWER_BI,
    failing: { holds: [{ product: POWER_BI, group: 'Analysts' }] },
    others: { holds: [POWER_BI] },
    words: 'This license comes from the group Analysts; change it there.',
    result: 'Revoked',
  },
  {
    code: 'MutuallyExclusive',
    product: E1,
    failing: { holds: [F3] },
    others: {},
    words: "Exchange Online Kiosk of Microsoft 365 F3 and Exchange Online (Plan 1) of Office 365 E1 can't be assigned together.",
    result: 'Assigned',
  },
  {
    code: 'Dependency of an assigned product',
    product: PHONE,
    failing: {},
    others: { holds: [E3] },
    words: 'Microsoft 365 Phone System of Microsoft Teams Phone Standard needs Microsoft Teams or Skype for Business Online (Plan 2).',
    result: 'Assigned',
  },
  {
    code: 'Dependency on a revoked product',
    product: E3,
    failing: { holds: [E3, AUDIO] },
    others: { holds: [E3] },
    words: 'Microsoft 365 Audio Conferencing needs Microsoft Teams or Skype for Business Online (Plan 2).',
    result: 'Revoked',
  },
];

for (const { code, product, failing, others, words, result } of cases) {
  test(`one user fails alone: ${code}`, async ({ manage }) => {
    const users = { 'Ada Berg': others, 'Bo Falk': others, 'Zoe Last': failing };
    const seats = { [product]: 9, [E3]: 9, [F3]: 9, [AUDIO]: 9 };
    await manage.open({ seats, users });
    await manage.clickBox(product);
    await expect(manage.beforeSave).toContainText('1 will fail');
    await expect(manage.beforeSave).toContainText(`Zoe Last: ${words}`);
    await expect(manage.beforeSave).toContainText('2 will change');
    await manage.save({ revoking: result === 'Revoked' });
    await manage.expectTabs(['All (3)', 'Successful (2)', 'Errors (1)']);
    await manage.expectOutcome({ User: 'Zoe Last', Result: 'Failed', 'What happened': words });
    await expect(manage.outcomes.locator('tbody tr').first()).toContainText('Zoe Last');
    for (const User of ['Ada Berg', 'Bo Falk']) {
      await manage.expectOutcome({ User, Result: result });
    }
  });
}

test('switching a service plan off fails for a user whose other license needs it', async ({ manage }) => {
  const users = { 'Ada Berg': { holds: [E3] }, 'Zoe Last': { holds: [{ product: E3, off: ['Skype for Business Online (Plan 2)'] }, AUDIO] } };
  await manage.open({ seats: { [E3]: 9, [AUDIO]: 9 }, users });
  const plans = await manage.openPlans(E3);
  await press(plans.getByRole('checkbox', { name: 'Microsoft Teams', exact: true }));
  await expect(manage.beforeSave).toContainText('Ada Berg: Microsoft Teams off');
  await expect(manage.saveButton).toHaveText('Save: change plans');
  await manage.save();
  const words = 'Microsoft 365 Audio Conferencing needs Microsoft Teams or Skype for Business Online (Plan 2).';
  await manage.expectOutcome({ User: 'Zoe Last', Result: 'Failed', 'What happened': words });
  await manage.expectOutcome({ User: 'Ada Berg', Result: 'Plans changed' });
});

test('each user gets the whole change or none of it', async ({ manage }) => {
  const users = { 'Ada Berg': { holds: [POWER_BI] }, 'Zoe Last': { location: null, holds: [POWER_BI] } };
  await manage.open({ seats: { [VISIO]: 9, [POWER_BI]: 9 }, users });
  await manage.clickBox(POWER_BI);
  await manage.clickBox(VISIO);
  await manage.save({ revoking: true });
  await manage.expectOutcome({ User: 'Ada Berg', Result: 'Assigned', 'Licenses now': VISIO });
  await manage.expectOutcome({ User: 'Zoe Last', Result: 'Failed', 'Licenses now': POWER_BI });
});

test('a product that is not available in a country is only warned about', async ({ manage }) => {
  const users = { 'Ada Berg': { holds: [E3] }, 'Lee Gu': { location: 'CN', holds: [E3] } };
  await manage.open({ seats: { [E3]: 9, [AUDIO]: 9 }, users });
  await manage.clickBox(AUDIO);
  const words = "+ Microsoft 365 Audio Conferencing, Warning: Microsoft 365 Audio Conferencing isn't available in China.";
  await expect(manage.beforeSave).toContainText(`Lee Gu: ${words}`);
  await manage.save();
  await manage.expectTabs(['All (2)', 'Successful (2)', 'Errors (0)']);
  await manage.expectOutcome({ User: 'Lee Gu', Result: 'Assigned', 'What happened': words });
});

test('what cannot be assigned to users has no box and says why', async ({ page, server, manage }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Alex Wilber']);
  await manage.openSelected();
  for (const [product, why] of [
    ['Office 365 Extra File Storage', 'For the whole company; not assigned to users'],
    ['Microsoft Entra ID P2', "Can't be assigned: its subscription is suspended"],
    ['Proseware Mail Signatures', "Can't be assigned: its publisher, Proseware, Inc., manages its licenses"],
  ] as const) {
    await expect(manage.row(product)).toContainText(why);
    await expect(manage.row(product).getByRole('checkbox')).toHaveCount(0);
  }
});

test('a user who was deleted meanwhile fails alone', async ({ manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 9 }, users: { 'Ada Berg': {}, 'Zoe Last': {} } });
  await manage.clickBox(VISIO);
  delete customer.users['Zoe Last'];
  await customer.write();
  await press(manage.saveButton);
  await expect(manage.beforeSave).toContainText('The preview is out of date. Nothing was saved.');
  await expect(manage.beforeSave).toContainText('Zoe Last: was + Visio Plan 2 → now This user no longer exists.');
  await expect(manage.beforeSave).toContainText('1 will fail');
  await expect(manage.beforeSave).toContainText('A user who no longer exists: This user no longer exists.');
  await manage.save();
  await manage.expectTabs(['All (2)', 'Successful (1)', 'Errors (1)']);
  await manage.expectOutcome({ User: 'A user who no longer exists', Result: 'Failed' });
  await manage.expectOutcome({ User: 'Ada Berg', Result: 'Assigned' });
});

test('Retry failed asks the same again for those who failed, once the cause is mended', async ({ page, manage }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': { location: null }, 'Cem Adler': { location: null } };
  await manage.open({ seats: { [VISIO]: 9 }, users });
  await manage.clickBox(VISIO);
  await manage.save();
  await manage.expectTabs(['All (3)', 'Successful (1)', 'Errors (2)']);
  await press(page.getByRole('button', { name: 'Retry failed' }));
  await manage.expectOpen();
  await expect(page.getByText('2 users selected.')).toBeVisible();
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await expect(manage.beforeSave).toContainText('2 will fail');
  await manage.location.selectOption('Ireland');
  await expect(manage.saveButton).toHaveText('Save: assign 2');
  await manage.save();
  await manage.expectTabs(['All (2)', 'Successful (2)', 'Errors (0)']);
  const happened = '+ Visio Plan 2, Location: none → Ireland';
  await manage.expectOutcome({ User: 'Bo Falk', Result: 'Assigned', 'What happened': happened });
  await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveCount(0);
});

test('Retry left out says why while there are no licenses', async ({ page, manage }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': {} };
  const customer = await manage.open({ seats: { [VISIO]: 1 }, users });
  await manage.clickBox(VISIO);
  await press(page.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' }));
  await manage.save();
  const result = page.url();
  const retry = page.getByRole('button', { name: 'Retry left out' });
  const reason = page.getByText('1 short. Buy more or unassign some first.');
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await retry.click({ force: true });
  await expect(reason).toBeVisible();
  await expect(page).toHaveURL(result);
  await manage.openFor(customer, ['Ada Berg']);
  await manage.clickBox(VISIO);
  await manage.save({ revoking: true });
  await page.goto(result);
  await expect(retry).not.toHaveAttribute('aria-disabled', 'true');
  await press(retry);
  await manage.expectOpen();
  await expect(page.getByText('1 user selected.')).toBeVisible();
});
