import { VISIO } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';

test.use({ timezoneId: 'Asia/Kathmandu' });

test('times are on the clock of the browser, with UTC behind them', async ({ page, manage }) => {
  const customer = await manage.open({ seats: { [VISIO]: 5 }, users: crowd(1) });
  await manage.clickBox(VISIO);
  await manage.save();
  const saved = page.locator('.lead time');
  await expect(saved).toHaveText(/^\d+ \w{3} \d{4} \d\d:\d\d UTC\+5:45$/);
  await expect(saved).toHaveAttribute('title', /^\d+ \w{3} \d{4} \d\d:\d\d UTC$/);
  const moment = await saved.getAttribute('datetime');
  expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const there = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kathmandu' });
  await expect(saved).toContainText(there.format(new Date(moment ?? '')));

  await page.goto(`/customers/${customer.id}/changes`);
  await expect(page.getByRole('table', { name: 'Recent changes' }).locator('time')).toHaveText([/UTC\+5:45$/]);
  await page.goto(`/customers/${customer.id}/activity`);
  await expect(page.getByRole('table', { name: 'Activity', exact: true }).locator('time').first()).toHaveText(/:\d\d UTC\+5:45$/);
  const file = await page.request.get(`/customers/${customer.id}/activity/export.csv`);
  expect((await file.body()).toString('utf16le')).toContain('"Date-Time (UTC)"');
});
