/** Before something sensitive, a session that began a while ago asks who it is. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { expectKeptNowhere } from '../helpers/passwords';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { expect, test } from '../helpers/server';
import { codeOf } from '../helpers/totp';

/** The password of people who accept an invitation in `signedInWithRoles`. */
const PASSWORD = 'four quiet words here';
const NEW_PASSWORD = 'seven loud trains there';
/** A proof is good for so long here; ten minutes otherwise. */
const PROOF_SECONDS = 5;

const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const question = (page: Page) => dialog(page, 'Confirm that it is you');
const password = (asked: Locator) => asked.getByLabel('Password', { exact: true });
const code = (asked: Locator) => asked.getByLabel('Code of your app, or a recovery code');
const button = (within: Locator, name: string) => within.getByRole('button', { name, exact: true });

/** Waits until the latest proof is too old. Only the clock tells. */
async function untilProofIsOld(page: Page): Promise<void> {
  await page.waitForTimeout(PROOF_SECONDS * 1000 + 500);
}

/** Opens the form for a new person and fills it in. */
async function fillInvitation(page: Page, name: string): Promise<Locator> {
  await press(command(page, 'Invite person'));
  const form = dialog(page, 'Invite person');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Sign-in name').fill(`${name.toLowerCase()}@partner.example`);
  await form.getByRole('checkbox', { name: 'Sales agent', exact: true }).check();
  return form;
}

/** Expects the form to be as it was filled in. */
async function expectStillFilledIn(form: Locator, name: string): Promise<void> {
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue(name);
  await expect(form.getByLabel('Sign-in name')).toHaveValue(`${name.toLowerCase()}@partner.example`);
  await expect(form.getByRole('checkbox', { name: 'Sales agent', exact: true })).toBeChecked();
}

test.beforeEach(({ allowConsole }) => {
  // Chromium logs what the server refuses.
  allowConsole(/status of 403/);
});

test('an old proof is asked for again, and the same command goes on', async ({ page: admin, server, anotherContext }) => {
  test.slow();
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'GlobalAdmin');
  await server.restart({ flags: ['--proof-seconds', `${PROOF_SECONDS}`] });
  try {
    await page.goto('/people');
    await untilProofIsOld(page);
    const form = await fillInvitation(page, 'Cleo');
    await press(button(form, 'Invite'));
    const asked = question(page);
    await expect(password(asked)).toBeFocused();
    await expect(code(asked)).toHaveCount(0);
    await expectAccessible(page, 'the question who it is');

    await password(asked).fill('not the password');
    await press(button(asked, 'Confirm'));
    await expect(password(asked)).toHaveAccessibleDescription('The password is wrong.');
    await expect(password(asked)).toHaveValue('not the password');
    await expect(password(asked)).toBeFocused();
    await expectAccessible(page, 'the question after a wrong password');

    await press(button(asked, 'Cancel'));
    await expect(asked).toBeHidden();
    await expect(form).toContainText('Nothing was changed. First confirm that it is you.');
    await expectStillFilledIn(form, 'Cleo');
    await expect(page.getByRole('table', { name: 'Invitations' })).toHaveCount(0);

    await press(button(form, 'Invite'));
    await expect(password(asked)).toHaveValue('');
    await password(asked).fill(PASSWORD);
    await password(asked).press('Enter');
    await expect(asked).toBeHidden();
    await expect(dialog(page, 'Invitation link')).toContainText('Send this link to Cleo.');
    await press(button(dialog(page, 'Invitation link'), 'Close').first());
    await expect(page.getByRole('table', { name: 'Invitations' }).getByRole('row').filter({ hasText: 'Cleo' })).toHaveCount(1);
    await expectKeptNowhere(page, [PASSWORD]);

    // A question of its own comes first, and Esc leaves it as it was.
    await untilProofIsOld(page);
    await press(page.getByRole('button', { name: /^Withdraw the invitation of .*Cleo/ }));
    const withdraw = page.getByRole('dialog', { name: /^Withdraw the invitation of .*Cleo/ });
    await press(withdraw.getByRole('button', { name: /^Withdraw/ }));
    await expect(password(asked)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(asked).toBeHidden();
    await expect(withdraw).toBeVisible();
    await press(withdraw.getByRole('button', { name: /^Withdraw/ }));
    await password(asked).fill(PASSWORD);
    await press(button(asked, 'Confirm'));
    await expect(withdraw).toBeHidden();
    await expect(page.getByRole('table', { name: 'Invitations' })).toHaveCount(0);
  } finally {
    await server.restart();
  }
  await removeOthers(admin, server);
});

test('who has a second factor is asked for a code too', async ({ page: admin, server, anotherContext }) => {
  test.slow();
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'GlobalAdmin');
  await page.goto('/account');
  await press(command(page, 'Set up a second factor'));
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  const key = (await page.locator('p.secret').textContent()) ?? '';
  await page.getByLabel('Code that the app shows').fill(codeOf(key));
  await press(command(page, 'Turn on'));
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeFocused();
  const codes = await page.getByRole('listitem').filter({ hasText: /^[A-Z2-7]{4}(-[A-Z2-7]{4}){5}$/ }).allTextContents();
  await server.restart({ flags: ['--proof-seconds', `${PROOF_SECONDS}`] });
  try {
    await page.goto('/people');
    await untilProofIsOld(page);
    const form = await fillInvitation(page, 'Dora');
    await press(button(form, 'Invite'));
    const asked = question(page);
    await password(asked).fill(PASSWORD);
    await press(button(asked, 'Confirm'));
    await expect(code(asked)).toBeFocused();
    await expect(code(asked)).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page, 'the question for a code');
    await code(asked).fill(codes[0] ?? '');
    await press(button(asked, 'Confirm'));
    await expect(dialog(page, 'Invitation link')).toContainText('Send this link to Dora.');
    await expectKeptNowhere(page, [PASSWORD, ...codes]);

    // So is who changes the password, on the form itself.
    await page.goto('/account');
    await untilProofIsOld(page);
    const section = page.getByRole('region', { name: 'Password', exact: true });
    const typePasswords = async (): Promise<void> => {
      await section.getByLabel('Current password').fill(PASSWORD);
      await section.getByLabel('New password').fill(NEW_PASSWORD);
    };
    await typePasswords();
    await button(section, 'Change password').click();
    const changeCode = section.getByLabel('Code', { exact: true });
    await expect(changeCode).toHaveAccessibleDescription(/^Type both passwords again, and a code/);
    await expectAccessible(page, 'my account that asks for a code');
    await typePasswords();
    await changeCode.fill(codes[1] ?? '');
    await button(section, 'Change password').click();
    await expect(section).toContainText('Your password was changed.');
  } finally {
    await server.restart();
  }
  await removeOthers(admin, server);
});
