/** A second factor that roles of a customer's portal need: chosen by the partner, and set up at the next click. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { signedInWithRoles } from '../helpers/people';
import { PASSWORD, command, dialog, expectDashboard, fabrikam, inPortal, openManaged, portalPeople, within } from '../helpers/portal';
import { begin, confirm, enterCode } from '../helpers/second_factor';
import { expect, test } from '../helpers/server';
import { signInByForm } from '../helpers/sign_in';
import { expectRow } from '../helpers/table';
import { codeOf } from '../helpers/totp';

const roles = (page: Page) => page.getByRole('group', { name: 'Roles that need a second factor' });
const role = (page: Page, name: string) => roles(page).getByRole('checkbox', { name, exact: true });

/** Chooses a role, or chooses it no more. */
async function choose(page: Page, name: string, needs: boolean): Promise<void> {
  await role(page, name).setChecked(needs);
  const saved = page.waitForResponse((response) => response.url().endsWith('/api/portal/require-second-factor'));
  await press(command(page, 'Save'));
  await saved;
  await expect(page.getByText('The roles were saved.').first()).toBeVisible();
}

test('whose portal role needs a second factor sets it up before anything else, and gets help when it is lost', async ({
  page,
  server,
  anotherContext,
}) => {
  test.slow();
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  const portal = await inPortal(fixtures, customer, 'License admin');
  await expect(role(page, 'License admin')).not.toBeChecked();
  await choose(page, 'Global admin', true);
  await portal.goto('/portal');
  await expectDashboard(portal, server.url);
  await choose(page, 'License admin', true);
  await expectAccessible(page, 'a portal with roles that need a second factor');

  await portal.goto('/portal/account');
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Set up your second factor');
  await expectAccessible(portal, 'the set-up of a portal person before anything else');
  const key = await begin(portal);
  const codes = await confirm(portal, codeOf(key));
  await press(command(portal, 'I have saved them'));
  await expect(portal).toHaveURL(`${server.url}/portal/account`);
  await expect(portal.getByText("Your role needs a second factor, so it can't be turned off.")).toBeVisible();
  await expect(portal.getByText('10 recovery codes are left.')).toBeVisible();
  const signInName = ((await portalPeople(page).getByRole('row').nth(1).textContent()) ?? '').match(/[0-9a-f]{8}@fabrikam\.example/)?.[0] ?? '';

  await portal.context().clearCookies();
  await portal.goto('/portal');
  await signInByForm(portal, { signInName, password: PASSWORD });
  await enterCode(portal, codes[0] ?? '');
  await expectDashboard(portal, server.url);

  // The phone is lost, and the partner helps.
  await page.reload();
  await expect(role(page, 'License admin')).toBeChecked();
  await expectRow(portalPeople(page), { Name: 'Petra Malá', Status: 'Active' });
  await press(command(page, 'Remove second factor: Petra Malá'));
  const question = dialog(page, 'Remove second factor: Petra Malá');
  await expect(question).toContainText('signs in with the password alone');
  await expectAccessible(page, "the question before a portal person's second factor is removed");
  await press(within(question, 'Remove second factor'));
  await expect(page.getByText('The second factor of Petra Malá was removed.')).toBeVisible();
  await expect(command(page, 'Remove second factor: Petra Malá')).toHaveCount(0);
  await portal.goto('/portal');
  await signInByForm(portal, { signInName, password: PASSWORD });
  await expect(portal.getByRole('heading', { level: 1 })).toHaveText('Set up your second factor');
  await choose(page, 'License admin', false);
  await portal.goto('/portal');
  await expectDashboard(portal, server.url);
});

test('who may not give every role of a portal sees which need a second factor, and why the choice is fixed', async ({
  page,
  server,
  anotherContext,
}) => {
  const fixtures = { page, server, anotherContext };
  const customer = await fabrikam(fixtures);
  await openManaged(page, fixtures, customer);
  await choose(page, 'Global admin', true);
  const cleo = await signedInWithRoles(fixtures, 'AccountAdmin');
  await cleo.goto(`/customers/${customer.id}/portal`);
  await expect(role(cleo, 'Global admin')).toBeChecked();
  await expect(role(cleo, 'Global admin')).toBeDisabled();
  await expect(command(cleo, 'Save')).toBeDisabled();
  await expect(command(cleo, 'Save')).toHaveAccessibleDescription(/^The role Global admin allows more at this customer/);
  await expectAccessible(cleo, 'roles that need a second factor, for somebody who may not choose');
});
