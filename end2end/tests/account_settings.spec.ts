/** Account settings: the partner's verification and agreement, and what buying says without them. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { removeOthers, signedInWithRoles } from '../helpers/people';
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
  await press(verification.getByRole('button', { name: 'Save' }));
  await expect(verification.getByRole('status')).toHaveText('The verification is recorded.');
  await page.reload();
  await expect(verification.getByText(/^Pending/).first()).toBeVisible();
  await verification.getByLabel('Status').selectOption('Authorized');
  await press(verification.getByRole('button', { name: 'Save' }));
  await expect(verification.getByRole('status')).toHaveText('The verification is recorded.');
});

test('a Global admin chooses where admin relationships are needed, and is told what it means', async ({
  page,
  server,
  anotherContext,
}) => {
  await signIn(page, server);
  await page.goto('/account-settings');
  const relationships = section(page, 'Where admin relationships are needed');
  const option = (name: RegExp) => relationships.getByRole('radio', { name });
  await expect(option(/^Needed where one was recorded/)).toBeChecked();
  await expect(option(/^Required/)).toHaveAccessibleDescription(/^At every customer it is needed\. It concerns \d/);
  await expect(option(/^Advised/)).toHaveAccessibleDescription(/It concerns no customer now\.$/);
  await option(/^Advised/).check();
  await press(relationships.getByRole('button', { name: 'Save', exact: true }));
  await expect(page.getByText('The choice was saved.')).toBeVisible();
  await expectAccessible(page, 'the choice of where relationships are needed');
  await page.reload();
  await expect(option(/^Advised/)).toBeChecked();

  // An Account admin sees it, and why it can't be changed.
  const cleo = await signedInWithRoles({ page, server, anotherContext }, 'AccountAdmin');
  await cleo.goto('/account-settings');
  const seen = section(cleo, 'Where admin relationships are needed');
  await expect(seen.getByRole('radio', { name: /^Advised/ })).toBeChecked();
  await expect(seen.getByRole('radio', { name: /^Required/ })).toBeDisabled();
  const save = seen.getByRole('button', { name: 'Save', exact: true });
  await expect(save).toBeDisabled();
  await expect(save).toHaveAccessibleDescription(/^Only a Global admin can change where admin relationships are needed\./);

  await page.goto('/account-settings');
  await option(/^Needed where one was recorded/).check();
  await press(relationships.getByRole('button', { name: 'Save', exact: true }));
  await expect(page.getByText('The choice was saved.').first()).toBeVisible();
  await removeOthers(page, server);
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
