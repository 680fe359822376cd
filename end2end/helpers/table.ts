/** Tables: their rows by what they say, and the selection of users. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './server';

/** The table of users. */
export function usersTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Users' });
}

/** The row of the users table with this name. */
export function userRow(page: Page, name: string): Locator {
  return usersTable(page).getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** The check box of a user on the page shown. */
export function userBox(page: Page, name: string): Locator {
  return usersTable(page).getByRole('checkbox', { name, exact: true });
}

/** A command of the list's bar; where the bar has no room for it, the menu in which it stands is opened. */
export async function command(page: Page, name: string): Promise<Locator> {
  const found = page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true })).first();
  const more = page.getByRole('button', { name: 'More commands' });
  if (!(await found.isVisible()) && (await more.isVisible())) await more.click();
  return found;
}

/** The bar that says how many users are selected. */
export function selectionBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Selection' });
}

/** Waits until the users list answers clicks: its heading counts the users only once the page is live. */
export async function usersAreLive(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 2, name: /^Users \((more than )?[\d,]+\)$/ })).toBeVisible();
}

/**
 * Expects one row whose cells say this, by column header; a text is enough in part, columns hidden on narrow screens
 * count too. Gives the row.
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

/** Selects users who are on the page shown. */
export async function selectUsers(page: Page, names: string[]): Promise<void> {
  for (const name of names) {
    await userBox(page, name).check();
  }
}

/** Does something with the filters of the users list, which stand behind a button on a phone. */
export async function inFilters(page: Page, what: () => Promise<unknown>): Promise<void> {
  const opener = page.getByRole('button', { name: /^Filters/ });
  const isFolded = await opener.isVisible();
  if (isFolded) await opener.click();
  await what();
  if (isFolded) await page.keyboard.press('Escape');
}
