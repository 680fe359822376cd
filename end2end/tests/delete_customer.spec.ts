/** Deleting a customer: what is asked before, what stays after a mistake, and that the customer is gone. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { press } from '../helpers/licenses';
import { ownCustomer } from '../helpers/own_customer';
import { removeOthers, signedInWithRoles } from '../helpers/people';
import { expect, test } from '../helpers/server';

/** The password of people who accept an invitation in `signedInWithRoles`. */
const PASSWORD = 'four quiet words here';
/** A proof is good for so long here; ten minutes otherwise. */
const PROOF_SECONDS = 5;

const command = (page: Page) => page.locator('#delete-customer');
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name: `Delete customer ${name}?`, exact: true });

/** Opens the customer's relationships, where the command is. */
async function openRelationships(page: Page, customer: string): Promise<void> {
  await page.goto(`/customers/${customer}/relationships`);
  await expect(page.getByRole('heading', { level: 2, name: 'Delete customer' })).toBeVisible();
}

test('a customer is deleted after its name and a proof, and is gone', async ({ page: admin, server, anotherContext, allowConsole }) => {
  test.slow();
  // Chromium logs what the server refuses, and what is missing.
  allowConsole(/status of 40[34]/);
  const name = `Contoso ${randomUUID().slice(0, 8)}`;
  const customer = await ownCustomer(server, { seats: { 'Visio Plan 2': 3 }, users: { Anna: {}, Bert: {} } }, name);
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'GlobalAdmin');
  await server.restart({ flags: ['--proof-seconds', `${PROOF_SECONDS}`] });
  try {
    await openRelationships(page, customer.id);
    await press(command(page));
    const form = dialog(page, name);
    await expect(form).toContainText('2 users with their licenses, and 0 deleted users');
    await expect(form).toContainText('1 purchase');
    await expect(form).toContainText('0 people of its portal');
    await expect(form).toContainText('Its activity log: 1 row');
    await expect(form).toContainText('It cannot be undone. Nothing changes at Microsoft.');
    await expectAccessible(page, 'the form that deletes a customer');

    const typed = form.getByLabel('Name of the customer', { exact: true });
    await typed.fill('Fabrikam');
    await press(form.getByRole('button', { name: 'Delete customer', exact: true }));
    await expect(typed).toHaveAccessibleDescription(/^This is not the customer's name\. Type it as it stands above\./);
    await expect(typed).toHaveValue('Fabrikam');
    await expect(typed).toBeFocused();
    await expectAccessible(page, 'the form with a wrong name');

    // Only the clock tells that a proof is too old.
    await page.waitForTimeout(PROOF_SECONDS * 1000 + 500);
    await typed.fill(`  ${name.toUpperCase()} `);
    await typed.press('Enter');
    const asked = page.getByRole('dialog', { name: 'Confirm that it is you', exact: true });
    await expect(asked.getByLabel('Password', { exact: true })).toBeFocused();
    await press(asked.getByRole('button', { name: 'Cancel', exact: true }));
    await expect(form).toContainText('Nothing was changed. First confirm that it is you.');
    await expect(typed).toHaveValue(`  ${name.toUpperCase()} `);
    await press(form.getByRole('button', { name: 'Delete customer', exact: true }));
    await asked.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await asked.getByLabel('Password', { exact: true }).press('Enter');

    await expect(page).toHaveURL(`${server.url}/customers`);
    await expect(page.getByText(`${name} was deleted.`)).toBeVisible();
    await page.goto(`/customers?search=${encodeURIComponent(name)}`);
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
    await page.goto(`/customers/${customer.id}/users`);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    await page.goto('/activity?view=security');
    const event = page.getByRole('row').filter({ hasText: 'Customer deleted' }).filter({ hasText: name });
    await expect(event).toHaveCount(1);
    await expect(event.getByRole('link')).toHaveCount(0);
    await expectAccessible(page, 'the event of a deleted customer');
  } finally {
    await server.restart();
  }
  await removeOthers(admin, server);
});

test('other roles are told who may delete a customer', async ({ page: admin, server, anotherContext }) => {
  const customer = await ownCustomer(server, { seats: {}, users: {} });
  const page = await signedInWithRoles({ page: admin, server, anotherContext }, 'AdminAgent');
  await openRelationships(page, customer.id);
  await expect(command(page)).toHaveAccessibleDescription(
    "Your roles don't allow deleting customers. It needs the role Global admin. A Global admin can give it in User management.",
  );
  await command(page).click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await removeOthers(admin, server);
});
