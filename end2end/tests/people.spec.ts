import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { expectKeptNowhere } from '../helpers/passwords';
import { removeOthers } from '../helpers/people';
import { type Server, expect, test } from '../helpers/server';
import { signIn, signInByForm } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

const PASSWORD = 'four quiet words here';

const people = (page: Page) => page.getByRole('table', { name: 'People' });
const invitations = (page: Page) => page.getByRole('table', { name: 'Invitations' });
const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const roles = (form: Locator) => form.getByRole('group', { name: 'Roles' });
const role = (form: Locator, name: string) => form.getByRole('checkbox', { name, exact: true });
const nameField = (form: Locator) => form.getByLabel('Name', { exact: true });
const signInNameField = (form: Locator) => form.getByLabel('Sign-in name');
const inviteButton = (form: Locator) => form.getByRole('button', { name: 'Invite', exact: true });

/** Opens User management as the demo administrator. */
async function openPeople(page: Page, server: Server): Promise<void> {
  await signIn(page, server);
  await page.goto('/people');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('User management');
  await expect(people(page)).toBeVisible();
}

/** Opens the form for a new person. */
async function openInvite(page: Page): Promise<Locator> {
  await press(command(page, 'Invite person'));
  const form = dialog(page, 'Invite person');
  await expect(nameField(form)).toBeFocused();
  return form;
}

/** A sign-in name that nobody has. */
function newSignInName(): string {
  return `${randomUUID().slice(0, 8)}@partner.example`;
}

/** The link in the dialog that shows it. */
async function shownLink(page: Page): Promise<string> {
  const shown = dialog(page, 'Invitation link');
  await expect(shown).toContainText(/It works once, until \d+ \w{3} \d{4} \d\d:\d\d UTC, and is not shown again\./);
  return shown.getByLabel('Link', { exact: true }).inputValue();
}

/** Closes a dialog. */
async function close(open: Locator): Promise<void> {
  await press(open.getByRole('button', { name: 'Close', exact: true }).first());
  await expect(open).toBeHidden();
}

/** Invites a person with one role, and returns the link. Its dialog stays open. */
async function invite(page: Page, name: string, signInName: string, as: string): Promise<string> {
  const form = await openInvite(page);
  await nameField(form).fill(name);
  await signInNameField(form).fill(signInName);
  await role(form, as).check();
  await press(inviteButton(form));
  await expect(dialog(page, 'Invitation link')).toContainText(`Send this link to ${name}.`);
  return shownLink(page);
}

/** Confirms a question. */
async function confirm(page: Page, question: string, button: string): Promise<void> {
  await press(dialog(page, question).getByRole('button', { name: button, exact: true }));
  await expect(dialog(page, question)).toBeHidden();
}

test('a person is invited, accepts, is edited, blocked, allowed and removed', async ({
  page,
  server,
  context,
  anotherContext,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const signInName = newSignInName();
  await signIn(page, server);
  await removeOthers(page, server);
  await page.goto('/customers');
  await press(command(page, 'Account of Anna Kováčová'));
  await press(page.getByRole('link', { name: 'User management' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('User management');
  await expectRow(people(page), { Name: /Anna Kováčová\s+You/, Roles: 'Global admin, Admin agent', Status: 'Active' });
  await expect(page.getByText('Only one person can manage people.')).toBeVisible();
  await expectAccessible(page, 'user management');

  const link = await invite(page, 'Ben Novak', signInName, 'Helpdesk agent');
  expect(link).toMatch(new RegExp(`^${server.url}/invitation/.+`));
  await expectAccessible(page, 'the link of an invitation');
  await press(command(page, 'Copy'));
  await expect(page.getByText('Link copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await close(dialog(page, 'Invitation link'));
  await expect(command(page, 'Invite person')).toBeFocused();
  await expectKeptNowhere(page, [link]);
  await expectRow(invitations(page), { Name: 'Ben Novak', Roles: 'Helpdesk agent', Expires: /UTC/ });
  await expectAccessible(page, 'user management with an invitation');

  const other = await (await anotherContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Accept the invitation');
  await expect(other.getByLabel('Name', { exact: true })).toHaveValue('Ben Novak');
  await expect(other.getByLabel('Sign-in name')).toHaveValue(signInName);
  await expectAccessible(other, 'an invitation');
  await other.getByLabel('Password').fill(signInName);
  await other.getByRole('button', { name: 'Accept' }).click();
  await expect(other.getByRole('alert')).toContainText("The password can't be your name or sign-in name.");
  await other.getByLabel('Password').fill(PASSWORD);
  await other.getByRole('button', { name: 'Accept' }).click();
  await expect(other).toHaveURL(`${server.url}/customers`);

  await page.reload();
  await expectRow(people(page), { Name: 'Ben Novak', 'Sign-in name': signInName, Roles: 'Helpdesk agent' });
  await expect(page.getByRole('row', { name: /Ben Novak/ })).toHaveCount(1);
  await press(command(page, 'Edit Ben Novak'));
  const form = dialog(page, 'Edit Ben Novak');
  await expect(form).toContainText(signInName);
  await expect(signInNameField(form)).toHaveCount(0);
  await role(form, 'Helpdesk agent').uncheck();
  await role(form, 'Sales agent').check();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form).toBeHidden();
  await expect(page.getByText('Changes to Ben Novak were saved.')).toBeVisible();
  await expect(command(page, 'Edit Ben Novak')).toBeFocused();
  await expectRow(people(page), { Name: 'Ben Novak', Roles: /^\s*Sales agent\s*$/, Status: 'Active' });

  await press(command(page, 'Block sign-in of Ben Novak'));
  await expect(dialog(page, 'Block sign-in of Ben Novak?')).toContainText('Ben Novak is signed out at once');
  await expectAccessible(page, 'the question before blocking');
  await confirm(page, 'Block sign-in of Ben Novak?', 'Block sign-in');
  await expect(page.getByText('Ben Novak was blocked.')).toBeVisible();
  await expectRow(people(page), { Name: 'Ben Novak', Status: 'Blocked' });
  await other.goto('/customers');
  await expect(other).toHaveURL(/\/sign-in/);

  await press(command(page, 'Allow sign-in of Ben Novak'));
  await expect(page.getByText('Ben Novak can sign in again.')).toBeVisible();
  await expectRow(people(page), { Name: 'Ben Novak', Status: 'Active' });
  await signInByForm(other, { signInName, password: PASSWORD });
  await expect(other).toHaveURL(`${server.url}/customers`);

  await press(command(page, 'Remove Ben Novak'));
  const question = dialog(page, 'Remove Ben Novak?');
  await expect(question).toContainText('The activity log keeps what Ben Novak did.');
  await press(question.getByRole('button', { name: 'Cancel' }));
  await expect(question).toBeHidden();
  await press(command(page, 'Remove Ben Novak'));
  await confirm(page, 'Remove Ben Novak?', 'Remove');
  await expect(page.getByText('Ben Novak was removed.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Ben Novak/ })).toHaveCount(0);
  await expect(command(page, 'Invite person')).toBeFocused();
  await other.goto('/customers');
  await expect(other).toHaveURL(/\/sign-in/);
});

test('what is missing or taken is told at its field, and nothing typed is lost', async ({ page, server, allowConsole }) => {
  allowConsole(/Failed to load resource: net::ERR_FAILED/);
  await openPeople(page, server);
  const form = await openInvite(page);
  await press(inviteButton(form));
  await expect(nameField(form)).toBeFocused();
  await expect(nameField(form)).toHaveAttribute('aria-invalid', 'true');
  await expect(nameField(form)).toHaveAccessibleDescription('Enter a name.');
  await expectAccessible(page, 'the form of a person with an error');
  await nameField(form).fill('Cleo Marsh');
  await expect(nameField(form)).not.toHaveAttribute('aria-invalid');
  await press(inviteButton(form));
  await expect(signInNameField(form)).toBeFocused();
  await expect(signInNameField(form)).toHaveAccessibleDescription(/^Enter a sign-in name\./);
  await signInNameField(form).fill(server.signInName.toUpperCase());
  await press(inviteButton(form));
  await expect(role(form, 'Global admin')).toBeFocused();
  await expect(roles(form)).toHaveAccessibleDescription('Choose at least one role.');
  await expectAccessible(page, 'the form of a person without a role');
  await role(form, 'Support request admin').check();
  await expect(roles(form)).toHaveAccessibleDescription('');
  await press(inviteButton(form));
  await expect(signInNameField(form)).toBeFocused();
  await expect(signInNameField(form)).toHaveAttribute('aria-invalid', 'true');
  await expect(signInNameField(form)).toHaveAccessibleDescription(/^Somebody signs in with this name already/);

  const signInName = newSignInName();
  await signInNameField(form).fill(signInName);
  await page.route('**/api/people/invite', (route) => route.abort());
  await press(inviteButton(form));
  await expect(form.getByRole('alert')).toContainText('No connection to the server.');
  await expect(nameField(form)).toHaveValue('Cleo Marsh');
  await expect(signInNameField(form)).toHaveValue(signInName);
  await expect(role(form, 'Support request admin')).toBeChecked();
  await page.unroute('**/api/people/invite');
  await press(form.getByRole('button', { name: 'Try again' }));
  await shownLink(page);
  await close(dialog(page, 'Invitation link'));
  await expectRow(invitations(page), { Name: 'Cleo Marsh', Roles: 'Support request admin' });
});

test('an invitation is sent once, and its dialog stays open meanwhile', async ({ page, server }) => {
  await openPeople(page, server);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let sent = 0;
  await page.route('**/api/people/invite', async (route) => {
    sent += 1;
    await held;
    await route.continue();
  });
  const form = await openInvite(page);
  await nameField(form).fill('Eve Stone');
  await signInNameField(form).fill(newSignInName());
  await role(form, 'Billing admin').check();
  await press(inviteButton(form));
  const busy = form.getByRole('button', { name: 'Inviting…' });
  await expect(busy).toHaveAttribute('aria-busy', 'true');
  // It is disabled, but a click still reaches it.
  await busy.click({ force: true });
  await page.keyboard.press('Escape');
  await expect(form).toBeVisible();
  release();
  await shownLink(page);
  expect(sent).toBe(1);
});

test('nobody locks themselves or everybody out', async ({ page, server }) => {
  await signIn(page, server);
  await removeOthers(page, server);
  await openPeople(page, server);
  const why = "You can't block or remove yourself. Ask another Global admin or Account admin.";
  for (const name of ['Block sign-in of Anna Kováčová', 'Remove Anna Kováčová']) {
    await expect(command(page, name)).toBeDisabled();
    await expect(command(page, name)).toHaveAccessibleDescription(why);
  }
  await command(page, 'Remove Anna Kováčová').click({ force: true });
  await expect(page.getByText(why).filter({ visible: true })).toHaveCount(1);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await press(command(page, 'Edit Anna Kováčová'));
  const form = dialog(page, 'Edit Anna Kováčová');
  for (const name of ['Global admin', 'Admin agent']) await role(form, name).uncheck();
  await role(form, 'Sales agent').check();
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(roles(form)).toHaveAccessibleDescription(
    'At least one person must be able to sign in as Global admin or Account admin.',
  );
  await expect(role(form, 'Global admin')).toBeFocused();
  await expect(role(form, 'Sales agent')).toBeChecked();
  await press(form.getByRole('button', { name: 'Cancel' }));
  await expect(form).toBeHidden();
  await page.reload();
  await expectRow(people(page), { Name: 'Anna Kováčová', Roles: 'Global admin, Admin agent' });
});

test('a new link replaces the one before, and a withdrawn invitation is not valid', async ({
  page,
  server,
  anotherContext,
}) => {
  await openPeople(page, server);
  const first = await invite(page, 'Dora Lind', newSignInName(), 'Helpdesk agent');
  await close(dialog(page, 'Invitation link'));
  await press(command(page, 'Resend the invitation of Dora Lind'));
  const second = await shownLink(page);
  expect(second).not.toBe(first);
  await close(dialog(page, 'Invitation link'));
  await expect(command(page, 'Resend the invitation of Dora Lind')).toBeFocused();

  const other = await (await anotherContext()).newPage();
  const gone = other.getByText('This invitation is not valid any more. If you have accepted it, sign in.');
  await other.goto(first);
  await expect(gone).toBeVisible();
  await expect(other.getByLabel('Password')).toHaveCount(0);
  await expectAccessible(other, 'an invitation that is not valid');
  await other.goto(second);
  await expect(other.getByLabel('Name', { exact: true })).toHaveValue('Dora Lind');

  await press(command(page, 'Withdraw the invitation of Dora Lind'));
  await confirm(page, 'Withdraw the invitation of Dora Lind?', 'Withdraw');
  await expect(page.getByText('The invitation of Dora Lind was withdrawn.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Dora Lind/ })).toHaveCount(0);
  // The form was open when the invitation was withdrawn.
  await other.getByLabel('Password').fill(PASSWORD);
  await other.getByRole('button', { name: 'Accept' }).click();
  await expect(gone).toBeVisible();
  await expect(other.getByRole('alert')).toHaveCount(0);
});

test('several people are invited at once, and bad addresses are named at their line', async ({ page, server }) => {
  await openPeople(page, server);
  const [first, second] = [newSignInName(), newSignInName()];
  const form = await openInvite(page);
  await signInNameField(form).fill(`Fay Brook <${first}>\nnobody; ${first.toUpperCase()}\n${second}`);
  await role(form, 'Sales agent').check();
  await press(inviteButton(form));
  await expect(signInNameField(form)).toBeFocused();
  await expect(signInNameField(form)).toHaveAccessibleDescription(/^Line 2: nobody is no email address\. Line 2: .* stands here twice\./);
  await expectAccessible(page, 'invitations with bad addresses');

  await nameField(form).fill('Fay Brook');
  await signInNameField(form).fill(`Fay Brook <${first}>\n${second}`);
  await press(inviteButton(form));
  await expect(nameField(form)).toHaveAccessibleDescription(/^These are several people\. Leave the name empty/);
  await expect(signInNameField(form)).toHaveValue(`Fay Brook <${first}>\n${second}`);
  await nameField(form).fill('');
  await press(inviteButton(form));

  const links = dialog(page, 'Invitation links');
  await expect(links).toContainText(/Each works once, until \d+ \w{3} \d{4} \d\d:\d\d UTC, and is not shown again\./);
  await expect(links.getByLabel('Fay Brook', { exact: true })).toHaveValue(new RegExp(`^${server.url}/invitation/.+`));
  await expect(links.getByLabel(second, { exact: true })).toHaveValue(new RegExp(`^${server.url}/invitation/.+`));
  await expectAccessible(page, 'the links of several invitations');
  await close(links);
  await expect(command(page, 'Invite person')).toBeFocused();
  await expectRow(invitations(page), { Name: 'Fay Brook', Roles: 'Sales agent', Expires: /UTC/ });
  await expectRow(invitations(page), { Name: second, Roles: 'Sales agent', Expires: /UTC/ });
});
