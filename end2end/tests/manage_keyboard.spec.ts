import type { Locator, Page } from '@playwright/test';
import {
  POWER_BI,
  VISIO,
  beforeSave,
  expectManage,
  expectProduct,
  expectTabs,
  expectUpdated,
  outcomes,
  productBox,
  saveButton,
} from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/server';
import { expectRow, selectionBar, userRow, usersAreLive } from '../helpers/table';

/** Presses Tab until this element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'reached by Tab').toBeFocused();
}

test('the whole journey goes by keyboard alone', async ({ page, server }) => {
  const users = { ...crowd(3), 'User 002': { holds: [POWER_BI] } };
  const customer = await ownCustomer(server, { seats: { [VISIO]: 1, [POWER_BI]: 3 }, users });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'x']) await page.keyboard.press(key);
  await expect(userRow(page, 'User 003')).toBeFocused();
  await expect(selectionBar(page)).toContainText('2 selected');
  await page.keyboard.press('m');
  await expectManage(page);

  await tabTo(page, productBox(page, POWER_BI));
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  await expectProduct(page, POWER_BI, 'clear', 'Revoke from all');
  await tabTo(page, page.getByRole('button', { name: `Service plans of ${VISIO}` }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Visio Web App' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(productBox(page, VISIO)).toBeFocused();
  await page.keyboard.press('Space');
  await expectProduct(page, VISIO, 'filled', 'Assign to all');
  await tabTo(page, page.getByRole('checkbox', { name: 'Visio Web App' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Visio Web App' })).not.toBeChecked();

  await tabTo(page, beforeSave(page).getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' }));
  await page.keyboard.press('Space');
  await tabTo(page, saveButton(page));
  await page.keyboard.press('Enter');
  await expectUpdated(page);

  // User 002 was left out by choice.
  await expectTabs(page, ['All (2)', 'Successful (2)', 'Errors (0)']);
  await tabTo(page, page.getByRole('tab', { name: 'All (2)' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Successful (2)' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/tab=successful/);
  await expectRow(outcomes(page), { User: 'User 002', Result: 'No change' });
  await tabTo(page, page.getByRole('link', { name: 'Back to users' }));
  await page.keyboard.press('Enter');
  await usersAreLive(page);
  await expect(userRow(page, 'User 001')).toContainText(VISIO);
});

test('the question before revoking is answered and left by keyboard', async ({ page, server }) => {
  const customer = await ownCustomer(server, { seats: { [VISIO]: 3 }, users: crowd(1, { holds: [VISIO] }) });
  await signIn(page, server);
  await page.goto(`/customers/${customer.id}/users`);
  await usersAreLive(page);
  for (const key of ['j', 'x', 'm']) await page.keyboard.press(key);
  await expectManage(page);
  await tabTo(page, productBox(page, VISIO));
  await page.keyboard.press('Space');
  await tabTo(page, saveButton(page));
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${VISIO} from 1 user?` });
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(saveButton(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await tabTo(page, question.getByRole('button', { name: 'Revoke and save' }));
  await page.keyboard.press('Enter');
  await expectUpdated(page);
  await expectRow(outcomes(page), { User: 'User 001', Result: 'Revoked', 'Licenses now': 'None' });
});
