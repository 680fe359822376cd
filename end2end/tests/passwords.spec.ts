import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { answer, ask, expectDone, question } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { expectTabs, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { createPasswords, expectKeptNowhere, secrets, shown } from '../helpers/passwords';
import { expect, test } from '../helpers/signed_in_at';
import { command, expectRow, selectUsers, usersAreLive } from '../helpers/table';

test('passwords are reset, made on request, shown once and made again', async ({ page, context, signedInAt }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const customer = await signedInAt({
    seats: {},
    users: { ...crowd(2), 'Sy Nced': { synced: true } },
  });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(await command(page, 'Reset password')).toHaveAccessibleDescription('Select at least one user.');
  await ask(page, customer.id, 'page', 'Reset password');
  await expect(question(page)).toContainText(/Sy Nced: This user is synced from the customer's on-premises directory/);
  await expectAccessible(page, 'resetting passwords');
  await answer(page, 'Yes, reset the password of 2 users', 'Passwords reset');
  await expectTabs(page, ['All (3)', 'Successful (2)', 'Errors (1)']);
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveAccessibleDescription(/is not stored/);
  await expectAccessible(page, 'passwords reset');

  const dialog = await createPasswords(page);
  await expect(dialog).toContainText(/They expire in 72 hours, on .* UTC\. Each must be changed at the next sign-in\./);
  const first = await secrets(dialog);
  expect(first).toHaveLength(2);
  for (const password of first) expect(password).toHaveLength(16);
  await expectAccessible(page, 'temporary passwords');
  await press(dialog.getByRole('button', { name: 'Copy for User 002' }));
  await expect(dialog.getByText('Password of User 002 copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first[1]);
  await press(dialog.getByRole('button', { name: 'Copy all' }));
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`\t${first[0]}\n`);
  const download = page.waitForEvent('download');
  await press(dialog.getByRole('button', { name: 'CSV' }));
  const file = await readFile(await (await download).path(), 'utf16le');
  expect(file.split('\r\n')[0]).toBe('\ufeff"Name"\t"Email"\t"Temporary password"');
  for (const password of first) expect(file).toContain(`\t"${password}"\r\n`);

  // Closing warns first, by keyboard and by button.
  await page.keyboard.press('Escape');
  const warning = dialog.getByRole('alert').filter({ hasText: "You won't be able to see these passwords again" });
  await expect(warning).toBeVisible();
  await expectAccessible(page, 'closing temporary passwords');
  await press(dialog.getByRole('button', { name: 'Back to the list' }));
  await expect(warning).toBeHidden();
  // The second click of a double click does not confirm the warning.
  await dialog.getByRole('button', { name: 'Close', exact: true }).first().dblclick();
  await expect(warning).toBeVisible();
  await press(dialog.getByRole('button', { name: 'Back to the list' }));
  // The cross warns too. Only the button beside the warning closes.
  await press(dialog.getByRole('button', { name: 'Close', exact: true }).last());
  await expect(warning).toBeVisible();
  await press(dialog.getByRole('button', { name: 'Close', exact: true }).first());
  await expect(dialog).toBeHidden();
  await expectKeptNowhere(page, first);

  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/ \| Passwords reset$/);
  await expect(page.getByRole('button', { name: 'Retry failed' })).toHaveAccessibleDescription(/^It would fail again/);
  await createPasswords(page);
  const second = await secrets(dialog);
  expect(second).toHaveLength(2);
  expect(second.filter((password) => first.includes(password))).toEqual([]);
  await page.goto(`/customers/${customer.id}/activity`);
  const table = page.getByRole('table', { name: 'Activity', exact: true });
  await expect(table.getByText('Temporary passwords created')).toHaveCount(2);
  await expectRow(table, { Action: 'Passwords reset' });
});

test('a one-time link shows a password once, without JavaScript', async ({
  page,
  browser,
  allowConsole,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await ask(page, customer.id, 'page', 'Reset password');
  await answer(page, 'Yes, reset the password of 2 users', 'Passwords reset');
  await press(page.getByRole('button', { name: 'Or a one-time link per user' }));
  const dialog = shown(page, 'One-time links');
  const [link, another] = await secrets(dialog);
  expect(link).toMatch(/^http.*\/password\/[0-9a-f]{64}$/);
  await expectAccessible(page, 'one-time links');

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const somebody = await plain.newPage();
  await somebody.goto(link ?? '');
  await expect(somebody.getByRole('heading', { level: 1 })).toHaveText('Your temporary password');
  await somebody.reload();
  await somebody.getByRole('button', { name: 'Show password' }).click();
  await expect(somebody.getByRole('status')).toHaveText(/^\S{16}$/);
  await expect(somebody.getByText("This page won't show it again.")).toBeVisible();
  await somebody.goto(link ?? '');
  await expect(somebody.getByText(/^This link has been used/)).toBeVisible();
  await plain.close();

  // With JavaScript the page is the same, and it is accessible.
  allowConsole(/410 \(Gone\)|404 \(Not Found\)/);
  await page.goto(another ?? '');
  await expectAccessible(page, 'an open one-time link');
  await press(page.getByRole('button', { name: 'Show password' }));
  await expect(page.getByRole('status')).toHaveText(/^\S{16}$/);
  await expectAccessible(page, 'the password of a one-time link');
  await page.goto(link ?? '');
  await expect(page.getByText(/^This link has been used/)).toBeVisible();
  await expectAccessible(page, 'a used one-time link');
  await page.goto('/password/unknown');
  await expect(page.getByText(/^This link doesn't work\./)).toBeVisible();

  // The log distinguishes actions that no person did.
  await page.goto(`/customers/${customer.id}/activity`);
  const filters = page.getByRole('form', { name: 'Filter activity' });
  const rows = page.getByRole('table', { name: 'Activity', exact: true }).locator('tbody tr');
  for (const [nobody, word, count] of [
    ['One-time link', 'one-time-link', 2],
    ['Command line', 'command-line', 1],
    ['Tenantry', 'tenantry', 0],
  ] as const) {
    await filters.getByLabel('Performed by').selectOption(nobody);
    await press(filters.getByRole('button', { name: 'Show' }));
    await expect(page).toHaveURL(new RegExp(`person=${word}`));
    await expect(rows).toHaveCount(count);
    await expect(rows.filter({ hasText: nobody })).toHaveCount(count);
  }
});

test('a command says why it is not for synced users, and a question left changes nothing', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: {}, users: { 'Sy Nced': { synced: true }, ...crowd(1) } });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await selectUsers(page, ['Sy Nced']);
  for (const name of ['Reset password', 'Delete user(s)']) {
    const disabled = await command(page, name);
    await expect(disabled).toBeDisabled();
    await expect(disabled).toHaveAccessibleDescription(/^Synced from the customer's on-premises directory/);
  }
  await ask(page, customer.id, ['User 001'], 'Reset password');
  await press(question(page).getByRole('button', { name: 'Keep as is' }));
  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByText('Passwords reset')).toHaveCount(0);
  await ask(page, customer.id, ['User 001'], 'Reset password');
  await press(question(page).getByRole('button', { name: 'Yes, reset the password of 1 user' }));
  await expectDone(page, 'Passwords reset');
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await expect(await command(page, 'Reset password')).toBeVisible();
});

test('a caller who is locked out has a temporary password after three clicks', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: {}, users: crowd(2) });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  await press(page.getByRole('link', { name: 'User 002', exact: true }));
  const panel = page.getByRole('dialog', { name: 'User 002' });
  for (const name of ['Block sign-in', 'Offboard', 'Delete user']) {
    await expect(panel.getByRole('button', { name, exact: true })).toBeEnabled();
  }
  await press(panel.getByRole('button', { name: 'Reset password' }));
  await press(question(page).getByRole('button', { name: 'Yes, reset the password of 1 user' }));
  const made = await secrets(shown(page, 'Temporary passwords'));
  expect(made).toHaveLength(1);
  // Reloading the page does not create another password.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Create temporary passwords' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test.describe('where the partner chose words', () => {
  test.afterEach(async ({ server }) => {
    await server.cli(['temporary-passwords', 'characters']);
  });

  const WORDS = /^[A-Z][a-z]{2,5}(-[a-z]{3,6}){7}-[2-9]$/;

  test('temporary passwords are easy to say, and are seen whole', async ({ page, server, browser, signedInAt }) => {
    expect(await server.cli(['temporary-passwords'])).toContain('Temporary passwords: characters');
    expect(await server.cli(['temporary-passwords', 'words'])).toContain('Temporary passwords: words');
    const customer = await signedInAt({ seats: {}, users: crowd(2) });
    await ask(page, customer.id, 'page', 'Reset password');
    await answer(page, 'Yes, reset the password of 2 users', 'Passwords reset');
    const dialog = await createPasswords(page);
    const made = await secrets(dialog);
    expect(made).toHaveLength(2);
    for (const password of made) expect(password).toMatch(WORDS);
    await expectAccessible(page, 'temporary passwords of words');
    // Also on a phone, nothing is cut off, and no word is broken.
    for (const width of [page.viewportSize()?.width ?? 1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await expectWithin(dialog.locator('td.secret').first(), width);
    }
    await press(dialog.getByRole('button', { name: 'Close', exact: true }).first());
    await press(dialog.getByRole('button', { name: 'Close', exact: true }).first());
    await press(page.getByRole('button', { name: 'Or a one-time link per user' }));
    const [link] = await secrets(shown(page, 'One-time links'));
    const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const somebody = await phone.newPage();
    await somebody.goto(link ?? '');
    await somebody.getByRole('button', { name: 'Show password' }).click();
    await expect(somebody.getByRole('status')).toHaveText(WORDS);
    await expectWithin(somebody.getByRole('status'), 360);
    await phone.close();
  });
});

/** Expects a password to fit the page, with line breaks only after hyphens. */
async function expectWithin(secret: Locator, width: number): Promise<void> {
  const box = await secret.boundingBox();
  expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width);
  const lines = await secret.evaluate((element) => {
    const text = element.firstChild as Text;
    const lines: string[] = [];
    let above = -1;
    for (let at = 0; at < text.length; at++) {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const { top } = range.getBoundingClientRect();
      if (top !== above) lines.push('');
      above = top;
      lines.push((lines.pop() ?? '') + text.data[at]);
    }
    return lines;
  });
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/-$/);
}
