/** Users found by an address other than their name and email: the list and the search in the top bar show it. */
import { expectAccessible } from '../helpers/axe';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { userRow, usersAreLive } from '../helpers/table';

test('a match by another address says by which', async ({ page, signedInAt }) => {
  const customer = await signedInAt({
    seats: {},
    users: { 'Lidia Holloway': { addresses: ['helpline.lidia@old-name.example'] }, ...crowd(2) },
  });
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  const search = page.getByRole('searchbox', { name: 'Search users' });
  await search.fill('helpline');
  await expect(userRow(page, 'Lidia Holloway')).toContainText('matched by helpline.lidia@old-name.example');
  await expectAccessible(page, 'a match by another address');
  await search.fill('holloway');
  await expect(page).toHaveURL(/search=holloway/);
  await expect(userRow(page, 'Lidia Holloway')).not.toContainText('matched by');

  await page.getByRole('combobox', { name: 'Search users and customers' }).fill('helpline.lidia@old-name.example');
  const found = page.getByRole('listbox', { name: 'Found' }).getByRole('option', { name: /Lidia Holloway/ });
  await expect(found).toContainText('matched by helpline.lidia@old-name.example');
});
