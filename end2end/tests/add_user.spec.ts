import { answer, ask, expectDone } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { emailField, expectNoNext, expectStep, goOn, offer, openAddUser, toAdd, typeNames } from '../helpers/entries';
import { E3, VISIO, expectTabs, openPlans, outcomes, press } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signInByForm } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { userRow, usersAreLive } from '../helpers/table';

test('two users are added in one set, each with licenses of its own', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [E3]: 5, [VISIO]: 1 }, users: crowd(1) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await press(page.getByRole('link', { name: 'Add user', exact: true }));
  await expectStep(page, 'User info');
  await expectAccessible(page, 'user info');
  await expect(page.getByLabel('Location')).toHaveValue('US');
  await expectNoNext(page, 'Enter a display name.');
  await typeNames(page, 'Jana', 'Nováková');
  await expect(page.getByLabel('Display name')).toHaveValue('Jana Nováková');
  await expect(emailField(page)).toHaveValue('jana.novakova');
  await page.getByLabel('Department').fill('Sales');
  await goOn(page, 'Permissions');
  await page.getByRole('radio', { name: 'Custom permissions' }).check();
  await expectNoNext(page, 'Choose at least one permission, or User.');
  await page.getByRole('checkbox', { name: 'Password admin (can reset user passwords)' }).check();
  await expectAccessible(page, 'permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, E3).getByRole('checkbox'));
  await expect(offer(page, E3)).toContainText('5 available · 1 used · 4 after');
  const plans = await openPlans(page, E3);
  await press(plans.getByRole('checkbox').nth(1));
  await expectAccessible(page, 'licenses');
  await goOn(page, 'Review');
  await expect(toAdd(page)).toContainText(/Jana Nováková.*Will be added, .*\+ Microsoft 365 E3/);
  await press(page.getByRole('button', { name: 'Add another user' }));
  await expectStep(page, 'User info');
  await expect(page.getByText('User 2 of 2')).toBeVisible();
  await typeNames(page, 'Bo', 'Falk');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, VISIO).getByRole('checkbox'));
  await goOn(page, 'Review');
  await expect(page.getByText('Visio Plan 2: 1 available · 1 used · 0 after')).toBeVisible();
  await expect(page.getByText('Recorded in Tenantry only.').first()).toBeVisible();
  await expectAccessible(page, 'review');
  await press(page.getByRole('button', { name: 'Add 2 users' }));
  await expectDone(page, 'Users added');
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  const domain = `${customer.id.slice(0, 8)}.example`;
  await expect(outcomes(page).getByRole('row', { name: /Jana Nováková/ })).toContainText(`jana.novakova@${domain}`);
  await expect(outcomes(page).getByRole('row', { name: /Bo Falk/ })).toContainText(`bo.falk@${domain}`);
  await expect(page.getByRole('link', { name: 'E-mail' })).toHaveAttribute('href', /^mailto:\?subject=.*jana\.novakova/);
  await expect(page.getByRole('link', { name: 'CSV' })).toBeVisible();
  await expectAccessible(page, 'users added');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Jana Nováková')).toContainText(E3);
});

test('an email that is taken, wrong or elsewhere is said at the field while typing', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await openAddUser(page, customer.id);
  const email = emailField(page);
  await page.getByLabel('Display name').fill('User 001');
  await email.fill('user.001');
  await expect(email).toHaveAccessibleDescription(/This email belongs to User 001\. Choose another one\./);
  await expectNoNext(page, 'This email belongs to User 001. Choose another one.');
  await email.fill('a b');
  await expect(email).toHaveAccessibleDescription(/“ ” is not allowed before the @/);
  await email.fill('ada@contoso.com');
  await expect(email).toHaveAccessibleDescription(/contoso\.com is not a verified domain of this customer\./);
  await email.fill('a'.repeat(65));
  await expect(email).toHaveAccessibleDescription(/at most 64 characters/);
  await email.fill('');
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription(/Enter an email/);
  await expectAccessible(page, 'errors at the fields');
  await email.fill('free');
  await goOn(page, 'Permissions');
});

test('the email of a deleted user is free, and the field says who had it', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await ask(page, customer.id, ['User 002'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  await openAddUser(page, customer.id);
  await page.getByLabel('Display name').fill('User Two');
  await emailField(page).fill('user.002');
  await expect(page.getByText(/^User 002 had this email and was deleted on .* UTC\. You can restore/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Show deleted users' })).toHaveAttribute('href', /\/deleted\?search=/);
  await goOn(page, 'Permissions');
});

test('characters that nobody sees are named at the field', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(1) });
  await openAddUser(page, customer.id);
  await page.getByLabel('Display name').fill('Eva\u200B Holm');
  await expect(page.getByLabel('Display name')).toHaveAccessibleDescription(/Contains an invisible character\.$/);
  await emailField(page).fill('eva\u200B.holm');
  await expect(emailField(page)).toHaveAccessibleDescription(/Contains an invisible character, which is removed\.$/);
  await expectAccessible(page, 'invisible characters');
  await emailField(page).fill('eva.holm');
  await expect(emailField(page)).not.toHaveAccessibleDescription(/invisible/);
});

test('the next user begins with the licenses of the one before, and who will have none is marked', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: { [E3]: 5, [VISIO]: 5 }, users: crowd(1) });
  await openAddUser(page, customer.id);
  await typeNames(page, 'Eva', 'Holm');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, E3).getByRole('checkbox'));
  await goOn(page, 'Review');
  await expect(page.getByText('will have no license')).toHaveCount(0);
  await press(page.getByRole('button', { name: 'Add another user' }));
  await typeNames(page, 'Cy', 'Dahl');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await expect(page.getByText('Same licenses as Eva Holm.')).toBeVisible();
  await expect(offer(page, E3).getByRole('checkbox')).toBeChecked();
  await expectAccessible(page, 'the same licenses');
  await press(page.getByRole('button', { name: 'Clear them' }));
  await expect(page.getByText('Same licenses as Eva Holm.')).toBeHidden();
  await expect(offer(page, E3).getByRole('checkbox')).not.toBeChecked();
  await goOn(page, 'Review');
  await expect(page.getByText('1 of these users will have no license.')).toBeVisible();
  await expect(toAdd(page).getByRole('row', { name: /Cy Dahl/ })).toContainText('No license');
  await expect(toAdd(page).getByRole('row', { name: /Eva Holm/ })).not.toContainText('No license');
});

test('a license that fails does not keep the user from being added', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [E3]: 1, [VISIO]: 0 }, users: crowd(1, { holds: [E3] }) });
  await openAddUser(page, customer.id);
  await typeNames(page, 'Cy', 'Dahl');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, E3).getByRole('checkbox'));
  await expect(page.getByText("The user is added even if licenses can't be assigned")).toBeVisible();
  await goOn(page, 'Review');
  await expect(toAdd(page)).toContainText('No licenses of');
  await press(page.getByRole('button', { name: 'Add 1 user' }));
  await expectDone(page, 'Users added');
  await expect(outcomes(page).getByRole('row', { name: /Cy Dahl/ })).toContainText(
    /Added, .*\. Licenses not changed \(No licenses of Microsoft 365 E3 are left\./,
  );
  await expect(page.getByRole('button', { name: 'Manage licenses (1 done in part)' })).toBeVisible();
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(userRow(page, 'Cy Dahl')).toContainText('Unlicensed');
});

test('what was typed survives a reload and an expired sign-in, and Back leads from step to step', async ({
  page,
  server,
  allowConsole,
}) => {
  allowConsole(/401/);
  const customer = await ownCustomer(server, { seats: {}, users: crowd(1) });
  await page.goto('/sign-in');
  await signInByForm(page, server);
  await expect(page).toHaveURL(/\/customers$/);
  await openAddUser(page, customer.id);
  await typeNames(page, 'Ada', 'Berg');
  await page.getByLabel('Job title').fill('Engineer');
  await goOn(page, 'Permissions');
  await page.getByRole('radio', { name: /^Global admin/ }).check();
  await page.reload();
  await expectStep(page, 'Permissions');
  await expect(page.getByRole('radio', { name: /^Global admin/ })).toBeChecked();
  await page.goBack();
  await expectStep(page, 'User info');
  await expect(page.getByLabel('Job title')).toHaveValue('Engineer');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await goOn(page, 'Review');
  await expect(toAdd(page)).toContainText('Global admin');
  const add = page.getByRole('button', { name: 'Add 1 user' });
  await expect(add).toBeEnabled();
  await page.context().clearCookies();
  await press(add);
  await press(page.getByRole('link', { name: 'Sign in' }));
  await signInByForm(page, server);
  await expectStep(page, 'Review');
  await press(add);
  await expectDone(page, 'Users added');
  await openAddUser(page, customer.id);
  await expect(page.getByLabel('First name')).toHaveValue('');
});

test('the wizard is done with the keyboard alone', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [E3]: 2 }, users: crowd(1) });
  await openAddUser(page, customer.id);
  await page.getByLabel('First name').focus();
  await page.keyboard.type('Eva');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Holm');
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Permissions');
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Assign licenses');
  await offer(page, E3).getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  await expectStep(page, 'Review');
  const add = page.getByRole('button', { name: 'Add 1 user' });
  await expect(add).toBeEnabled();
  await add.focus();
  await page.keyboard.press('Enter');
  await expectDone(page, 'Users added');
});
