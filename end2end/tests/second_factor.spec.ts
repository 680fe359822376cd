/** The second factor: setting it up, signing in with it, losing it, and roles that need it. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { expectKeptNowhere } from '../helpers/passwords';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { begin, confirm, enterCode } from '../helpers/second_factor';
import { type Server, expect, test } from '../helpers/server';
import { signIn, signInByForm } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';
import { codeOf } from '../helpers/totp';

/** The password of people who accept an invitation in `signedInWithRoles`. */
const PASSWORD = 'four quiet words here';

const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Waits until a step has begun just now, so that the code of the step before stays valid for a while. Only the clock tells. */
async function atBeginningOfStep(page: Page): Promise<void> {
  const into = Date.now() % 30_000;
  if (into > 15_000) await page.waitForTimeout(30_500 - into);
}

/** The sign-in name of the person who is signed in. */
async function signInNameOf(page: Page, server: Server): Promise<string> {
  const headers = { origin: server.url, accept: 'application/json' };
  const reply = await page.request.post(`${server.url}/api/session/who`, { data: {}, headers });
  return ((await reply.json()) as { actor: { sign_in_name: string } }).actor.sign_in_name;
}

test('a second factor is set up, asked for, renewed and turned off', async ({
  page: admin,
  server,
  anotherContext,
  allowConsole,
}) => {
  test.slow();
  // Chromium logs what it was asked to clear at sign-out.
  allowConsole(/Clear-Site-Data/);
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'SalesAgent');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const signInName = await signInNameOf(page, server);
  await page.goto('/customers');
  await press(page.getByRole('button', { name: /^Account of / }));
  await press(page.getByRole('link', { name: 'My account' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My account');
  await expect(page.getByText('Off: you sign in with your password alone.')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Roles that need a second factor' })).toHaveCount(0);
  await expectAccessible(page, 'the account without a second factor');

  const key = await begin(page);
  await expectAccessible(page, 'setting up a second factor');
  const field = page.getByLabel('Code that the app shows');
  await field.fill('12345');
  await press(command(page, 'Turn on'));
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/^A code has 6 digits\./);
  await expectAccessible(page, 'a code that is none');
  await atBeginningOfStep(page);
  const used = codeOf(key, -1);
  const codes = await confirm(page, used);
  expect(codes).toHaveLength(10);
  await expectAccessible(page, 'recovery codes');
  await press(command(page, 'Copy'));
  await expect(page.getByText('Recovery codes copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'));
  const saving = page.waitForEvent('download');
  await press(command(page, 'Download'));
  expect((await saving).suggestedFilename()).toBe('tenantry-recovery-codes.txt');
  await press(command(page, 'I have saved them'));
  await expect(page.getByText('On: you sign in with your password and a code.')).toBeVisible();
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();
  await expectAccessible(page, 'the account with a second factor');
  await expectKeptNowhere(page, [key, ...codes]);

  await press(page.getByRole('button', { name: /^Account of / }));
  await press(command(page, 'Sign out'));
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  await page.goto('/customers?search=contoso');
  await signInByForm(page, { signInName, password: PASSWORD });
  await expect(page).toHaveURL(/\/sign-in\/code\?next=/);
  await expectAccessible(page, 'the page for the code');
  await enterCode(page, used);
  await expect(page.getByRole('alert')).toContainText('The code is wrong or was used already.');
  await expectAccessible(page, 'the page for the code with an error');
  await page.goto('/customers?search=contoso');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInByForm(page, { signInName, password: PASSWORD });
  await enterCode(page, codeOf(key));
  await expect(page).toHaveURL(`${server.url}/customers?search=contoso`);

  await page.goto('/account');
  await page.getByText('Create new recovery codes', { exact: true }).click();
  await page.getByLabel('Code of your app, or a recovery code').first().fill(codes[0] ?? '');
  await press(command(page, 'Create codes'));
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused();
  await press(command(page, 'I have saved them'));
  await page.getByText('Turn the second factor off', { exact: true }).click();
  const off = page.locator('form').filter({ has: page.getByRole('button', { name: 'Turn off' }) });
  await off.getByLabel('Password', { exact: true }).fill('not the password');
  await off.getByLabel('Code of your app, or a recovery code').fill(codeOf(key, 1));
  await off.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('alert')).toContainText('Your second factor is still on.');
  await page.getByText('Turn the second factor off', { exact: true }).click();
  await off.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await off.getByLabel('Code of your app, or a recovery code').fill(codeOf(key, 1));
  await off.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('Your second factor is off.')).toBeVisible();
  await expect(page.getByText('Off: you sign in with your password alone.')).toBeVisible();
});

test('a lost second factor is removed by somebody who manages people', async ({ page, server, anotherContext }) => {
  const other = await signedInWithRoles({ page, server, anotherContext }, 'HelpdeskAgent');
  const signInName = await signInNameOf(other, server);
  await other.goto('/account');
  await confirm(other, codeOf(await begin(other)));
  await page.goto('/people');
  const people = page.getByRole('table', { name: 'People' });
  await expectRow(people, { Name: /Anna Kováčová/ });
  const remove = people.getByRole('row').filter({ hasText: signInName }).getByRole('button', { name: /^Remove second factor of / });
  await press(remove);
  const question = page.getByRole('dialog', { name: /^Remove second factor of / });
  await expect(question).toContainText('signs in with the password alone');
  await expectAccessible(page, 'the question before a second factor is removed');
  await press(question.getByRole('button', { name: 'Remove second factor', exact: true }));
  await expect(page.getByText(/^The second factor of .* was removed\.$/)).toBeVisible();
  await expect(remove).toHaveCount(0);
  await other.goto('/customers');
  await signInByForm(other, { signInName, password: PASSWORD });
  await expect(other).toHaveURL(`${server.url}/customers`);
  await removeOthers(page, server);
});

test('whose role needs a second factor sets it up before anything else', async ({ page, server, anotherContext }) => {
  const other = await signedInWithRoles({ page, server, anotherContext }, 'SupportRequestAdmin');
  await page.goto('/people');
  const roles = page.getByRole('group', { name: 'Roles that need a second factor' });
  await roles.getByRole('checkbox', { name: 'Support request admin' }).check();
  await press(command(page, 'Save'));
  await expect(page.getByText('The roles were saved.')).toBeVisible();
  await expectAccessible(page, 'the choice of roles');

  await other.goto('/customers?search=contoso');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Set up your second factor');
  await expectAccessible(other, 'the set-up before anything else');
  const key = await begin(other);
  await expectAccessible(other, 'the set-up with its picture');
  await confirm(other, codeOf(key));
  await press(command(other, 'I have saved them'));
  await expect(other).toHaveURL(`${server.url}/customers?search=contoso`);
  await other.goto('/account');
  await expect(other.getByText("Your role needs a second factor, so it can't be turned off.")).toBeVisible();

  await page.reload();
  await expect(roles.getByRole('checkbox', { name: 'Support request admin' })).toBeChecked();
  await roles.getByRole('checkbox', { name: 'Support request admin' }).uncheck();
  await press(command(page, 'Save'));
  await expect(page.getByText('The roles were saved.')).toBeVisible();
  await removeOthers(page, server);
});

test('a new phone takes the place of the one before', async ({ page: admin, server, anotherContext, allowConsole }) => {
  test.slow();
  allowConsole(/Clear-Site-Data/);
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'SalesAgent');
  const signInName = await signInNameOf(page, server);
  await page.goto('/account');
  const before = await begin(page);
  await confirm(page, codeOf(before));
  await press(command(page, 'I have saved them'));

  await page.getByText('Set up a new phone', { exact: true }).click();
  await press(command(page, 'Begin with the new phone'));
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await expectAccessible(page, 'setting up a new phone');
  const key = (await page.locator('p.secret').textContent()) ?? '';
  expect(key).not.toBe(before);
  await atBeginningOfStep(page);
  await page.getByLabel('Code that the app shows').fill(codeOf(key, -1));
  await press(command(page, 'Use the new phone'));
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused();
  await press(command(page, 'I have saved them'));
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();

  await press(page.getByRole('button', { name: /^Account of / }));
  await press(command(page, 'Sign out'));
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  await page.goto('/customers');
  await signInByForm(page, { signInName, password: PASSWORD });
  await enterCode(page, codeOf(before));
  await expect(page.getByRole('alert')).toContainText('The code is wrong or was used already.');
  await enterCode(page, codeOf(key));
  await expect(page).toHaveURL(`${server.url}/customers`);
  await removeOthers(admin, server);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page for the code leads back to signing in when no password was typed', async ({ page, server }) => {
    await page.goto('/sign-in/code?next=/activity');
    await expect(page).toHaveURL(`${server.url}/sign-in?next=/activity`);
  });
});

test('an administrator on the machine gets back in', async ({ page, server, anotherContext }) => {
  await signIn(page, server);
  const other = await signedInWithRoles({ page, server, anotherContext }, 'BillingAdmin');
  const signInName = await signInNameOf(other, server);
  await other.goto('/account');
  await confirm(other, codeOf(await begin(other)));
  const args = ['create-admin', '--name', 'Back Again', '--sign-in-name', signInName, '--password-stdin'];
  const said = await server.cli(args, 'another quiet password');
  expect(said).toContain('Its second factor was removed.');
  await other.goto('/customers');
  await signInByForm(other, { signInName, password: 'another quiet password' });
  await expect(other).toHaveURL(`${server.url}/customers`);
  await removeOthers(page, server);
});
