/** Adding and editing users: the wizards' steps, fields and buttons. */
import type { Locator, Page } from '@playwright/test';
import { openPlans, press } from './licenses';
import { expect } from './server';
import { command, selectUsers, usersAreLive } from './table';

/** Opens `Add user` of a customer and waits until it is live. */
export async function openAddUser(page: Page, customer: string, query = ''): Promise<void> {
  await page.goto(`/customers/${customer}/add-user${query}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Add user$/);
  await expect(page.getByLabel('Display name')).toBeVisible();
}

/** Types first and last name. Display name and email are filled in from them. */
export async function typeNames(page: Page, first: string, last: string): Promise<void> {
  await page.getByLabel('First name').fill(first);
  await page.getByLabel('Last name').fill(last);
}

/** The field before the `@`. */
export function emailField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Email' });
}

/** Selects users of a customer and opens the wizard for editing them together. */
export async function openEditMany(page: Page, customer: string, names: string[]): Promise<void> {
  await openEditOf(page, customer, names);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Edit users$/);
  await expectStep(page, 'Details');
}

/** Selects one user of a customer and opens the edit form. */
export async function openEdit(page: Page, customer: string, name: string): Promise<void> {
  await openEditOf(page, customer, [name]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Edit user$/);
  await expect(page.getByLabel('Display name')).toHaveValue(name);
}

async function openEditOf(page: Page, customer: string, names: string[]): Promise<void> {
  await page.goto(`/customers/${customer}/users`);
  await usersAreLive(page);
  await selectUsers(page, names);
  await press(await command(page, 'Edit'));
}

/** The message above work that was restored. */
export const CAME_BACK = 'Your earlier entries were restored.';

/** The question before work is thrown away. */
export function discarding(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Discard your work?' });
}

/** Cancels a wizard in which something was typed. */
export async function cancel(page: Page): Promise<void> {
  await press(page.getByRole('link', { name: 'Cancel' }));
  await press(discarding(page).getByRole('button', { name: 'Discard' }));
}

/** Goes to the next step and waits for it. */
export async function goOn(page: Page, step: string): Promise<void> {
  await press(page.getByRole('button', { name: 'Next', exact: true }));
  await expectStep(page, step);
}

/** Expects this step to be shown. */
export async function expectStep(page: Page, step: string): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Steps' }).locator('[aria-current=step]')).toHaveText(step);
}

/** Expects Next to be disabled, for this reason. */
export async function expectNoNext(page: Page, why: string | RegExp): Promise<void> {
  const next = page.getByRole('button', { name: 'Next', exact: true });
  await expect(next).toBeDisabled();
  await expect(next).toHaveAccessibleDescription(why);
}

/** A product in the wizard's table. */
export function offer(page: Page, product: string): Locator {
  return page.getByRole('table', { name: 'Assign licenses' }).getByRole('row', { name: product });
}

/** Expects a product to be chosen, with all service plans on except this one. */
export async function expectOfferedWithout(page: Page, product: string, plan: string): Promise<void> {
  await expect(offer(page, product).getByRole('checkbox')).toBeChecked();
  const plans = await openPlans(page, product);
  await expect(plans.getByRole('checkbox', { name: plan })).not.toBeChecked();
  await expect(plans.getByRole('checkbox', { checked: false })).toHaveCount(1);
  expect(await plans.getByRole('checkbox').count()).toBeGreaterThan(1);
}

/** The users to be added. */
export function toAdd(page: Page): Locator {
  return page.getByRole('table', { name: 'Users to add' });
}
