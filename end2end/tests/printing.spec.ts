/** A printed list contains the list, without controls. */
import { expect, test } from '../helpers/server';
import { openCustomer, signIn } from '../helpers/sign_in';
import { selectUsers, selectionBar, usersTable } from '../helpers/table';

test('the users list prints without filters, check boxes and buttons', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Fabrikam, Inc.');
  await selectUsers(page, ['Adele Vance']);
  await expect(selectionBar(page)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(usersTable(page).getByRole('link', { name: 'Adele Vance' })).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('combobox')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: 'Users (2,004)' })).toBeVisible();
});
