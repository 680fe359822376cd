/**
 * Which pages and files each role opens, and which are refused with the reason or are not found. The tables are written by hand, so
 * that a change of what a role may do is noticed here. They are asked for without showing them: what the pages do is in other specs.
 * The users are shown too, with a command that only some roles have.
 */
import type { Locator, Page } from '@playwright/test';
import { answer, ask, deletedTable } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { ownCustomer } from '../helpers/own_customer';
import { call, removeOthers, signedInWithRoles } from '../helpers/people';
import { PASSWORD, command, newSignInName } from '../helpers/portal';
import { type Server, expect, isLive, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { command as commandOf, usersAreLive } from '../helpers/table';

/** A path with `{customer}` and `{other}`, the heading, and for each role whether it opens (`o`), is refused (`r`) or is missing (`-`). */
type Row = [path: string, heading: string, roles: string, refusal?: string];

const USERS = 'seeing users';
const EDIT = 'adding and editing users';
const PEOPLE = "managing your organization's people";

const ROLES = [
  'GlobalAdmin',
  'AccountAdmin',
  'AdminAgent',
  'SalesAgent',
  'HelpdeskAgent',
  'UserManagementAdmin',
  'BillingAdmin',
  'SupportRequestAdmin',
];
const PARTNER: Row[] = [
  ['/customers', 'Customers', 'oooooooo'],
  ['/customers/{customer}/users', 'Users and licenses', 'oooooorr', USERS],
  ['/customers/{customer}/users/export.csv', '', 'oooooorr', USERS],
  ['/customers/{customer}/add-user', 'Add user', 'ororoorr', EDIT],
  ['/customers/{customer}/upload', 'Upload users', 'ororoorr', EDIT],
  ['/customers/{customer}/deleted', 'Deleted users', 'oooooorr', USERS],
  ['/customers/{customer}/changes', 'Recent changes', 'oooooorr', USERS],
  ['/customers/{customer}/products', 'Products', 'oooooorr', USERS],
  ['/customers/{customer}/activity', 'Activity', 'oooooorr', USERS],
  ['/customers/{customer}/activity/export.csv', '', 'oooooorr', USERS],
  ['/customers/{customer}/relationships', 'Admin relationships', 'oooooooo'],
  ['/customers/{customer}/portal', 'Portal', 'oorrrrrr', PEOPLE],
  ['/relationships', 'Admin relationships of all customers', 'oooooooo'],
  ['/activity', 'Activity of all customers', 'oooooorr', USERS],
  ['/activity?view=security', 'Activity of all customers', 'oorrrrrr', 'seeing security events'],
  ['/people', 'User management', 'oorrrrrr', PEOPLE],
  ['/people?view=sign-in', 'User management', 'oorrrrrr', PEOPLE],
  ['/account-settings', 'Account settings', 'oorrrrrr', "changing your organization's account"],
  ['/account', 'My account', 'oooooooo'],
  ['/customers/{other}/users', 'Page not found', '--------'],
  ['/portal', 'Page not found', '--------'],
  ['/portal/{customer}/users', 'Page not found', '--------'],
  ['/portal/{customer}/edit', 'Page not found', '--------'],
  ['/portal/{customer}/deleted', 'Page not found', '--------'],
  ['/portal/{customer}/billing', 'Page not found', '--------'],
  ['/portal/{customer}/activity', 'Page not found', '--------'],
  ['/portal/account', 'Page not found', '--------'],
];

const PORTAL_ROLES = ['GlobalAdmin', 'UserManagementAdmin', 'LicenseAdmin'];
const PORTAL: Row[] = [
  ['/portal', 'Dashboard', 'ooo'],
  ['/portal/{customer}/users', 'Users', 'ooo'],
  ['/portal/{customer}/edit', 'Assign user licenses', 'ooo'],
  ['/portal/{customer}/deleted', 'Deleted users', 'ooo'],
  ['/portal/{customer}/billing', 'Billing', 'ooo'],
  ['/portal/{customer}/activity', 'Activity', 'ooo'],
  ['/portal/account', 'My account', 'ooo'],
  ['/portal/{other}/users', 'Page not found', '---'],
  ['/portal/{other}/activity', 'Page not found', '---'],
  ['/customers', 'Not found', '---'],
  ['/customers/{customer}/users', 'Not found', '---'],
  ['/customers/{customer}/portal', 'Not found', '---'],
  ['/customers/{customer}/users/export.csv', '', '---'],
  ['/customers/{customer}/activity', 'Not found', '---'],
  ['/relationships', 'Not found', '---'],
  ['/activity', 'Not found', '---'],
  ['/activity/export.csv', '', '---'],
  ['/people', 'Not found', '---'],
  ['/account-settings', 'Not found', '---'],
  ['/account', 'Not found', '---'],
];

const STATUS: Record<string, number> = { o: 200, r: 403, '-': 404 };

/** The text of a part of a page. */
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll('&#x27;', "'").trim();

/** Asks for every path of a table, as the person whose page it is. */
async function expectRows(page: Page, { url }: Server, table: Row[], column: number, customer: string): Promise<void> {
  const other = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
  for (const [path, heading, roles, refusal] of table) {
    const asked = path.replace('{customer}', customer).replace('{other}', other);
    const expected = roles.charAt(column);
    const reply = await page.request.get(`${url}${asked}`);
    expect(reply.status(), asked).toBe(STATUS[expected]);
    const body = await reply.text();
    if (expected === 'r') expect(textOf(body), asked).toContain(`Your roles don't allow ${refusal}.`);
    if (heading === '') continue;
    const shown = /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1] ?? '';
    // Pages of a customer begin with its name.
    expect(textOf(shown).split(' | ').at(-1), asked).toBe(heading);
  }
}

/** A customer for these tests. */
async function customerOf(server: Server): Promise<string> {
  const { id } = await ownCustomer(server, { seats: {}, users: { 'Adele Vance': {}, 'Ben Novak': {} } });
  return id;
}

/** What a role has in the row of a path. */
const has = (table: Row[], path: string, column: number) => table.find(([one]) => one === path)?.[2].charAt(column);

/** Expects a command to be there, or to say why it is not. */
async function expectCommand(button: Locator, isAllowed: boolean, refusal: string): Promise<void> {
  if (isAllowed) {
    await expect(button).toBeEnabled();
  } else {
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(new RegExp(refusal));
  }
}

for (const [column, role] of ROLES.entries()) {
  test(`${role} opens these pages, and no others`, async ({ page: admin, server, anotherContext, allowConsole }) => {
    const customer = await customerOf(server);
    const page = await signedInWithRoles({ page: admin, server, anotherContext }, role);
    await expectRows(page, server, PARTNER, column, customer);
    const users = '/customers/{customer}/users';
    const seesUsers = has(PARTNER, users, column) === 'o';
    if (!seesUsers) allowConsole(/403/);
    await page.goto(users.replace('{customer}', customer));
    if (seesUsers) {
      await usersAreLive(page);
      const adds = has(PARTNER, '/customers/{customer}/add-user', column) === 'o';
      await expectCommand(await commandOf(page, 'Add user'), adds, `^Your roles don't allow ${EDIT}\\. It needs the role .+ can give it`);
    } else {
      await expect(page.getByRole('alert')).toContainText(`Your roles don't allow ${USERS}. It needs the role`);
    }
    await expectAccessible(page, `users as ${role}`);
    // The account menu leads to no page that is refused.
    await page.goto('/customers');
    await page.getByRole('button', { name: /^Account of / }).click();
    const opens = PARTNER.filter(([path, , roles]) => path.startsWith('/activity') && roles.charAt(column) === 'o');
    const link = page.getByRole('link', { name: 'Activity of all customers' });
    await expect(link).toHaveCount(opens.length > 0 ? 1 : 0);
    // Other tests expect the demo administrator to be the only one who manages people.
    await removeOthers(admin, server);
  });
}

for (const [column, role] of PORTAL_ROLES.entries()) {
  test(`${role} of a portal opens these pages, and no others`, async ({ page: admin, server, anotherContext }) => {
    const customer = await customerOf(server);
    await signIn(admin, server);
    await ask(admin, customer, ['Adele Vance'], 'Delete user(s)');
    await answer(admin, 'Delete 1 user', 'Users deleted');
    await call(admin, server, 'portal/switch', { customer, on: true });
    const form = { name: 'Petra Malá', sign_in_name: newSignInName(), role };
    const { Made } = await call<{ Made: { password: string } }>(admin, server, 'portal/add', { customer, form });
    const page = await (await anotherContext()).newPage();
    const post = async (path: string, fields: Record<string, string>) => {
      const how = { form: fields, headers: { origin: server.url }, maxRedirects: 0 };
      const reply = await page.request.post(`${server.url}${path}`, how);
      expect(reply.headers()['location'], `where ${path} leads`).toBe('/portal');
    };
    await post('/sign-in', { sign_in_name: form.sign_in_name, password: Made.password });
    await post('/portal/password', { current: Made.password, password: PASSWORD });
    await expectRows(page, server, PORTAL, column, customer);
    await page.goto(`${server.url}/portal/${customer}/deleted`);
    await isLive(page);
    await deletedTable(page).getByRole('checkbox', { name: 'Adele Vance', exact: true }).check();
    await expectCommand(command(page, 'Restore'), role !== 'LicenseAdmin', 'It needs the role .+ can give it');
    await expectAccessible(page, `deleted users as ${role} of a portal`);
  });
}
