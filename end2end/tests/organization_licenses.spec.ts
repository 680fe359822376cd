/** An own organization buys nothing: its pages offer nothing to buy, where those of a customer do. */
import { VISIO } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';

for (const ownOrganization of [false, true]) {
  const offers = ownOrganization ? 'an own organization offers nothing' : 'a customer offers licenses';
  test(`with too few licenses ${offers} to buy`, async ({ page, manage }) => {
    await manage.open({ seats: { [VISIO]: 1 }, users: crowd(2), ownOrganization });
    await manage.clickBox(VISIO);
    await expect(manage.row(VISIO)).toContainText('1 available · 2 needed · 1 short');
    await expect(manage.beforeSave).toContainText('Visio Plan 2: 1 short.');
    await expect(manage.beforeSave.getByRole('radio', { name: /^Assign in the order shown/ })).toBeVisible();
    const buying = page.getByRole('button', { name: /^Buy / });
    if (ownOrganization) await expect(buying).toHaveCount(0);
    else await expect(buying.first()).toBeVisible();
  });
}
