/** Tables: finding their rows by text, and selecting users. */
import type { Locator, Page } from '@playwright/test';
import { press } from './licenses';
import { expect } from './server';

/** The table of users. */
export function usersTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Users' });
}

/** The row of the users table with this name. */
export function userRow(page: Page, name: string): Locator {
  return usersTable(page).getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** The check box of a user on the current page of the list. */
export function userBox(page: Page, name: string): Locator {
  return usersTable(page).getByRole('checkbox', { name, exact: true });
}

/** A command of the list's bar. If the bar has no room for it, opens the menu with it. */
export async function command(page: Page, name: string): Promise<Locator> {
  const found = page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true })).first();
  const more = page.getByRole('button', { name: 'More commands' });
  if (!(await found.isVisible()) && (await more.isVisible())) await more.click();
  return found;
}

/** The bar with the number of selected users. */
export function selectionBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Selection' });
}

/** Waits until the users list is live: its heading shows the count only then. The rows come separately. */
export async function usersAreLive(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 2, name: /^Users \((more than )?[\d,]+\)$/ })).toBeVisible();
  await expect(usersTable(page).or(page.locator('.empty'))).toBeVisible();
}

/**
 * Expects exactly one row with these cells, by column header, and returns it. Parts of texts match. Columns hidden on
 * narrow screens count too.
 */
export async function expectRow(table: Locator, cells: Record<string, string | RegExp>): Promise<Locator> {
  await expect(table.locator('thead th').first()).toBeAttached();
  const headers = (await table.locator('thead th').allTextContents()).map((text) => text.trim());
  let rows = table.locator('tbody tr');
  for (const [header, content] of Object.entries(cells)) {
    const column = headers.indexOf(header) + 1;
    expect(column, `the column “${header}” among ${headers.join(', ')}`).toBeGreaterThan(0);
    const cell = table.page().locator(`:is(td, th):nth-child(${column})`).filter({ hasText: content });
    rows = rows.filter({ has: cell });
  }
  await expect(rows, JSON.stringify(cells)).toHaveCount(1);
  return rows;
}

/** The names in the users table, in order. */
export async function namesShown(page: Page): Promise<string[]> {
  return usersTable(page).locator('tbody a[id^="name-"]').allTextContents();
}

/** Selects users on the current page of the list. */
export async function selectUsers(page: Page, names: string[]): Promise<void> {
  for (const name of names) {
    await userBox(page, name).check();
  }
}

/** Selects all users who match, on all pages of the list. */
export async function selectAllMatching(page: Page, count: string): Promise<void> {
  await usersTable(page).locator('tbody').getByRole('checkbox').first().check();
  await press(selectionBar(page).getByRole('button', { name: `Select all ${count} matching` }));
  await expect(selectionBar(page)).toContainText(`${count} selected`);
}

/** Uses the filters of the users list, which are behind a button on a phone. */
export async function inFilters(page: Page, what: () => Promise<unknown>): Promise<void> {
  const opener = page.getByRole('button', { name: /^Filters/ });
  const isFolded = await opener.isVisible();
  if (isFolded) await opener.click();
  await what();
  if (isFolded) await page.keyboard.press('Escape');
}
