import { expectAccessible } from '../helpers/axe';
import { expect, test } from '../helpers/server';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectUsers, userBox, usersTable } from '../helpers/table';

// If the list moves under the pointer, the next click ticks the wrong user.
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

test('the list begins on the first screen of phones and tablets, also with filters and a selection', async ({ page, server }) => {
  await signIn(page, server);
  for (const [width, height] of [[390, 844], [360, 740], [768, 1024], [1024, 768]] as const) {
    await page.setViewportSize({ width, height });
    await openCustomer(page, 'Fabrikam, Inc.');
    const first = usersTable(page).locator('tbody tr').first();
    const begins = async (when: string) => {
      const top = (await first.boundingBox())?.y ?? Infinity;
      // Several users are visible, not only the edge of the first.
      expect(top, `${when} at ${width} × ${height}`).toBeLessThan(height * 0.75);
    };
    await begins('without filters');
    await selectUsers(page, ['Adele Vance']);
    await begins('with one user ticked');
    await page.goto(`${page.url()}&filter=licensed`);
    await expect(page.getByRole('link', { name: 'Remove filter Licensed users' })).toBeVisible();
    await begins('with a filter');
  }
});

test('on a phone filters stand behind one button that counts them, and the search stays', async ({ page, server }) => {
  await signIn(page, server);
  await page.setViewportSize({ width: 390, height: 844 });
  await openCustomer(page, 'Fabrikam, Inc.');
  await expect(page.getByRole('searchbox', { name: 'Search users' })).toBeVisible();
  await expect(page.getByLabel('Filter users by…')).toBeHidden();
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByLabel('Filter users by…').selectOption('Licensed users');
  await expectAccessible(page, 'filters of a phone');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Filters (1)', exact: true })).toBeVisible();
  await expect(page.getByLabel('Filter users by…')).toBeHidden();
  await page.getByRole('button', { name: 'Filters (1)' }).click();
  await page.getByRole('button', { name: 'More filters' }).click();
  await expect(page.getByRole('dialog', { name: 'More filters' })).toBeVisible();
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
