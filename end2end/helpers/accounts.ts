/** Blocking, deleting and restoring users: the commands, the question, the list of deleted users. */
import type { Locator, Page } from '@playwright/test';
import { outcomes, press } from './licenses';
import { expect } from './server';
import { command, selectUsers, usersAreLive } from './table';

/** The question before accounts are changed. */
export function question(page: Page): Locator {
  return page.getByRole('dialog', {
    name: / \| (Block sign-in|Allow sign-in|Delete user\(s\)|Restore|Delete permanently|Reset password|Cancel deletion|Edit|Upload users)$/,
  });
}

/** Opens a customer's users, selects some, and presses a command. */
export async function ask(page: Page, customer: string, names: string[] | 'page', name: string): Promise<void> {
  await page.goto(`/customers/${customer}/users`);
  await usersAreLive(page);
  await selectUsers(page, names === 'page' ? ['Select this page'] : names);
  await pressCommand(page, name);
}

/** Presses a command of the bar and waits for its question. */
export async function pressCommand(page: Page, name: string): Promise<void> {
  await press(await command(page, name));
  await expect(question(page)).toBeVisible();
}

/** Answers the question with this button and waits for the result. */
export async function answer(page: Page, button: string, title: string): Promise<void> {
  await press(question(page).getByRole('button', { name: button, exact: true }));
  await expectDone(page, title);
}

/** Undoes the operation shown after its preview, and waits for the result. */
export async function undo(page: Page, users: string, foreseen: (string | RegExp)[], title: string): Promise<void> {
  await press(page.getByRole('button', { name: 'Undo' }));
  const dialog = undoQuestion(page);
  for (const words of foreseen) await expect(dialog).toContainText(words);
  const before = page.url();
  await press(dialog.getByRole('button', { name: `Undo for ${users}` }));
  await expect(page).not.toHaveURL(before);
  await expectDone(page, title);
  await expect(page.getByText('This is an undo.')).toBeVisible();
}

/** The question before an undo. */
export function undoQuestion(page: Page): Locator {
  return page.getByRole('dialog', { name: /Undo this change\?$/ });
}

/** Expects the loaded page of an operation. */
export async function expectDone(page: Page, title: string): Promise<void> {
  await expect(page).toHaveURL(/\/changes\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(` \\| ${title}$`));
  await expect(outcomes(page)).toBeVisible();
}

/** The table of deleted users. */
export function deletedTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Deleted users' });
}

/** Opens the deleted users of a customer from its users. */
export async function openDeleted(page: Page, customer: string, tab: string): Promise<void> {
  await page.goto(`/customers/${customer}/users`);
  await usersAreLive(page);
  await press(page.getByRole('tab', { name: tab, exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Deleted users$/);
  await deletedIsLive(page);
}

/** Waits until the list of deleted users is live: its tab shows the count only then. */
export async function deletedIsLive(page: Page): Promise<void> {
  await expect(page.getByRole('tab', { name: /^Deleted users \([\d,]+\)$/ })).toBeVisible();
}
