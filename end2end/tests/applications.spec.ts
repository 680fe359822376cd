/** Applications and their keys: added, called with, revoked, blocked and removed. */
import { randomUUID } from 'node:crypto';
import { type APIRequestContext, type Locator, type Page, request } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { expectKeptNowhere } from '../helpers/passwords';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { type Server, expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

const TAB = 'Microsoft Entra applications';

const applications = (page: Page) => page.getByRole('table', { name: TAB });
const keys = (form: Locator) => form.getByRole('table', { name: 'Keys' });
const command = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const box = (form: Locator, name: string) => form.getByRole('checkbox', { name, exact: true });
const nameField = (form: Locator) => form.getByLabel('Name', { exact: true });
const idField = (form: Locator) => form.getByLabel('Application ID', { exact: true });
const descriptionField = (form: Locator) => form.getByLabel('Description', { exact: true });

/** Opens the applications as the demo administrator. */
async function openApplications(page: Page, server: Server): Promise<void> {
  await signIn(page, server);
  await page.goto('/people?view=applications');
  await expect(page.getByRole('tab', { name: TAB })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { level: 2, name: TAB })).toBeVisible();
}

/** Opens the form for a new application. */
async function openNew(page: Page): Promise<Locator> {
  await press(command(page, 'New application'));
  const form = dialog(page, 'New application');
  await expect(nameField(form)).toBeFocused();
  return form;
}

/** Adds an application with one role. */
async function add(page: Page, name: string, role: string): Promise<void> {
  const form = await openNew(page);
  await nameField(form).fill(name);
  await box(form, role).check();
  await press(command(form, 'Save'));
  await expect(form).toBeHidden();
}

/** Makes a key in the dialog with the keys, and returns it. The dialog that shows it is closed again. */
async function makeKey(page: Page, form: Locator, description: string): Promise<string> {
  await descriptionField(form).fill(description);
  await press(command(form, 'New key'));
  const shown = dialog(page, 'Key');
  await expect(shown).toContainText('It is not shown again.');
  const key = await shown.getByLabel('Key', { exact: true }).inputValue();
  expect(key).toMatch(/^tnk_[0-9a-f]{32}_[0-9a-f]{64}$/);
  await press(command(shown, 'Close').first());
  await expect(shown).toBeHidden();
  return key;
}

/** Confirms a question. */
async function confirm(page: Page, question: string, button: string): Promise<void> {
  await press(command(dialog(page, question), button));
  await expect(dialog(page, question)).toBeHidden();
}

/** Lists customers with a key, as a program does. */
async function call(program: APIRequestContext, server: Server, key: string) {
  const data = { query: { search: '', place: 'First', size: 25 } };
  return program.post(`${server.url}/api/customers/list`, { data, headers: { authorization: `Bearer ${key}` } });
}

/** A name that no application of another test has. */
function newName(): string {
  return `Sync ${randomUUID().slice(0, 8)}`;
}

test('an application gets custom permissions of its own in place of roles', async ({ page, server }) => {
  const name = newName();
  await openApplications(page, server);
  const form = await openNew(page);
  await nameField(form).fill(name);
  await form.getByRole('radio', { name: 'Custom permissions', exact: true }).check();
  await press(command(form, 'Save'));
  await expect(form.getByText('Choose at least one action.')).toBeVisible();
  await expect(box(form, 'See customers')).toBeFocused();
  await box(form, 'See users').check();
  await expect(box(form, 'See customers')).toBeChecked();
  await expectAccessible(page, 'the form of an application with custom permissions');
  await press(command(form, 'Save'));
  await expect(form).toBeHidden();
  await expectRow(applications(page), { Name: new RegExp(name), Roles: 'Custom permissions for all customers' });

  await press(command(page, `Edit ${name}`));
  const edit = dialog(page, `Edit ${name}`);
  await expect(edit.getByRole('radio', { name: 'Custom permissions', exact: true })).toBeChecked();
  await edit.getByRole('radio', { name: 'Roles', exact: true }).check();
  await box(edit, 'Billing admin').check();
  await press(command(edit, 'Save'));
  await expect(edit).toBeHidden();
  await expectRow(applications(page), { Name: new RegExp(name), Roles: 'Billing admin' });
});

test('an application calls the API with a key until the key is revoked', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const program = await request.newContext();
  const [name, id] = [newName(), randomUUID()];
  await openApplications(page, server);
  const form = await openNew(page);
  await nameField(form).fill(name);
  await idField(form).fill(id.toUpperCase());
  await box(form, 'Helpdesk agent').check();
  await expectAccessible(page, 'the form of an application');
  await press(command(form, 'Save'));
  await expect(form).toBeHidden();
  await expect(page.getByText(`The application ${name} was saved.`)).toBeVisible();
  await expect(command(page, 'New application')).toBeFocused();
  await expectRow(applications(page), {
    Name: new RegExp(name),
    Roles: 'Helpdesk agent',
    Status: 'Active',
    Keys: 'No live key',
  });
  await expect(applications(page)).toContainText(id);
  await expectAccessible(page, 'applications');

  await press(command(page, `Keys of ${name}`));
  const open = dialog(page, `Keys of ${name}`);
  await expect(open.getByText('No keys yet.')).toBeVisible();
  await press(command(open, 'New key'));
  await expect(descriptionField(open)).toBeFocused();
  await expect(descriptionField(open)).toHaveAccessibleDescription(/Enter what the key is for\./);
  await open.getByLabel('Expires after').selectOption('12 months');
  await descriptionField(open).fill('Server room');
  await press(command(open, 'New key'));
  const shown = dialog(page, 'Key');
  await expectAccessible(page, 'a new key');
  const key = await shown.getByLabel('Key', { exact: true }).inputValue();
  await press(command(shown, 'Copy'));
  await expect(shown.getByText('Key copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await press(command(shown, 'Close').first());
  await expect(shown).toBeHidden();
  await expectRow(keys(open), { Description: 'Server room', Status: 'Live', 'Made by': /\S/, 'Last used': 'Never' });
  await expectAccessible(page, 'the keys of an application');
  await expectKeptNowhere(page, [key]);

  const answer = await call(program, server, key);
  expect(answer.status()).toBe(200);
  expect(((await answer.json()) as { rows: unknown[] }).rows.length).toBeGreaterThan(0);
  expect(answer.headers()['set-cookie']).toBeUndefined();

  const second = await makeKey(page, open, 'Second');
  await expect(keys(open).getByRole('row')).toHaveCount(3);
  await descriptionField(open).fill('Third');
  await press(command(open, 'New key'));
  await expect(open.getByRole('alert')).toContainText('There are 2 live keys, which is the limit.');

  await press(command(open, 'Revoke the key Server room'));
  const question = dialog(page, 'Revoke the key Server room?');
  await expect(question).toContainText('stops working at once');
  await expectAccessible(page, 'the question before a key is revoked');
  await confirm(page, 'Revoke the key Server room?', 'Revoke');
  await expect(page.getByText('The key Server room was revoked.')).toBeAttached();
  await expectRow(keys(open), { Description: 'Server room', Status: 'Revoked' });
  const refused = await call(program, server, key);
  expect(refused.status()).toBe(401);
  expect(refused.headers()['www-authenticate']).toBe('Bearer');
  expect((await call(program, server, second)).status()).toBe(200);
  await press(command(open, 'Cancel'));
  await expect(open).toBeHidden();
  await expectRow(applications(page), { Name: new RegExp(name), Keys: '1 live key' });

  await press(command(page, `Block ${name}`));
  await confirm(page, `Block ${name}?`, 'Block');
  await expectRow(applications(page), { Name: new RegExp(name), Status: 'Blocked' });
  expect((await call(program, server, second)).status()).toBe(401);
  await press(command(page, `Allow ${name}`));
  await confirm(page, `Allow ${name}?`, 'Allow');
  expect((await call(program, server, second)).status()).toBe(200);
  await press(command(page, `Remove ${name}`));
  await confirm(page, `Remove ${name}?`, 'Remove');
  await expect(command(page, 'New application')).toBeFocused();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0);
  expect((await call(program, server, second)).status()).toBe(401);

  await page.goto('/activity?view=security');
  const events = page.getByRole('table', { name: 'Security' });
  for (const event of ['Application added', 'Application key created', 'Application key revoked', 'Application removed']) {
    await expect(events.getByRole('cell', { name: event }).first()).toBeVisible();
  }
  await expectKeptNowhere(page, [key, second]);
  const secrets = [key, second].map((one) => one.split('_')[2] as string);
  for (const secret of secrets) expect(server.log.join('\n')).not.toContain(secret);
  await program.dispose();
});

test('an application is added and gets a key by keyboard alone, and joins a group', async ({ page, server }) => {
  const name = newName();
  await signIn(page, server);
  await page.goto('/people?view=groups');
  await expect(page.getByRole('heading', { level: 2, name: 'Groups' })).toBeVisible();
  await page.getByRole('tab', { name: 'Groups' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: TAB })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/people\?view=applications$/);

  await command(page, 'New application').focus();
  await page.keyboard.press('Enter');
  const form = dialog(page, 'New application');
  await expect(nameField(form)).toBeFocused();
  await page.keyboard.type(name);
  await box(form, 'Billing admin').focus();
  await page.keyboard.press('Space');
  await nameField(form).press('Enter');
  await expect(form).toBeHidden();
  await command(page, `Keys of ${name}`).focus();
  await page.keyboard.press('Enter');
  const open = dialog(page, `Keys of ${name}`);
  await descriptionField(open).focus();
  await page.keyboard.type('Laptop');
  await page.keyboard.press('Enter');
  const shown = dialog(page, 'Key');
  await expect(shown).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(shown).toBeHidden();
  await expectRow(keys(open), { Description: 'Laptop', Status: 'Live' });
  await page.keyboard.press('Escape');
  await expect(open).toBeHidden();
  await expect(command(page, `Keys of ${name}`)).toBeFocused();

  const group = `Team ${randomUUID().slice(0, 8)}`;
  await page.goto('/people?view=groups');
  await press(command(page, 'New group'));
  const team = dialog(page, 'New group');
  await nameField(team).fill(group);
  await box(team, 'Helpdesk agent').check();
  await team.getByLabel('Find a person or application').fill(name);
  await team.getByRole('checkbox', { name: new RegExp(`^${name} `) }).check();
  await expect(team.getByText('0 people and 1 application chosen')).toBeVisible();
  await press(command(team, 'Save'));
  await expect(team).toBeHidden();
  await press(page.getByRole('tab', { name: TAB }));
  await expectRow(applications(page), {
    Name: new RegExp(name),
    Roles: `Billing admin, Helpdesk agent (group ${group})`,
  });
  await press(command(page, `Remove ${name}`));
  await confirm(page, `Remove ${name}?`, 'Remove');
  await press(page.getByRole('tab', { name: 'Groups' }));
  await press(command(page, `Delete ${group}`));
  await press(command(dialog(page, `Delete the group ${group}?`), 'Delete'));
  await expect(dialog(page, `Delete the group ${group}?`)).toBeHidden();
});

test('what is wrong is told at its field, and nothing typed is lost', async ({ page, server, allowConsole }) => {
  allowConsole(/Failed to load resource: net::ERR_FAILED/);
  const name = newName();
  await openApplications(page, server);
  await add(page, name, 'Billing admin');
  const form = await openNew(page);
  await press(command(form, 'Save'));
  await expect(nameField(form)).toBeFocused();
  await expect(nameField(form)).toHaveAccessibleDescription('Enter a name.');
  await nameField(form).fill(name.toUpperCase());
  await idField(form).fill('sync');
  await press(command(form, 'Save'));
  await expect(idField(form)).toBeFocused();
  await expect(idField(form)).toHaveAccessibleDescription(/An application ID looks like/);
  await idField(form).fill('');
  await box(form, 'Billing admin').check();
  await press(command(form, 'Save'));
  await expect(nameField(form)).toHaveAccessibleDescription('Another application has this name. Enter another name.');
  const second = newName();
  await nameField(form).fill(second);
  await page.route('**/api/applications/add', (route) => route.abort());
  await press(command(form, 'Save'));
  await expect(form.getByRole('alert')).toContainText('No connection to the server.');
  await expect(nameField(form)).toHaveValue(second);
  await page.unroute('**/api/applications/add');
  await press(command(form, 'Try again'));
  await expect(form).toBeHidden();
  await expectRow(applications(page), { Name: new RegExp(second), Roles: 'Billing admin' });
  for (const one of [name, second]) {
    await press(command(page, `Remove ${one}`));
    await confirm(page, `Remove ${one}?`, 'Remove');
  }
});

test('an Account admin makes no key that may do more', async ({ page: admin, server, anotherContext }) => {
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'AccountAdmin');
  const [help, global] = [newName(), newName()];
  await openApplications(admin, server);
  await add(admin, help, 'Helpdesk agent');
  await add(admin, global, 'Global admin');

  await page.goto('/people?view=applications');
  for (const label of ['Edit', 'Block', 'Remove']) {
    await expect(command(page, `${label} ${global}`)).toBeDisabled();
  }
  await press(command(page, `Keys of ${help}`));
  const open = dialog(page, `Keys of ${help}`);
  await descriptionField(open).fill('Mine');
  await press(command(open, 'New key'));
  await expect(open.getByRole('alert')).toContainText('The application may do more than you');
  await expect(descriptionField(open)).toHaveValue('Mine');
  for (const one of [help, global]) {
    await press(command(admin, `Remove ${one}`));
    await confirm(admin, `Remove ${one}?`, 'Remove');
  }
  // Other tests expect the demo administrator to be the only one who manages people.
  await removeOthers(admin, server);
});
