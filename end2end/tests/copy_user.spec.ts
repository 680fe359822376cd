import { expectDone } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { expectOfferedWithout, goOn, typeNames } from '../helpers/entries';
import { VISIO, press } from '../helpers/licenses';
import { ownCustomer } from '../helpers/own_customer';
import { expect, test } from '../helpers/server';
import { signIn } from '../helpers/sign_in';
import { userRow, usersAreLive } from '../helpers/table';

test('a new user like another one has the same department, location and licenses', async ({ page, server }) => {
  const customer = await ownCustomer(server, {
    seats: { [VISIO]: 3 },
    users: {
      'Ada Berg': { location: 'SK', department: 'Sales', holds: [{ product: VISIO, off: ['Visio Web App'] }] },
    },
  });
  const panel = page.getByRole('dialog');
  const openPanel = async (name: string) => {
    await page.goto(`/customers/${customer.id}/users`);
    await usersAreLive(page);
    await userRow(page, name).getByRole('link').click();
  };
  await signIn(page, server);
  await openPanel('Ada Berg');
  await press(panel.getByRole('link', { name: 'Copy to a new user' }));
  await expect(page.getByText('Department, location and direct licenses are copied from Ada Berg.')).toBeVisible();
  await expect(page.getByLabel('Location')).toHaveValue('SK');
  await expect(page.getByLabel('Department')).toHaveValue('Sales');
  await expectAccessible(page, 'a copied user');
  await typeNames(page, 'Bo', 'Falk');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await expectOfferedWithout(page, VISIO, 'Visio Web App');
  await goOn(page, 'Review');
  await press(page.getByRole('button', { name: 'Add 1 user' }));
  await expectDone(page, 'Users added');
  await openPanel('Bo Falk');
  for (const fact of ['Sales', 'Slovakia']) {
    await expect(panel.getByRole('definition').filter({ hasText: fact })).toBeVisible();
  }
  await panel.getByText('Service plans (2 of 3 on)').click();
  const plan = panel.getByRole('listitem').filter({ hasText: /^Visio Web App/ });
  await expect(plan).toHaveText(/Off$/);
});
