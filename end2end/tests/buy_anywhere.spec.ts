/** Buying missing seats from a review, without losing what was typed. */
import type { Page } from '@playwright/test';
import { answer, ask, deletedTable, expectDone, openDeleted, pressCommand, question, undoQuestion } from '../helpers/accounts';
import { expectAccessible } from '../helpers/axe';
import { expectStep, goOn, offer, openAddUser, openEditMany, toAdd, typeNames } from '../helpers/entries';
import { E3, F3, VISIO, outcomes, press } from '../helpers/licenses';
import { expect, test } from '../helpers/manage';
import { crowd } from '../helpers/own_customer';
import { HEADER, openUpload, row, save, validate } from '../helpers/upload';

/** Buys this many seats in the open dialog. An Imported customer records an order, which is then confirmed. */
async function buy(page: Page, product: string, quantity: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `Trey Research: buy ${product}` });
  await expect(dialog.getByLabel('Number of licenses')).toHaveValue(quantity);
  await press(dialog.getByRole('button', { name: `Buy ${quantity}`, exact: true }));
  await press(dialog.getByRole('button', { name: /^Confirm purchase/ }));
  await expect(dialog).toBeHidden();
}

test('licenses are bought in the review of Add user', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 0 }, users: crowd(1) });
  await openAddUser(page, customer.id);
  await typeNames(page, 'Eva', 'Holm');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, VISIO).getByRole('checkbox'));
  await goOn(page, 'Review');
  await expect(page.getByText(`${VISIO}: 1 short.`)).toBeVisible();
  await expect(toAdd(page).getByText('No license', { exact: true })).toBeVisible();
  await expectAccessible(page, 'licenses missing in the review');
  await press(page.getByRole('button', { name: 'Buy 1 more' }));
  await expect(page.getByRole('dialog')).toContainText('You own 0. New total: 1.');
  await buy(page, VISIO, '1');
  await expect(page.getByText(`${VISIO}: 1 short.`)).toBeHidden();
  await expect(toAdd(page)).toContainText(`Will be added, + ${VISIO}`);
  await press(page.getByRole('button', { name: 'Add 1 user' }));
  await expectDone(page, 'Users added');
});

test('reasons in Edit users come with what mends them', async ({ page, signedInAt }) => {
  const customer = await signedInAt({
    seats: { [VISIO]: 1, [E3]: 3, [F3]: 3 },
    users: { 'Ada Berg': {}, 'Bo Falk': { holds: [F3] }, 'Cy Lund': { location: null } },
  });
  await openEditMany(page, customer.id, ['Ada Berg', 'Bo Falk', 'Cy Lund']);
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  await page.getByRole('radio', { name: 'Add to existing license assignments' }).check();
  await press(offer(page, VISIO).getByRole('checkbox'));
  await press(offer(page, E3).getByRole('checkbox'));
  await press(page.getByRole('button', { name: `Revoke ${F3} from these` }));
  await expect(offer(page, F3)).toContainText('Revoke from all');
  await press(page.getByRole('button', { name: 'Buy 1 more' }));
  await buy(page, VISIO, '1');
  await expect(page.getByText('2 will change')).toBeVisible();
  await press(page.getByRole('button', { name: 'Set location' }));
  await expectStep(page, 'Details');
  await expect(page.getByRole('checkbox', { name: 'Change location' })).toBeChecked();
  await page.getByRole('checkbox', { name: 'Change location' }).uncheck();
  await goOn(page, 'Settings');
  await goOn(page, 'Licenses');
  await expect(offer(page, F3)).toContainText('Revoke from all');
  await press(page.getByRole('button', { name: 'Update 2 users' }));
  await expectStep(page, 'Results');
  await expect(outcomes(page).getByRole('row', { name: /Bo Falk/ })).toContainText(`− ${F3}`);
});

test('licenses are bought in an upload', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 1 }, users: {} });
  await openUpload(page, customer.id);
  const line = (name: string) => `,,${name},${name}@${customer.domain},US,,,${VISIO},`;
  await validate(page, [HEADER, line('ada'), line('bo')].join('\n'));
  await expect(page.getByText(`${VISIO}: 1 short.`)).toBeVisible();
  await press(page.getByRole('button', { name: 'Buy 1 more' }));
  await buy(page, VISIO, '1');
  await expect(page.getByText(`${VISIO}: 1 short.`)).toBeHidden();
  await expect(row(page, 3)).toContainText(`Will be added, + ${VISIO}`);
  await save(page, 'Add 2 users', 'Users uploaded');
});

test('licenses are bought in the questions before users are restored and before an undo', async ({
  page,
  manage,
  signedInAt,
}) => {
  const customer = await signedInAt({ seats: { [VISIO]: 1 }, users: { 'Ada Berg': { holds: [VISIO] }, 'Cy Lund': {} } });
  await ask(page, customer.id, ['Ada Berg'], 'Delete user(s)');
  await answer(page, 'Delete 1 user', 'Users deleted');
  const deletion = page.url();
  await manage.openFor(customer, ['Cy Lund']);
  await manage.clickBox(VISIO);
  await manage.save();
  await page.goto(deletion);
  await press(page.getByRole('button', { name: 'Undo' }));
  await expect(undoQuestion(page)).toContainText('Not given back: Visio Plan 2');
  await expect(undoQuestion(page)).toContainText(`${VISIO}: 1 short.`);
  await expect(undoQuestion(page).getByRole('button', { name: 'Buy 1 more' })).toBeVisible();
  await page.keyboard.press('Escape');
  await openDeleted(page, customer.id, 'Deleted users (1)');
  await deletedTable(page).getByRole('checkbox', { name: 'Ada Berg' }).check();
  await pressCommand(page, 'Restore');
  await expect(question(page)).toContainText('Not given back: Visio Plan 2');
  await press(question(page).getByRole('button', { name: 'Buy 1 more' }));
  await expectAccessible(page, 'buying within a question');
  await buy(page, VISIO, '1');
  await expect(question(page)).toContainText(`Ada Berg: Restored, + ${VISIO}`);
  await answer(page, 'Restore 1 user', 'Users restored');
});
