/** Pages of the portal and of User management on a phone and on a tablet: none scrolls sideways, and axe finds nothing on a tablet. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { answer, ask, deletedTable } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { E3, VISIO } from '../helpers/licenses';
import { ownCustomer } from '../helpers/own_customer';
import { type Server, expect, test } from '../helpers/server';
import { signIn, signInByForm } from '../helpers/sign_in';
import { selectionBar, userBox, usersAreLive } from '../helpers/table';

const PASSWORD = 'four quiet words here';
const LONG = 'Maximilian-Alexander von Hohenstein-Württemberg';

const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Calls a server function as the signed-in person. */
async function call<Reply>(page: Page, server: Server, name: string, data: object): Promise<Reply> {
  const headers = { origin: server.url, accept: 'application/json' };
  const reply = await page.request.post(`${server.url}/api/${name}`, { data, headers });
  return (await reply.json()) as Reply;
}

/** Switches a portal on, adds somebody with a long name, and returns how that person signs in first. */
async function portalPerson(page: Page, server: Server, customer: string): Promise<Pick<Server, 'signInName' | 'password'>> {
  await call(page, server, 'portal/switch', { customer, on: true });
  const signInName = `maximilian.alexander.${randomUUID()}@hohenstein-holding.example`;
  const form = { name: LONG, sign_in_name: signInName, role: 'GlobalAdmin' };
  const { Made } = await call<{ Made: { password: string } }>(page, server, 'portal/add', { customer, form });
  return { signInName, password: Made.password };
}

/** How wide a tablet is: many specs run at desktop size alone, so its pages are checked here. */
const TABLET = 768;

for (const { width, height } of [{ width: 390, height: 844 }, { width: TABLET, height: 1024 }]) {
  test.describe(`at ${width}×${height}`, () => {
    test.use({ viewport: { width, height } });

    /** Expects the page to be no wider than the screen, and accessible on a tablet. */
    async function keepsWidth(page: Page, what: string): Promise<void> {
      const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(scrolled, `${what} scrolls sideways`).toBeLessThanOrEqual(width);
      if (width === TABLET) await expectAccessible(page, what);
    }

    test('the pages of a portal keep their width', async ({ page, server, anotherContext }) => {
      test.slow();
      const users = { [LONG]: { holds: [E3] }, 'Ben Novak': { location: null }, 'Cleo Adams': {}, 'Dana Holt': {} };
      const customer = await ownCustomer(server, { seats: { [E3]: 3, [VISIO]: 1 }, users });
      await signIn(page, server);
      const person = await portalPerson(page, server, customer.id);
      await page.goto(`/customers/${customer.id}/portal`);
      await expect(page.getByRole('table', { name: 'People of the portal' })).toBeVisible();
      await keepsWidth(page, 'the people of a portal');
      await page.goto(`/customers/${customer.id}/products?view=products`);
      await expect(page.getByRole('table', { name: 'Your products' })).toBeVisible();
      await keepsWidth(page, 'the products of a customer');
      await ask(page, customer.id, ['Dana Holt'], 'Delete user(s)');
      await answer(page, 'Delete 1 user', 'Users deleted');

      const portal = await (await anotherContext()).newPage();
      await portal.setViewportSize({ width, height });
      await portal.goto(`${server.url}/sign-in`);
      await signInByForm(portal, person);
      await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Choose a password');
      await keepsWidth(portal, 'choosing a password');
      await portal.getByLabel('Temporary password').fill(person.password);
      await portal.getByLabel('New password').fill(PASSWORD);
      await portal.getByRole('button', { name: 'Change password' }).click();
      await expect(portal.getByRole('link', { name: 'Assign user licenses' })).toBeVisible();
      await keepsWidth(portal, 'the dashboard');

      const at = (path: string) => `${server.url}/portal/${customer.id}/${path}`;
      const tables = [['billing', 'Licenses'], ['billing?view=products', 'Your products'], ['activity', 'Activity']] as const;
      for (const [path, table] of tables) {
        await portal.goto(at(path));
        await expect(portal.getByRole('table', { name: table })).toBeVisible();
        await keepsWidth(portal, path);
      }
      await portal.goto(at('deleted'));
      await expect(deletedTable(portal)).toBeVisible();
      await keepsWidth(portal, 'the deleted users');
      await portal.goto(`${server.url}/portal/account`);
      await expect(command(portal, 'Set up a second factor')).toBeVisible();
      await keepsWidth(portal, 'the account');

      await portal.goto(at('users'));
      await usersAreLive(portal);
      await keepsWidth(portal, 'the users');
      for (const name of [LONG, 'Ben Novak', 'Cleo Adams']) await userBox(portal, name).check();
      await selectionBar(portal).getByRole('button', { name: 'Edit', exact: true }).click();
      for (const step of ['Details', 'Settings']) {
        await expect(portal.getByRole('heading', { level: 2, name: step })).toBeVisible();
        await keepsWidth(portal, step);
        await command(portal, 'Next').click();
      }
      await portal.getByRole('checkbox', { name: new RegExp(`^${VISIO}`) }).check();
      await expect(portal.getByText(/^Users: 1 will change/)).toBeVisible();
      await keepsWidth(portal, 'the licenses');
      await command(portal, 'Save').click();
      await expect(portal.getByRole('table', { name: 'Results' })).toBeVisible();
      await keepsWidth(portal, 'the results');
    });

    test('the tabs of User management, and Account settings, keep their width', async ({ page, server }) => {
      await signIn(page, server);
      const name = `The importer of the northern region ${randomUUID()}`;
      const form = { name, roles: ['HelpdeskAgent'] };
      await call(page, server, 'applications/add', { form, application_id: null });
      for (const [path, shown] of [
        ['/people', 'People'],
        ['/people?view=groups', 'Groups'],
        ['/people?view=applications', 'Microsoft Entra applications'],
        ['/people?view=sign-in', 'Passwords'],
        ['/account-settings', 'Verification'],
      ] as const) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 2, name: shown, exact: true })).toBeVisible();
        await keepsWidth(page, path);
      }
      await page.goto('/people?view=applications');
      for (const tab of await page.getByRole('tab').all()) await expect(tab).toBeInViewport({ ratio: 1 });
      await command(page, `Remove ${name}`).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await expect(command(page, `Remove ${name}`)).toHaveCount(0);
    });
  });
}
