import { expect, test } from '../helpers/server';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectUsers, userBox, usersTable } from '../helpers/table';

// A list that moves under the pointer gets the next user ticked wrongly.
test('ticking users moves nothing, at any width', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  for (const width of [360, 768, 1024, 1280, 1366, 1440, 1536, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const second = usersTable(page).getByRole('checkbox').nth(2);
    await expect(second).toBeVisible();
    const place = async () => (await second.boundingBox())?.y;
    const before = await place();
    await selectUsers(page, ['Adele Vance']);
    await expect(page.getByRole('region', { name: 'Selection' })).toBeVisible();
    expect(await place(), `after ticking at ${width} px`).toBe(before);
    await userBox(page, 'Adele Vance').uncheck();
    await expect(page.getByRole('region', { name: 'Selection' })).toBeHidden();
    expect(await place(), `after taking the tick away at ${width} px`).toBe(before);
  }
});

test('every command of the list can be reached at every width', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  for (const width of [360, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const names = [
      'Add user', 'Upload users', 'Manage licenses', 'Edit', 'Reset password', 'Block sign-in', 'Allow sign-in', 'Offboard',
      'Delete user(s)', 'Select by email…', 'Export',
    ];
    const more = page.getByRole('button', { name: 'More commands' });
    if (await more.isVisible()) await more.click();
    for (const name of names) {
      const found = page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true }));
      await expect(found, `${name} at ${width} px`).toHaveCount(1);
      await expect(found, `${name} at ${width} px`).toBeVisible();
    }
    await page.keyboard.press('Escape');
  }
});
