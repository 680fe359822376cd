/** Uploading users: files, the rows read from them, saving. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { press } from './licenses';
import { expect } from './server';

/** The header of our own template. */
export const HEADER =
  'First name,Last name,Display name,Email,Location,Department,Job title,Licenses to assign,Licenses to revoke';

/** Opens the page and waits until it is live. */
export async function openUpload(page: Page, customer: string): Promise<void> {
  await page.goto(`/customers/${customer}/upload`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Upload users$/);
  await expect(page.getByRole('radio', { name: /^Add new users/ })).toBeVisible();
}

/** Chooses a file with this content and validates it. */
export async function validate(page: Page, content: string | Buffer, name = 'users.csv'): Promise<void> {
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  const button = page.getByRole('button', { name: 'Validate' });
  await expect(button).toBeEnabled();
  await press(button);
}

/** The rows of the file. */
export function rows(page: Page): Locator {
  return page.getByRole('table', { name: 'Rows of the file' });
}

/** A row of the file by its number. */
export function row(page: Page, number: number): Locator {
  const email = page.getByRole('textbox', { name: `Email, row ${number}`, exact: true });
  return rows(page).getByRole('row').filter({ has: email });
}

/** A cell of the file. */
export function cell(page: Page, heading: string, row: number): Locator {
  return rows(page).getByRole('textbox', { name: `${heading}, row ${row}`, exact: true });
}

/** Types a new value into a cell. */
export async function correct(page: Page, heading: string, row: number, text: string): Promise<void> {
  await cell(page, heading, row).fill(text);
  await cell(page, heading, row).blur();
}

/** Expects the number of rows, and the number of rows with errors. */
export async function expectRows(page: Page, all: string, withErrors: string): Promise<void> {
  const filters = page.getByRole('group', { name: 'Show rows' });
  await expect(filters.getByRole('button', { name: `All (${all})` })).toBeVisible();
  await expect(filters.getByRole('button', { name: `With errors (${withErrors})` })).toBeVisible();
}

/** Saves with this button and waits for the operation. */
export async function save(page: Page, button: string, title: string): Promise<void> {
  const save = page.getByRole('button', { name: button, exact: true });
  await expect(save).toBeEnabled();
  await press(save);
  await expect(page).toHaveURL(/\/changes\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(` \\| ${title}$`));
}

/** Downloads the file of a link and returns its text. */
export async function downloaded(page: Page, link: string, encoding: BufferEncoding = 'utf8'): Promise<string> {
  const download = page.waitForEvent('download');
  await press(page.getByRole('link', { name: link }));
  return readFile(await (await download).path(), encoding);
}
