import {
  AUDIO,
  E1,
  E3,
  F3,
  PHONE,
  POWER_BI,
  VISIO,
  beforeSave,
  clickBox,
  expectManage,
  expectProduct,
  expectTabs,
  manageLicenses,
  manageSelected,
  outcomes,
  press,
  productRow,
  save,
  saveButton,
} from '../helpers/licenses';
import { type OwnUser, ownCustomer } from '../helpers/own_customer';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { expectRow, selectUsers } from '../helpers/table';

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
  test(`one user fails alone: ${code}`, async ({ page, server }) => {
    const users = { 'Ada Berg': others, 'Bo Falk': others, 'Zoe Last': failing };
    const seats = { [product]: 9, [E3]: 9, [F3]: 9, [AUDIO]: 9 };
    const customer = await ownCustomer(server, { seats, users });
    await signIn(page, server);
    await manageLicenses(page, customer.id, 'page');
    await clickBox(page, product);
    await expect(beforeSave(page)).toContainText('1 will fail');
    await expect(beforeSave(page)).toContainText(`Zoe Last: ${words}`);
    await expect(beforeSave(page)).toContainText('2 will change');
    await save(page, { revoking: result === 'Revoked' });
    await expectTabs(page, ['All (3)', 'Successful (2)', 'Errors (1)']);
    await expectRow(outcomes(page), { User: 'Zoe Last', Result: 'Failed', 'What happened': words });
    await expect(outcomes(page).locator('tbody tr').first()).toContainText('Zoe Last');
    for (const User of ['Ada Berg', 'Bo Falk']) {
      await expectRow(outcomes(page), { User, Result: result });
    }
  });
}

test('switching a service plan off fails for a user whose other license needs it', async ({ page, server }) => {
  const users = { 'Ada Berg': { holds: [E3] }, 'Zoe Last': { holds: [{ product: E3, off: ['Skype for Business Online (Plan 2)'] }, AUDIO] } };
  const customer = await ownCustomer(server, { seats: { [E3]: 9, [AUDIO]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await press(page.getByRole('button', { name: `Service plans of ${E3}` }));
  await press(page.getByRole('checkbox', { name: 'Microsoft Teams', exact: true }));
  await expect(beforeSave(page)).toContainText('Ada Berg: Microsoft Teams off');
  await expect(saveButton(page)).toHaveText('Save: change plans');
  await save(page);
  const words = 'Microsoft 365 Audio Conferencing needs Microsoft Teams or Skype for Business Online (Plan 2).';
  await expectRow(outcomes(page), { User: 'Zoe Last', Result: 'Failed', 'What happened': words });
  await expectRow(outcomes(page), { User: 'Ada Berg', Result: 'Plans changed' });
});

test('each user gets the whole change or none of it', async ({ page, server }) => {
  const users = { 'Ada Berg': { holds: [POWER_BI] }, 'Zoe Last': { location: null, holds: [POWER_BI] } };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 9, [POWER_BI]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, POWER_BI);
  await clickBox(page, VISIO);
  await save(page, { revoking: true });
  await expectRow(outcomes(page), { User: 'Ada Berg', Result: 'Assigned', 'Licenses now': VISIO });
  await expectRow(outcomes(page), { User: 'Zoe Last', Result: 'Failed', 'Licenses now': POWER_BI });
});

test('a product that is not available in a country is only warned about', async ({ page, server }) => {
  const users = { 'Ada Berg': { holds: [E3] }, 'Lee Gu': { location: 'CN', holds: [E3] } };
  const customer = await ownCustomer(server, { seats: { [E3]: 9, [AUDIO]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, AUDIO);
  const words = "+ Microsoft 365 Audio Conferencing, Warning: Microsoft 365 Audio Conferencing isn't available in China.";
  await expect(beforeSave(page)).toContainText(`Lee Gu: ${words}`);
  await save(page);
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await expectRow(outcomes(page), { User: 'Lee Gu', Result: 'Assigned', 'What happened': words });
});

test('what cannot be assigned to users has no box and says why', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Alex Wilber']);
  await manageSelected(page);
  for (const [product, why] of [
    ['Office 365 Extra File Storage', 'For the whole company; not assigned to users'],
    ['Microsoft Entra ID P2', "Can't be assigned: its subscription is suspended"],
    ['Proseware Mail Signatures', "Can't be assigned: its publisher, Proseware, Inc., manages its licenses"],
  ] as const) {
    await expect(productRow(page, product)).toContainText(why);
    await expect(productRow(page, product).getByRole('checkbox')).toHaveCount(0);
  }
});

test('a user who was deleted meanwhile fails alone', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 9 }, users: { 'Ada Berg': {}, 'Zoe Last': {} } });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  delete customer.users['Zoe Last'];
  await customer.write();
  await press(saveButton(page));
  await expect(beforeSave(page)).toContainText('The preview is out of date. Nothing was saved.');
  await expect(beforeSave(page)).toContainText('Zoe Last: was + Visio Plan 2 → now This user no longer exists.');
  await expect(beforeSave(page)).toContainText('1 will fail');
  await expect(beforeSave(page)).toContainText('A user who no longer exists: This user no longer exists.');
  await save(page);
  await expectTabs(page, ['All (2)', 'Successful (1)', 'Errors (1)']);
  await expectRow(outcomes(page), { User: 'A user who no longer exists', Result: 'Failed' });
  await expectRow(outcomes(page), { User: 'Ada Berg', Result: 'Assigned' });
});

test('Retry failed asks the same again for those who failed, once the cause is mended', async ({ page, server }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': { location: null }, 'Cem Adler': { location: null } };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 9 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await save(page);
  await expectTabs(page, ['All (3)', 'Successful (1)', 'Errors (2)']);
  await press(page.getByRole('button', { name: 'Retry failed' }));
  await expectManage(page);
  await expect(page.getByText('2 users selected.')).toBeVisible();
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await expect(beforeSave(page)).toContainText('2 will fail');
  await page.getByRole('combobox', { name: 'Update location' }).selectOption('Ireland');
  await expect(saveButton(page)).toHaveText('Save: assign 2');
  await save(page);
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  const happened = '+ Visio Plan 2, Location: none → Ireland';
  await expectRow(outcomes(page), { User: 'Bo Falk', Result: 'Assigned', 'What happened': happened });
  await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveCount(0);
});

test('Retry left out says why while there are no licenses', async ({ page, server }) => {
  const users = { 'Ada Berg': {}, 'Bo Falk': {} };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1 }, users });
  await signIn(page, server);
  await manageLicenses(page, customer.id, 'page');
  await clickBox(page, VISIO);
  await press(page.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' }));
  await save(page);
  const result = page.url();
  const retry = page.getByRole('button', { name: 'Retry left out' });
  const reason = page.getByText('1 short. Buy more or unassign some first.');
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await retry.click({ force: true });
  await expect(reason).toBeVisible();
  await expect(page).toHaveURL(result);
  await manageLicenses(page, customer.id, ['Ada Berg']);
  await clickBox(page, VISIO);
  await save(page, { revoking: true });
  await page.goto(result);
  await expect(retry).not.toHaveAttribute('aria-disabled', 'true');
  await press(retry);
  await expectManage(page);
  await expect(page.getByText('1 user selected.')).toBeVisible();
});
