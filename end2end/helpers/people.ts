/** People with other roles than the demo administrator. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type Fixtures, type Server, expect } from './server';
import { signIn } from './sign_in';

/** Invites a person with these roles, accepts, and returns a page where the person is signed in. */
export async function signedInWithRoles(
  { page, server, anotherContext }: Fixtures,
  ...roles: string[]
): Promise<Page> {
  await signIn(page, server);
  const form = { name: roles.join(' and '), sign_in_name: `${randomUUID().slice(0, 8)}@partner.example`, roles };
  const { Made } = await call<{ Made: { link: { path: string } } }>(page, server, 'people/invite', { form });
  const context = await anotherContext();
  const accepted = await context.request.post(`${server.url}${Made.link.path}`, {
    form: { password: 'four quiet words here' },
    headers: { origin: server.url },
    maxRedirects: 0,
  });
  expect(accepted.headers()['location'], 'where accepting leads').toBe('/customers');
  return context.newPage();
}

/** Removes everybody but the demo administrator, as whom the page is signed in. */
export async function removeOthers(page: Page, server: Server): Promise<void> {
  const { people } = await call<{ people: { id: string; sign_in_name: string }[] }>(page, server, 'people/list', {});
  for (const { id, sign_in_name } of people) {
    if (sign_in_name !== server.signInName) await call(page, server, 'people/change', { person: id, change: 'Remove' });
  }
}

/** Calls a server function as the signed-in person. */
async function call<Reply>(page: Page, server: Server, name: string, data: object): Promise<Reply> {
  const headers = { origin: server.url, accept: 'application/json' };
  const reply = await page.request.post(`${server.url}/api/${name}`, { data, headers });
  return (await reply.json()) as Reply;
}
