/** Signing in as the demo administrator, and opening a customer. */
import type { BrowserContext, Page } from '@playwright/test';
import { type Server, expect, isLive } from './server';
import { usersAreLive } from './table';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

interface Shared {
  cookies: Cookies;
  /** When it began, by the clock of this machine. */
  since: number;
}

/** Something sensitive needs a proof of who it is that is at most ten minutes old, as signing in is. A test takes less. */
const FRESH_MS = 5 * 60 * 1000;

/** The session of each server, shared by the tests of a worker, because signing in is slow on purpose. */
const sessions = new WeakMap<Server, Shared>();

/** Signs the browser in with the worker's shared session, which must not be signed out. */
export async function signIn(page: Page, server: Server): Promise<void> {
  const known = sessions.get(server);
  const isFresh = known !== undefined && Date.now() - known.since < FRESH_MS;
  const shared = isFresh ? known : { since: Date.now(), cookies: await newSession(page, server) };
  sessions.set(server, shared);
  await page.context().addCookies(shared.cookies);
}

/** Sends the request of the sign-in form. */
async function newSession(page: Page, { url, signInName, password }: Server): Promise<Cookies> {
  const reply = await page.request.post(`${url}/sign-in`, {
    form: { sign_in_name: signInName, password, next: '/customers' },
    headers: { origin: url },
    maxRedirects: 0,
  });
  expect(reply.headers()['location'], 'where signing in leads').toBe('/customers');
  return page.context().cookies();
}

/** Fills in and sends the form of the open sign-in page. */
export async function signInByForm(page: Page, who: Pick<Server, 'signInName' | 'password'>): Promise<void> {
  await page.getByLabel('Sign-in name').fill(who.signInName);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await isLive(page);
}

/** Opens the list of customers, then the users of one. */
export async function openCustomer(page: Page, name: string): Promise<void> {
  await page.goto('/customers');
  await page.getByRole('table').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} | Users and licenses`);
  await usersAreLive(page);
}
