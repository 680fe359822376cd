/** Signing in to a customer's portal with a real identity provider of the customer. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { E3, press } from '../helpers/licenses';
import { type OwnCustomer, ownCustomer } from '../helpers/own_customer';
import { CLIENT, beAtProvider, startProvider } from '../helpers/provider';
import { type Server, expect, freePort, stop, test } from '../helpers/server';
import { signIn, signInByForm } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

const NAME = 'Fabrikam ID';
const PASSWORD = 'four quiet words here';

const command = (where: Page | Locator, name: string) => where.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const providers = (page: Page) => page.getByRole('table', { name: 'Identity providers' });
const withProvider = (page: Page) => page.getByRole('link', { name: `Sign in with ${NAME}` });

let provider: ChildProcess | undefined;

test.beforeEach(async ({ server }) => server.restart({ flags: ['--public-url', server.url] }));

test.afterEach(async ({ server }) => {
  if (provider !== undefined) await stop(provider);
  provider = undefined;
  await server.restart();
});

/** Opens the page of a new customer's portal, switches the portal on, and sets up and starts a provider of the customer. */
async function setUp(page: Page, server: Server): Promise<OwnCustomer> {
  const customer = await ownCustomer(server, { seats: { [E3]: 3 }, users: { 'Adele Vance': {} } });
  const port = await freePort();
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/portal`);
  await press(command(page, 'Switch on'));
  await expect(page.getByText('The portal is on.')).toBeVisible();
  await expect(page.getByText('No identity providers yet.')).toBeVisible();
  await press(command(page, 'Add identity provider'));
  const form = dialog(page, 'Add identity provider');
  // People of a portal are in no groups.
  await expect(form.getByLabel('Claim with the groups')).toHaveCount(0);
  await form.getByLabel('Name', { exact: true }).fill(NAME);
  await form.getByLabel('Issuer').fill(`http://127.0.0.1:${port}`);
  await form.getByLabel('Client ID').fill(CLIENT.id);
  await form.getByLabel('Client secret').fill(CLIENT.secret);
  await form.getByLabel('Scopes').fill('email');
  await form.getByLabel('Allowed e-mail domains').fill('partner.example');
  await expectAccessible(page, "the form of a customer's identity provider");
  await press(command(form, 'Save'));
  await expect(form).toBeHidden();
  const row = await expectRow(providers(page), { Name: NAME, Status: 'Enabled' });
  provider = await startProvider(port, (await row.getByText('/callback').innerText()).trim());
  await press(command(page, `Check ${NAME}`));
  await expect(page.getByText(`${NAME} answers, and its discovery document and keys are in order.`)).toBeVisible();
  return customer;
}

/** Adds a person whose sign-in name is the address at the provider, and returns the temporary password. */
async function addPerson(page: Page, person: string): Promise<string> {
  await press(command(page, 'Add person'));
  const form = dialog(page, 'Add person');
  await form.getByLabel('Name', { exact: true }).fill('Petra Malá');
  await form.getByLabel('Sign-in name').fill(`${person}@partner.example`);
  await form.getByRole('radio', { name: /^License admin/ }).check();
  await press(command(form, 'Add'));
  const shown = dialog(page, 'Temporary password');
  const password = await shown.getByLabel('Temporary password').inputValue();
  await press(command(shown, 'Close').first());
  await expect(shown).toBeHidden();
  return password;
}

/** The address that people of the portal are given. */
async function entrance(page: Page): Promise<string> {
  return page.getByLabel(`Sign-in address for ${NAME}`).inputValue();
}

test('a portal person signs in with the provider of the customer, and is in the portal alone', async ({
  page,
  server,
  anotherContext,
  allowConsole,
}) => {
  test.slow();
  // Chromium logs what is missing.
  allowConsole(/status of 404/);
  await setUp(page, server);
  const person = `petra${randomUUID().slice(0, 8)}`;
  await addPerson(page, person);
  await expectAccessible(page, 'a portal with an identity provider');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(command(page, `Copy address for ${NAME}`));
  await expect(page.getByText('Address copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await entrance(page));

  const portal = await (await anotherContext()).newPage();
  await portal.goto('/sign-in');
  await expect(portal.getByLabel('Password')).toBeVisible();
  await expect(withProvider(portal)).toHaveCount(0);
  await portal.goto(await entrance(page));
  await expect(portal.getByLabel('Password')).toBeVisible();
  await expectAccessible(portal, "the sign-in page with a customer's identity provider");
  // The provider knows this person, who is not of the portal.
  await press(withProvider(portal));
  await beAtProvider(portal, `nobody${randomUUID().slice(0, 8)}`);
  await expect(portal.getByRole('alert')).toHaveText(/its account does not open your company's portal/);
  // The provider is still offered there, and remembers who was there, in this browser alone.
  await expect(withProvider(portal)).toBeVisible();

  const own = await (await anotherContext()).newPage();
  await own.goto(await entrance(page));
  // A wrong password does not make the page forget the provider, and neither does signing out.
  await own.getByLabel('Sign-in name').fill(`${person}@partner.example`);
  await own.getByLabel('Password').fill('a wrong password');
  await press(own.getByRole('button', { name: 'Sign in', exact: true }));
  await expect(own.getByRole('alert')).toBeVisible();
  await press(withProvider(own));
  await beAtProvider(own, person);
  await expect(own).toHaveURL(`${server.url}/portal`);
  await press(own.getByRole('button', { name: 'Account of Petra Malá' }));
  // Chromium says what it cleared.
  allowConsole(/^info: Clear-Site-Data header on /);
  await press(own.getByRole('button', { name: 'Sign out' }));
  // The provider knows who was there, and asks nothing.
  await press(withProvider(own));
  await expect(own).toHaveURL(`${server.url}/portal`);
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
  await expect(own.getByRole('link', { name: 'Customers' })).toHaveCount(0);
  await own.goto('/customers');
  await expect(own.getByRole('table')).toHaveCount(0);
  await own.goto('/portal/account');
  await expect(own.getByText('You have no password.')).toBeVisible();
  await press(command(own, `Unlink your account at ${NAME}`));
  await expect(own.getByText(/^This is your only way to sign in\./)).toBeVisible();
  await expectAccessible(own, 'the account of a portal person without a password');

  await page.reload();
  await expectRow(page.getByRole('table', { name: 'People of the portal' }), { Name: 'Petra Malá', Status: 'Active' });
  await press(command(page, `Remove ${NAME}`));
  await press(command(dialog(page, `Remove the identity provider ${NAME}?`), 'Remove'));
  await expect(page.getByText('No identity providers yet.')).toBeVisible();
  await own.goto('/portal');
  await expect(own).toHaveURL(/\/sign-in/);
});

test('a portal person with a password links an account and unlinks it', async ({ page, server, anotherContext }) => {
  test.slow();
  await setUp(page, server);
  const person = `petra${randomUUID().slice(0, 8)}`;
  const temporary = await addPerson(page, person);
  const portal = await (await anotherContext()).newPage();
  await portal.goto('/sign-in');
  await signInByForm(portal, { signInName: `${person}@partner.example`, password: temporary });
  await portal.getByLabel('Temporary password').fill(temporary);
  await portal.getByLabel('New password').fill(PASSWORD);
  await press(command(portal, 'Change password'));
  await expect(portal).toHaveURL(`${server.url}/portal`);
  await portal.goto('/portal/account');
  await press(portal.getByRole('link', { name: `Link your account at ${NAME}` }));
  await beAtProvider(portal, `other${randomUUID().slice(0, 8)}`);
  await expect(portal.getByText('Your account was linked. You can sign in with it.')).toBeVisible();
  await expect(portal).toHaveURL(/\/portal\/account/);
  await expectAccessible(portal, 'the linked accounts of a portal person');
  await press(command(portal, `Unlink your account at ${NAME}`));
  await expect(portal.getByRole('link', { name: `Link your account at ${NAME}` })).toBeVisible();
});
