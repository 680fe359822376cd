/** The portal of a customer: switching it on, and getting in. */
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { E3, VISIO, press } from './licenses';
import { type OwnCustomer, type OwnSoftware, ownCustomer } from './own_customer';
import { type Fixtures, expect } from './server';
import { signIn, signInByForm } from './sign_in';

/** The password that people of the portal choose. */
export const PASSWORD = 'four quiet words here';

/** A program that the customer of `fabrikam` bought. */
export const SOFTWARE = 'Windows Server 2025';

export const command = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
export const within = (open: Locator, name: string) => open.getByRole('button', { name, exact: true });
export const portalPeople = (page: Page) => page.getByRole('table', { name: 'People of the portal' });
/** The box of a product. */
export const product = (where: Page | Locator, name: string) => where.getByRole('checkbox', { name: new RegExp(`^${name}`) });
const menu = (page: Page, name: string) => page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name, exact: true });

/** A customer with some licenses and users. */
export function fabrikam({ server }: Pick<Fixtures, 'server'>): Promise<OwnCustomer> {
  const users = {
    'Adele Vance': { holds: [E3] },
    'Ben Novak': { location: null },
    'Cleo Adams': {},
    'Dana Holt': { holds: [VISIO] },
  };
  const software: OwnSoftware[] = [
    { productName: 'Extra storage', boughtAs: 'new-commerce', quantity: 4 },
    { productName: 'Contoso Sign', boughtAs: 'marketplace', publisherName: 'Contoso Apps' },
    { productName: SOFTWARE, downloads: [{ name: 'Setup', link: 'https://example.com/setup.iso' }], productKeys: ['AAAAA-BBBBB'] },
  ];
  return ownCustomer(server, { seats: { [E3]: 3, [VISIO]: 2 }, users, software });
}

/** A sign-in name that nobody has. */
export function newSignInName(): string {
  return `${randomUUID().slice(0, 8)}@fabrikam.example`;
}

/** Opens the page of the customer's portal as the demo administrator. */
export async function openManaged(page: Page, fixtures: Fixtures, customer: OwnCustomer): Promise<void> {
  await signIn(page, fixtures.server);
  await page.goto(`/customers/${customer.id}/portal`);
  await expect(page.getByRole('heading', { level: 2, name: 'People of the portal' })).toBeVisible();
}

/** Adds a person, and returns the temporary password. Its dialog is closed. */
export async function addPerson(page: Page, name: string, signInName: string, role: string): Promise<string> {
  await press(command(page, 'Add person'));
  const form = dialog(page, 'Add person');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Sign-in name').fill(signInName);
  await form.getByRole('radio', { name: new RegExp(`^${role}`) }).check();
  await press(within(form, 'Add'));
  const shown = dialog(page, 'Temporary password');
  await expect(shown).toContainText('It must be replaced at the first sign-in');
  const password = await shown.getByLabel('Temporary password').inputValue();
  await press(within(shown, 'Close').first());
  await expect(shown).toBeHidden();
  return password;
}

/** Switches the portal on with one person, and returns how that person signs in, and a page of another browser with the form. */
export async function invitedToPortal(
  fixtures: Fixtures,
  customer: OwnCustomer,
  role: string,
): Promise<{ portal: Page; signInName: string; temporary: string }> {
  const { page, server, anotherContext } = fixtures;
  await openManaged(page, fixtures, customer);
  await press(command(page, 'Switch on'));
  await expect(page.getByText('The portal is on.')).toBeVisible();
  const signInName = newSignInName();
  const temporary = await addPerson(page, 'Petra Malá', signInName, role);
  const portal = await (await anotherContext()).newPage();
  await portal.goto(`${server.url}/sign-in`);
  return { portal, signInName, temporary };
}

/** Switches the portal on with one person, and returns a page where that person is signed in with a password of their own. */
export async function inPortal(fixtures: Fixtures, customer: OwnCustomer, role: string): Promise<Page> {
  const { portal, signInName, temporary } = await invitedToPortal(fixtures, customer, role);
  await signInByForm(portal, { signInName, password: temporary });
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Choose a password');
  await portal.getByLabel('Temporary password').fill(temporary);
  await portal.getByLabel('New password').fill(PASSWORD);
  await portal.getByRole('button', { name: 'Change password' }).click();
  await expectDashboard(portal, fixtures.server.url);
  return portal;
}

/** Expects the start page of the portal. */
export async function expectDashboard(portal: Page, url: string): Promise<void> {
  await expect(portal).toHaveURL(`${url}/portal`);
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Dashboard');
  await portal.locator('html[data-live]').waitFor({ state: 'attached' });
}

/** Opens a page by the menu, which is behind a button on tablets. */
export async function byMenu(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name: 'Menu', exact: true });
  if (await button.isVisible()) await press(button);
  await press(menu(page, name));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}
