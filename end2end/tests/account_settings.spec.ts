/** Account settings: the partner's verification and agreement, and what buying says without them. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { signedInWithRoles } from '../helpers/people';
import { expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';

const section = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('the verification and the agreement are recorded with who and when', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/customers');
  await press(page.getByRole('button', { name: /^Account of / }));
  await press(page.getByRole('link', { name: 'Account settings', exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account settings');
  const verification = section(page, 'Verification');
  const agreement = section(page, 'Partner agreement');
  await expect(verification.getByText('Authorized', { exact: true }).first()).toBeVisible();
  await expect(agreement.getByText(/^Accepted by /)).toBeVisible();
  await expectAccessible(page, 'the account settings');

  await press(button(page, 'Withdraw'));
  await expect(agreement.getByRole('status')).toHaveText('The acceptance is withdrawn.');
  await expect(agreement.getByText('Not accepted')).toBeVisible();
  // Without the box nothing is recorded.
  await press(button(page, 'Record as accepted'));
  await expect(agreement.getByText('Check the box first.')).toBeVisible();
  await expect(agreement.getByRole('checkbox')).toBeFocused();
  await expectAccessible(page, 'the account settings');
  await agreement.getByRole('checkbox').check();
  await press(button(page, 'Record as accepted'));
  await expect(agreement.getByRole('status')).toHaveText('The partner agreement is recorded as accepted.');

  await verification.getByLabel('Status').selectOption('Pending');
  await press(button(page, 'Save'));
  await expect(verification.getByRole('status')).toHaveText('The verification is recorded.');
  await page.reload();
  await expect(verification.getByText(/^Pending/).first()).toBeVisible();
  await verification.getByLabel('Status').selectOption('Authorized');
  await press(button(page, 'Save'));
  await expect(verification.getByRole('status')).toHaveText('The verification is recorded.');
});

test('Account settings lead to User management', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto('/account-settings');
  await press(section(page, 'User management').getByRole('link', { name: 'User management', exact: true }));
  await expect(page.getByRole('table', { name: 'People' })).toBeVisible();
});

test('a person who does not manage the account is told who does', async ({
  page,
  server,
  anotherContext,
  allowConsole,
}) => {
  allowConsole(/403/);
  const other = await signedInWithRoles({ page, server, anotherContext }, 'SalesAgent');
  await other.goto('/account-settings');
  await expect(other.getByText(/It needs the role Global admin or Account admin/)).toBeVisible();
});
