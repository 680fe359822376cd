/** Manage licenses and Licenses updated: opening them, their parts, and saving. */
import { type Locator, type Page, test } from '@playwright/test';
import { expect } from './server';
import { selectUsers, selectionBar, usersAreLive, usersTable } from './table';

/** Products by their names in the shipped catalogue. */
export const E1 = 'Office 365 E1';
export const E3 = 'Microsoft 365 E3';
export const F3 = 'Microsoft 365 F3';
export const VISIO = 'Visio Plan 2';
export const POWER_BI = 'Power BI Pro';
export const PROJECT = 'Planner and Project Plan 3';
export const AUDIO = 'Microsoft 365 Audio Conferencing';
export const PHONE = 'Microsoft Teams Phone Standard';

type BoxState = 'filled' | 'clear' | 'partly';

/** Taps if the project has a touch screen, else clicks. */
export async function press(locator: Locator): Promise<void> {
  await (test.info().project.use.hasTouch === true ? locator.tap() : locator.click());
}

/** Opens a customer's users, selects some or the whole page, and opens Manage licenses. */
export async function manageLicenses(page: Page, customer: string, names: string[] | 'page'): Promise<void> {
  await page.goto(`/customers/${customer}/users`);
  await usersAreLive(page);
  if (names === 'page') {
    await usersTable(page).getByRole('checkbox', { name: 'Select this page' }).check();
  } else {
    await selectUsers(page, names);
  }
  await manageSelected(page);
}

/** Opens Manage licenses for the selected users. */
export async function manageSelected(page: Page): Promise<void> {
  await press(selectionBar(page).getByRole('button', { name: 'Manage licenses' }));
  await expectManage(page);
}

/** Expects Manage licenses to be loaded. */
export async function expectManage(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Manage licenses$/);
  await expect(page.getByRole('table', { name: 'Assign and revoke licenses' })).toBeVisible();
}

/** A product's row. */
export function productRow(page: Page, product: string): Locator {
  const rows = page.getByRole('table', { name: 'Assign and revoke licenses' }).getByRole('row');
  return rows.filter({ has: page.getByRole('button', { name: `Service plans of ${product}`, exact: true }) });
}

/** A product's box. */
export function productBox(page: Page, product: string): Locator {
  return productRow(page, product).getByRole('checkbox', { name: product, exact: true });
}

/** Clicks a product's box this many times. */
export async function clickBox(page: Page, product: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await press(productBox(page, product));
  }
}

/** Expects the state of a product's box, and the text about what will happen. */
export async function expectProduct(page: Page, product: string, state: BoxState, will: string): Promise<void> {
  await expectBox(productBox(page, product), state);
  await expect(productRow(page, product)).toContainText(will);
}

/** Expects the state of a tri-state box. */
export async function expectBox(box: Locator, state: BoxState): Promise<void> {
  await expect(box).toBeChecked(state === 'partly' ? { indeterminate: true } : { checked: state === 'filled' });
  if (state !== 'partly') {
    await expect(box).toHaveJSProperty('indeterminate', false);
  }
}

/** Opens a product's service plans and returns them. */
export async function openPlans(page: Page, product: string): Promise<Locator> {
  await press(page.getByRole('button', { name: `Service plans of ${product}`, exact: true }));
  return page.getByRole('group', { name: `Service plans of ${product}`, exact: true });
}

/** “Before you save”. */
export function beforeSave(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Before you save' });
}

/** The visible Save button, whatever its text. */
export function saveButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Sav(e|ing)/ });
}

/** Expects Save to be disabled, for this reason. */
export async function expectNoSave(page: Page, why: string | RegExp): Promise<void> {
  await expect(saveButton(page)).toBeDisabled();
  await expect(saveButton(page)).toHaveAccessibleDescription(why);
}

/** Saves and waits for the result. With `revoking`, confirms the question first. */
export async function save(page: Page, { revoking = false } = {}): Promise<void> {
  await press(saveButton(page));
  if (revoking) {
    await press(page.getByRole('dialog').getByRole('button', { name: 'Revoke and save' }));
  }
  await expectUpdated(page);
}

/** Expects Licenses updated, or its undo, to be loaded at its own address. */
export async function expectUpdated(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/changes\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| (Licenses updated|Change undone)$/);
  await expect(outcomes(page)).toBeVisible();
}

/** The outcomes of a save, one row per user. */
export function outcomes(page: Page): Locator {
  return page.getByRole('table', { name: 'Results' });
}

/** The texts of the outcome tabs. */
export async function expectTabs(page: Page, tabs: string[]): Promise<void> {
  await expect(page.getByRole('tab')).toHaveText(tabs);
}

/** Expects this many saves among a customer's recent changes. */
export async function expectSaves(page: Page, customer: string, saves: number): Promise<void> {
  await page.goto(`/customers/${customer}/changes`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Recent changes$/);
  await expect(page.getByRole('link', { name: /^Licenses updated: / })).toHaveCount(saves);
}
