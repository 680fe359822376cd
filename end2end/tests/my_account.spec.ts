import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { expectKeptNowhere } from '../helpers/passwords';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { type Server, expect, test } from '../helpers/server';
import { signIn, signInByForm } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

/** The password of people who accept an invitation in `signedInWithRoles`. */
const PASSWORD = 'four quiet words here';
const NEW_PASSWORD = 'seven loud trains there';

const command = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const sessions = (page: Page) => page.getByRole('table', { name: 'Sessions' });
const rows = (page: Page) => sessions(page).locator('tbody tr');
const currentPassword = (page: Page) => page.getByLabel('Current password');
const newPassword = (page: Page) => page.getByLabel('New password');

/** Opens My account from the account menu, and returns the sign-in name that it shows. */
async function openAccount(page: Page): Promise<string> {
  await page.goto('/customers');
  await press(page.getByRole('button', { name: /^Account of / }));
  await press(page.getByRole('link', { name: 'My account' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My account');
  await expect(sessions(page)).toBeVisible();
  return (await page.locator('.facts dd').nth(1).textContent()) ?? '';
}

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await currentPassword(page).fill(current);
  await newPassword(page).fill(next);
  await command(page, 'Change password').click();
}

test('a person changes the password, and sees and ends sessions', async ({ page: admin, server, anotherContext }) => {
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'HelpdeskAgent');
  const signInName = await openAccount(page);
  await expect(page.getByRole('main')).toContainText('Helpdesk agent');
  await expect(rows(page)).toHaveCount(1);
  await expectRow(sessions(page), { Browser: 'This session', Address: '127.0.0.1', 'Signed in': /\d\d:\d\d/ });
  await expect(page.getByRole('button', { name: /^End/ })).toHaveCount(0);
  await expectAccessible(page, 'my account');

  await changePassword(page, 'not the password', NEW_PASSWORD);
  await expect(currentPassword(page)).toHaveAccessibleDescription('This is not your current password. Type it again.');
  await expect(currentPassword(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(currentPassword(page)).toBeFocused();
  await expectAccessible(page, 'my account with a wrong password');
  await changePassword(page, PASSWORD, 'password12345');
  await expect(newPassword(page)).toHaveAccessibleDescription(/^This password is easily guessed\./);
  await expect(newPassword(page)).toBeFocused();
  await expect(newPassword(page)).toHaveValue('');

  const other = await (await anotherContext()).newPage();
  const third = await (await anotherContext()).newPage();
  for (const one of [other, third]) {
    await one.goto('/sign-in');
    await signInByForm(one, { signInName, password: PASSWORD });
    await expect(one).toHaveURL(`${server.url}/customers`);
  }
  await page.goto('/account');
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).first()).toContainText(/Chrome on \w+/);
  await press(page.getByRole('button', { name: /^End the session of Chrome on \w+ that began / }).first());
  await expect(page.getByText('The session has ended.')).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('group', { name: 'Sessions' })).toBeFocused();
  await third.goto('/customers');
  await expect(third).toHaveURL(/\/sign-in\?next=/);
  await press(command(page, 'End all others'));
  await expect(page.getByText('The sessions have ended.')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await other.goto('/customers');
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(other, { signInName, password: PASSWORD });
  await expect(other).toHaveURL(`${server.url}/customers`);

  await changePassword(page, PASSWORD, NEW_PASSWORD);
  await expect(page.getByText('Your password was changed. Your other sessions have ended.')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expectKeptNowhere(page, [PASSWORD, NEW_PASSWORD]);
  await other.goto('/customers');
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(other, { signInName, password: PASSWORD });
  await expect(other.getByRole('alert')).toContainText('the password is wrong');
  await signInByForm(other, { signInName, password: NEW_PASSWORD });
  await expect(other).toHaveURL(`${server.url}/customers`);
  await removeOthers(admin, server);
});

test('who manages people ends their sessions and resets their passwords', async ({
  page: admin,
  server,
  anotherContext,
  allowConsole,
}) => {
  await signIn(admin, server);
  await removeOthers(admin, server);
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'SalesAgent');
  const signInName = await openAccount(page);
  await admin.goto('/people');
  await press(command(admin, 'Sessions of SalesAgent'));
  const open = dialog(admin, 'Sessions of SalesAgent');
  await expectRow(open.getByRole('table', { name: 'Sessions' }), { Address: '127.0.0.1' });
  await expectAccessible(admin, 'the sessions of a person');
  await press(open.getByRole('button', { name: 'End all', exact: true }));
  await expect(open.getByText('No sessions.')).toBeVisible();
  await press(open.getByRole('button', { name: 'Close', exact: true }).first());
  await expect(command(admin, 'Sessions of SalesAgent')).toBeFocused();
  await page.goto('/account');
  await expect(page).toHaveURL(`${server.url}/sign-in?next=/account`);

  await press(command(admin, 'Reset password of SalesAgent'));
  const shown = dialog(admin, 'Link to a new password');
  await expect(shown).toContainText('Send this link to SalesAgent.');
  await expectAccessible(admin, 'the link to a new password');
  const link = await shown.getByLabel('Link', { exact: true }).inputValue();
  expect(link).toMatch(new RegExp(`^${server.url}/reset/[0-9a-f]+$`));
  await press(shown.getByRole('button', { name: 'Close', exact: true }).first());
  await expectKeptNowhere(admin, [link]);

  allowConsole(/status of 410/);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
  await expect(page.getByLabel('Sign-in name')).toHaveValue(signInName);
  await expectAccessible(page, 'a link to a new password');
  await newPassword(page).fill('password12345');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(newPassword(page)).toHaveAccessibleDescription(/^This password is easily guessed\./);
  await newPassword(page).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page).toHaveURL(`${server.url}/customers`);
  await page.goto(link);
  await expect(page.getByText('This link is not valid any more.')).toBeVisible();
  await expectAccessible(page, 'a link that is not valid');

  await expect(command(admin, 'Reset password of Anna Kováčová')).toBeDisabled();
  await expect(command(admin, 'Reset password of Anna Kováčová')).toHaveAccessibleDescription(
    "You can't make a link for yourself. Change your password on the page My account.",
  );
  await removeOthers(admin, server);
});

test('a person who has forgotten the password reads where to ask for help', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page).toHaveURL(/\/forgot-password$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Forgot password?');
  await expect(page.getByRole('main')).toContainText('Ask a Global admin or Account admin of your organization.');
  await expectAccessible(page, 'the page for a forgotten password');
  await page.getByRole('link', { name: 'Back to signing in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
});

test('with a mail server the answer is the same for every name', async ({ page, server }) => {
  const mail = ['--smtp-url', 'smtp://127.0.0.1:9', '--mail-from', 'a@partner.example', '--public-url', server.url];
  await server.restart({ flags: mail });
  await expectSent(page, server.signInName);
  await expectSent(page, `${randomUUID().slice(0, 8)}@partner.example`);
  await server.restart();
});

async function expectSent(page: Page, signInName: string): Promise<void> {
  await page.goto('/forgot-password');
  await expectAccessible(page, 'asking for a link');
  await page.getByLabel('Sign-in name').fill(signInName);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('status')).toContainText('a link is on its way');
  expect(page.url()).not.toContain(signInName);
}

test('the sign-in page says why a session has ended', async ({ page, server }) => {
  await page.goto('/sign-in?error=idle-30&next=/account');
  await expect(page.getByRole('alert')).toContainText('You were signed out after 30 minutes without activity.');
  await signInByForm(page, server);
  await expect(page).toHaveURL(`${server.url}/account`);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a person reads the account and is told about a wrong password', async ({ page, server }: {
    page: Page;
    server: Server;
  }) => {
    await signIn(page, server);
    await page.goto('/account');
    await changePassword(page, 'not the password', NEW_PASSWORD);
    await expect(currentPassword(page)).toHaveAccessibleDescription(/^This is not your current password\./);
  });
});
