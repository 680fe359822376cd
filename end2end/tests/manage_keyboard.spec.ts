import type { Locator, Page } from '@playwright/test';
import { POWER_BI, VISIO } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { selectionBar, userRow, usersAreLive } from '../helpers/table';

/** Presses Tab until this element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'reached by Tab').toBeFocused();
}

test('the whole journey goes by keyboard alone', async ({ page, manage }) => {
  const users = { ...crowd(3), 'User 002': { holds: [POWER_BI] } };
  await manage.openUsers({ seats: { [VISIO]: 1, [POWER_BI]: 3 }, users });
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'x']) await page.keyboard.press(key);
  await expect(userRow(page, 'User 003')).toBeFocused();
  await expect(selectionBar(page)).toContainText('2 selected');
  await page.keyboard.press('m');
  await manage.expectOpen();

  await tabTo(page, manage.box(POWER_BI));
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  await manage.expectProduct(POWER_BI, 'clear', 'Revoke from all');
  await tabTo(page, page.getByRole('button', { name: `Service plans of ${VISIO}` }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Visio Web App' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(manage.box(VISIO)).toBeFocused();
  await page.keyboard.press('Space');
  await manage.expectProduct(VISIO, 'filled', 'Assign to all');
  await tabTo(page, page.getByRole('checkbox', { name: 'Visio Web App' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Visio Web App' })).not.toBeChecked();

  await tabTo(page, manage.beforeSave.getByRole('radio', { name: 'Assign in the order shown, 1 user unchanged' }));
  await page.keyboard.press('Space');
  await tabTo(page, manage.saveButton);
  await page.keyboard.press('Enter');
  await manage.expectUpdated();

  // User 002 was left out by choice.
  await manage.expectTabs(['All (2)', 'Successful (2)', 'Errors (0)']);
  await tabTo(page, page.getByRole('tab', { name: 'All (2)' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Successful (2)' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/tab=successful/);
  await manage.expectOutcome({ User: 'User 002', Result: 'No change' });
  await tabTo(page, page.getByRole('link', { name: 'Back to users' }));
  await page.keyboard.press('Enter');
  await usersAreLive(page);
  await expect(userRow(page, 'User 001')).toContainText(VISIO);
});

test('the question before revoking is answered and left by keyboard', async ({ page, manage }) => {
  await manage.openUsers({ seats: { [VISIO]: 3 }, users: crowd(1, { holds: [VISIO] }) });
  for (const key of ['j', 'x', 'm']) await page.keyboard.press(key);
  await manage.expectOpen();
  await tabTo(page, manage.box(VISIO));
  await page.keyboard.press('Space');
  await tabTo(page, manage.saveButton);
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: `Trey Research: revoke ${VISIO} from 1 user?` });
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(manage.saveButton).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await tabTo(page, question.getByRole('button', { name: 'Revoke and save' }));
  await page.keyboard.press('Enter');
  await manage.expectUpdated();
  await manage.expectOutcome({ User: 'User 001', Result: 'Revoked', 'Licenses now': 'None' });
});
