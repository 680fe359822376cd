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
  const form = { people: [newInvitee(roles.join(' and '))], roles };
  return accepted({ page, server, anotherContext }, form);
}

/** Somebody with a sign-in name that nobody has. */
function newInvitee(name: string): object {
  return { name, sign_in_name: `${randomUUID().slice(0, 8)}@partner.example` };
}

/** Invites somebody with this form, accepts, and returns a page where the person is signed in. */
async function accepted({ page, server, anotherContext }: Fixtures, form: object): Promise<Page> {
  const { Made } = await call<{ Made: { links: { path: string }[] } }>(page, server, 'people/invite', { form });
  const context = await anotherContext();
  const reply = await context.request.post(`${server.url}${Made.links[0]?.path}`, {
    form: { password: 'four quiet words here' },
    headers: { origin: server.url },
    maxRedirects: 0,
  });
  expect(reply.headers()['location'], 'where accepting leads').toBe('/customers');
  return context.newPage();
}

/** Custom permissions as the server reads them. */
export interface Custom {
  permissions: string[];
  customers: 'All' | { Tagged: string[] } | { Chosen: string[] };
}

/** The same for a person with custom permissions in place of roles. */
export async function signedInWithCustom(
  { page, server, anotherContext }: Fixtures,
  name: string,
  custom: Custom,
): Promise<Page> {
  await signIn(page, server);
  const form = { people: [newInvitee(name)], roles: [], custom };
  return accepted({ page, server, anotherContext }, form);
}

/** Removes everybody but the demo administrator, as whom the page is signed in. */
export async function removeOthers(page: Page, server: Server): Promise<void> {
  const { people } = await call<{ people: { id: string; sign_in_name: string }[] }>(page, server, 'people/list', {});
  for (const { id, sign_in_name } of people) {
    if (sign_in_name !== server.signInName) await call(page, server, 'people/change', { person: id, change: 'Remove' });
  }
}

/** Calls a server function as the signed-in person. */
export async function call<Reply>(page: Page, server: Server, name: string, data: object): Promise<Reply> {
  const headers = { origin: server.url, accept: 'application/json' };
  const reply = await page.request.post(`${server.url}/api/${name}`, { data, headers });
  return (await reply.json()) as Reply;
}
