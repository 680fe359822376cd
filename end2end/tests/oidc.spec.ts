/** Signing in with a real identity provider: setting it up, first sign-in, linking, accepting an invitation, no passwords. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { CLIENT, type Lie, beAtProvider, startProvider, tellLie } from '../helpers/provider';
import { type Fixtures, type Server, expect, freePort, stop, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';

const NAME = 'Contoso';

const providers = (page: Page) => page.getByRole('table', { name: 'Identity providers' });
const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const withProvider = (page: Page) => page.getByRole('link', { name: `Sign in with ${NAME}` });

let provider: ChildProcess | undefined;

test.beforeEach(async ({ server }) => server.restart({ flags: ['--public-url', server.url] }));

test.afterEach(async ({ page, server }) => {
  if (provider !== undefined) await stop(provider);
  provider = undefined;
  await server.restart();
  await server.cli(['local-passwords', 'on']);
  await page.context().clearCookies();
  await signIn(page, server);
  await removeOthers(page, server);
  await page.goto('/people?view=sign-in');
  await expect(page.getByRole('heading', { level: 2, name: 'Passwords' })).toBeVisible();
  if ((await providers(page).count()) > 0) {
    await press(command(page, `Remove ${NAME}`));
    await press(dialog(page, `Remove the identity provider ${NAME}?`).getByRole('button', { name: 'Remove' }));
    await expect(page.getByText('No identity providers yet.')).toBeVisible();
  }
});

/** Fills in and saves the form of a new provider. */
async function fillIn(form: Locator, issuer: string): Promise<void> {
  await form.getByLabel('Name', { exact: true }).fill(NAME);
  await form.getByLabel('Issuer').fill(issuer);
  await form.getByLabel('Client ID').fill(CLIENT.id);
  await form.getByLabel('Client secret').fill(CLIENT.secret);
  await form.getByLabel('Scopes').fill('email groups');
  await form.getByLabel('Allowed e-mail domains').fill('partner.example');
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form).toBeHidden();
}

/** Sets the provider up as the demo administrator, and starts it. Returns its port, and where it sends people back to. */
async function setUp(page: Page, server: Server): Promise<{ port: number; uri: string }> {
  const port = await freePort();
  await signIn(page, server);
  await page.goto('/people?view=sign-in');
  await press(command(page, 'Add identity provider'));
  await fillIn(dialog(page, 'Add identity provider'), `http://127.0.0.1:${port}`);
  const row = await expectRow(providers(page), { Name: NAME, Status: 'Enabled' });
  const uri = await row.getByText('/callback').innerText();
  expect(uri).toMatch(new RegExp(`^${server.url}/sign-in/provider/[0-9a-f-]+/callback$`));
  provider = await startProvider(port, uri.trim());
  return { port, uri: uri.trim() };
}

/** Invites somebody, and returns the path of the invitation. */
async function invite(page: Page, server: Server, signInName: string): Promise<string> {
  const reply = await page.request.post(`${server.url}/api/people/invite`, {
    data: { form: { people: [{ name: 'Dana', sign_in_name: signInName }], roles: ['HelpdeskAgent'] } },
    headers: { origin: server.url, accept: 'application/json' },
  });
  const { Made } = (await reply.json()) as { Made: { links: { path: string }[] } };
  return Made.links[0]?.path ?? '';
}

test('a provider is set up and checked, and what is wrong is said', async ({ page, server }) => {
  const port = await freePort();
  await signIn(page, server);
  await page.goto('/people');
  await page.getByRole('tab', { name: 'Sign-in' }).click();
  await expect(page).toHaveURL(/view=sign-in/);
  await expect(page.getByText('No identity providers yet.')).toBeVisible();
  await press(command(page, 'Add identity provider'));
  const form = dialog(page, 'Add identity provider');
  await form.getByLabel('Name', { exact: true }).fill(NAME);
  await form.getByLabel('Issuer').fill('https://login.microsoftonline.com/common/v2.0');
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form.getByLabel('Issuer')).toBeFocused();
  await expect(form.getByLabel('Issuer')).toHaveAccessibleDescription(/Enter that of your own tenant/);
  await expectAccessible(page, 'the form of an identity provider with an error');
  await fillIn(form, `http://127.0.0.1:${port}`);
  await press(command(page, `Check ${NAME}`));
  await expect(page.getByText(`${NAME}: The provider can't be reached.`)).toBeVisible();
  const row = await expectRow(providers(page), { Name: NAME, Status: 'Enabled' });
  provider = await startProvider(port, (await row.getByText('/callback').innerText()).trim());
  await press(command(page, `Check ${NAME}`));
  await expect(page.getByText(`${NAME} answers, and its discovery document and keys are in order.`)).toBeVisible();
  await expectAccessible(page, 'the identity providers');
  // The secret is not shown, and stays when the field is left empty.
  await press(command(page, `Edit ${NAME}`));
  const edit = dialog(page, `Edit ${NAME}`);
  await expect(edit.getByLabel('Client secret')).toHaveValue('');
  await press(edit.getByRole('button', { name: 'Save' }));
  await expect(edit).toBeHidden();
  await expectRow(providers(page), { Name: NAME, Status: 'Enabled' });
});

test('an invited person accepts with the provider, and signs in with it again', async ({
  page,
  server,
  anotherContext,
}) => {
  await setUp(page, server);
  const person = `agent${randomUUID().slice(0, 8)}`;
  const path = await invite(page, server, `${person}@partner.example`);
  const other = await (await anotherContext()).newPage();
  await other.goto(path);
  await expectAccessible(other, 'an invitation with an identity provider');
  await press(other.getByRole('link', { name: `Accept with ${NAME}` }));
  await beAtProvider(other, person);
  await expect(other).toHaveURL(`${server.url}/customers`);
  await expect(other.getByRole('button', { name: 'Account of Dana' })).toBeVisible();

  await other.goto('/account');
  await expect(other.getByText('You have no password.')).toBeVisible();
  await expect(other.getByLabel('Current password')).toHaveCount(0);
  await expectAccessible(other, 'the account of a person without a password');

  // In a browser that neither knows.
  const fresh = await (await anotherContext()).newPage();
  await fresh.goto('/customers?search=contoso');
  await expect(withProvider(fresh)).toBeVisible();
  await expect(fresh.getByLabel('Password')).toBeVisible();
  await expectAccessible(fresh, 'the sign-in page with an identity provider');
  await press(withProvider(fresh));
  await beAtProvider(fresh, person);
  await expect(fresh).toHaveURL(`${server.url}/customers?search=contoso`);

  await page.goto('/activity?view=security');
  const events = page.getByRole('table', { name: 'Security' });
  await expect(events).toContainText('Signed in with an identity provider');
  await expect(events).toContainText('Account at an identity provider linked');
});

test('a group that the provider names gives its role', async ({ page, server, anotherContext, allowConsole }) => {
  // The page of people is refused to the person outside the group.
  allowConsole(/403/);
  await setUp(page, server);
  const name = `Agents ${randomUUID().slice(0, 8)}`;
  await page.goto('/people?view=groups');
  await press(command(page, 'New group'));
  const group = dialog(page, 'New group');
  await group.getByLabel('Name', { exact: true }).fill(name);
  await group.getByRole('checkbox', { name: 'Account admin', exact: true }).check();
  await press(group.getByRole('button', { name: 'Save' }));
  await expect(group).toBeHidden();

  await page.goto('/people?view=sign-in');
  await press(command(page, `Edit ${NAME}`));
  const form = dialog(page, `Edit ${NAME}`);
  await form.getByLabel('Claim with the groups').fill('groups');
  await press(form.getByRole('button', { name: 'Add group' }));
  const mapped = form.getByRole('group', { name: 'Groups from the provider' });
  await expect(mapped.getByRole('textbox')).toBeFocused();
  await mapped.getByRole('textbox').fill('agents');
  await mapped.getByRole('combobox').selectOption(name);
  await expectAccessible(page, 'a mapped group of an identity provider');
  await press(form.getByRole('button', { name: 'Save' }));
  await expect(form).toBeHidden();

  const fixtures = { page, server, anotherContext };
  const { other: member } = await invited(fixtures);
  await member.goto('/people');
  await expect(member.getByRole('table', { name: 'People' })).toBeVisible();
  const { other: outsider } = await invited(fixtures, `person${randomUUID().slice(0, 8)}`);
  await outsider.goto('/people');
  await expect(outsider.getByRole('alert')).toContainText("Your roles don't allow managing your organization's people.");

  await page.goto('/people?view=groups');
  await press(command(page, `Delete ${name}`));
  await press(page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }));
  await expect(page.getByRole('table', { name: 'Groups' }).getByText(name)).toHaveCount(0);
});

test('strangers, and who declines, are told so on the sign-in page', async ({ page, server, anotherContext }) => {
  await setUp(page, server);
  const other = await (await anotherContext()).newPage();
  await other.goto('/sign-in');
  await press(withProvider(other));
  await press(other.getByRole('button', { name: 'Decline' }));
  await expect(other.getByRole('alert')).toHaveText(/^The identity provider did not sign you in\./);
  await press(withProvider(other));
  await beAtProvider(other, `nobody${randomUUID().slice(0, 8)}`);
  await expect(other.getByRole('alert')).toHaveText(/its account does not open one here/);
  await page.goto('/activity?view=security');
  const events = page.getByRole('table', { name: 'Security' });
  await expect(events).toContainText(`${NAME}: nobody has this e-mail address`);
  await expect(events).toContainText(`${NAME}: declined`);
});

/** Somebody who was invited and is in with the provider, and a page of that person's browser. */
async function invited(
  { page, server, anotherContext }: Fixtures,
  person = `agent${randomUUID().slice(0, 8)}`,
): Promise<{ person: string; other: Page }> {
  const path = await invite(page, server, `${person}@partner.example`);
  const other = await (await anotherContext()).newPage();
  await other.goto(path);
  await press(other.getByRole('link', { name: `Accept with ${NAME}` }));
  await beAtProvider(other, person);
  await expect(other).toHaveURL(`${server.url}/customers`);
  return { person, other };
}

const LIES: [lie: Lie, reason: string][] = [
  ['issuer', 'wrong issuer'],
  ['nonce', 'wrong nonce'],
  ['expired', 'expired token'],
];

test('a wrong token signs nobody in, and a key that was replaced does', async ({ page, server, anotherContext }) => {
  test.slow();
  const { port, uri } = await setUp(page, server);
  const { person } = await invited({ page, server, anotherContext });

  const expectRefused = async (lie: Lie, reason: string) => {
    const fresh = await (await anotherContext()).newPage();
    await fresh.goto('/sign-in');
    await tellLie(port, lie);
    await press(withProvider(fresh));
    await beAtProvider(fresh, person);
    await expect(fresh.getByRole('alert'), lie).toHaveText(/or its answer was not valid/);
    await fresh.goto('/customers');
    await expect(fresh, lie).toHaveURL(/\/sign-in/);
    await page.goto('/activity?view=security');
    await expect(page.getByRole('table', { name: 'Security' })).toContainText(`${NAME}: ${reason}`);
  };
  for (const [lie, reason] of LIES) await expectRefused(lie, reason);

  // It begins anew with another key. Keys that nobody knows come last: the provider is not asked for its keys again at once.
  if (provider !== undefined) await stop(provider);
  provider = await startProvider(port, uri);
  const later = await (await anotherContext()).newPage();
  await later.goto('/customers');
  await press(withProvider(later));
  await beAtProvider(later, person);
  await expect(later).toHaveURL(`${server.url}/customers`);
  await expectRefused('key', 'wrong signature');
});

test('a code is good once, and in the browser that asked for it', async ({ page, server, anotherContext }) => {
  await setUp(page, server);
  const person = `agent${randomUUID().slice(0, 8)}`;
  const path = await invite(page, server, `${person}@partner.example`);
  const other = await (await anotherContext()).newPage();
  await other.goto(path);
  await press(other.getByRole('link', { name: `Accept with ${NAME}` }));
  const back = other.waitForRequest((request) => request.url().includes('/callback?'));
  await beAtProvider(other, person);
  await expect(other).toHaveURL(`${server.url}/customers`);
  const came = new URL((await back).url());

  // The same browser brings it again.
  const again = await other.request.get(came.href, { maxRedirects: 0 });
  expect(again.headers()['location']).toContain('error=provider-late');

  // Somebody who knows the code brings it in a sign-in of their own.
  const thief = await (await anotherContext()).newPage();
  await thief.goto('/sign-in');
  const asks = thief.waitForRequest((request) => new URL(request.url()).searchParams.has('state'));
  await press(withProvider(thief));
  const state = new URL((await asks).url()).searchParams.get('state') ?? '';
  await expect(thief.getByRole('heading', { name: 'Provider' })).toBeVisible();
  came.searchParams.set('state', state);
  await thief.goto(came.href);
  await expect(thief.getByRole('alert')).toHaveText(/or its answer was not valid/);
  await page.goto('/activity?view=security');
  await expect(page.getByRole('table', { name: 'Security' })).toContainText(`${NAME}: code refused`);
});

test('with a linked account passwords can be switched off, and back on the command line', async ({
  page,
  server,
  anotherContext,
}) => {
  await setUp(page, server);
  await press(command(page, 'Switch passwords off'));
  await expect(page.getByText(/must first link an account at an enabled identity provider/)).toBeVisible();
  await page.goto('/account');
  await press(page.getByRole('link', { name: `Link your account at ${NAME}` }));
  const person = `anna${randomUUID().slice(0, 8)}`;
  await beAtProvider(page, person);
  await expect(page.getByText('Your account was linked. You can sign in with it.')).toBeVisible();
  await expectAccessible(page, 'the linked accounts');
  await page.goto('/people?view=sign-in');
  await press(command(page, 'Switch passwords off'));
  await expect(page.getByText(/^Off: only identity providers sign your people in\./)).toBeVisible();

  const other = await (await anotherContext()).newPage();
  await other.goto('/sign-in');
  await expect(withProvider(other)).toBeVisible();
  // For people of customers' portals, if there are any, the form is folded away.
  await expect(other.getByLabel('Password')).toBeHidden();
  await expectAccessible(other, 'the sign-in page without passwords');
  await press(withProvider(other));
  await beAtProvider(other, person);
  await expect(other.getByRole('button', { name: 'Account of Anna Kováčová' })).toBeVisible();

  await page.goto('/account');
  await press(command(page, `Unlink your account at ${NAME}`));
  await expect(page.getByText(/^This is your only way to sign in\./)).toBeVisible();
  expect(await server.cli(['local-passwords', 'on'])).toContain('Local passwords: on');
  await other.context().clearCookies();
  await other.goto('/sign-in');
  await expect(other.getByLabel('Password')).toBeVisible();
  await press(command(page, `Unlink your account at ${NAME}`));
  await expect(page.getByRole('link', { name: `Link your account at ${NAME}` })).toBeVisible();
});

test('somebody who manages people unlinks the account of another', async ({ page, server, anotherContext }) => {
  await setUp(page, server);
  // Other tests may have left somebody with the same name.
  await removeOthers(page, server);
  const colleague = await signedInWithRoles({ page, server, anotherContext }, 'HelpdeskAgent');
  await colleague.goto('/account');
  const signInName = (await colleague.locator('dl.facts dd').nth(1).textContent()) ?? '';
  const byProvider = await (await anotherContext()).newPage();
  await byProvider.goto('/sign-in');
  await press(withProvider(byProvider));
  await beAtProvider(byProvider, signInName.split('@')[0] ?? '');
  await expect(byProvider).toHaveURL(`${server.url}/customers`);

  await page.goto('/people');
  const unlink = `Unlink ${NAME} from HelpdeskAgent`;
  await press(command(page, unlink));
  const question = dialog(page, `${unlink}?`);
  await expect(question).toContainText(/is signed out at once/);
  await expectAccessible(page, 'the question before an account is unlinked');
  await press(question.getByRole('button', { name: `Unlink ${NAME}` }));
  await expect(question).toBeHidden();
  await expect(command(page, unlink)).toHaveCount(0);
  await expect(command(page, 'Edit HelpdeskAgent')).toBeFocused();
  await byProvider.goto('/customers');
  await expect(byProvider).toHaveURL(/\/sign-in/);
});

test('who has no password confirms with the provider, which asks anew', async ({
  page,
  server,
  anotherContext,
  allowConsole,
}) => {
  // Chromium logs what the server refuses.
  allowConsole(/status of 403/);
  test.slow();
  await setUp(page, server);
  const { person, other } = await invited({ page, server, anotherContext });
  // The page must not ask for anything while the server is away.
  await other.goto('about:blank');
  await server.restart({ flags: ['--public-url', server.url, '--proof-seconds', '5'] });
  await other.goto('/account');
  // The proof of signing in is good for five seconds here.
  await other.waitForTimeout(5_500);
  await press(command(other, 'Set up a second factor'));
  const question = dialog(other, 'Confirm that it is you');
  const confirm = question.getByRole('link', { name: 'Confirm with your identity provider' });
  await expect(confirm).toBeVisible();
  await expectAccessible(other, 'the question who it is, with an identity provider');
  await press(confirm);
  // The provider knows the person, and asks nevertheless. Somebody else proves nothing.
  await beAtProvider(other, `somebody${randomUUID().slice(0, 8)}`);
  await expect(other.getByText(/^It was not confirmed that it is you/)).toBeVisible();
  await press(command(other, 'Set up a second factor'));
  await press(confirm);
  await beAtProvider(other, person);
  await expect(other).toHaveURL(/\/account/);
  await press(command(other, 'Set up a second factor'));
  await expect(other.getByText('Scan this code with your authenticator app.')).toBeVisible();
  await expect(question).toBeHidden();
});

test.describe('without JavaScript', () => {
  test('signing in with a provider works', async ({ page, server, browser }) => {
    await setUp(page, server);
    const person = `agent${randomUUID().slice(0, 8)}`;
    const path = await invite(page, server, `${person}@partner.example`);
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url });
    const other = await context.newPage();
    await other.goto(path);
    await other.getByRole('link', { name: `Accept with ${NAME}` }).click();
    await beAtProvider(other, person);
    await expect(other).toHaveURL(`${server.url}/customers`);
    await context.clearCookies();
    await other.goto('/customers');
    await withProvider(other).click();
    await beAtProvider(other, person);
    await expect(other).toHaveURL(`${server.url}/customers`);
    await context.close();
  });
});
