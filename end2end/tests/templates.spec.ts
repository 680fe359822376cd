import { expectAccessible } from '../helpers/axe';
import { cancel, emailField, expectOfferedWithout, expectStep, goOn, offer, openAddUser, typeNames } from '../helpers/entries';
import { VISIO, openPlans, press } from '../helpers/licenses';
import { crowd } from '../helpers/own_customer';
import { expect, test } from '../helpers/signed_in_at';
import { usersAreLive } from '../helpers/table';

test('a template is saved from one user, and others begin with it', async ({ page, signedInAt }) => {
  const customer = await signedInAt({ seats: { [VISIO]: 5 }, users: crowd(1), subdomains: ['sales'] });
  await openAddUser(page, customer.id);
  await expectStep(page, 'User info');
  await typeNames(page, 'Jana', 'Nováková');
  await page.getByLabel('Domain').selectOption(`sales.${customer.domain}`);
  await page.getByLabel('Department').fill('Sales');
  await page.getByLabel('Location').selectOption('SK');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await press(offer(page, VISIO).getByRole('checkbox'));
  await press((await openPlans(page, VISIO)).getByRole('checkbox', { name: 'Visio Web App' }));
  await page.goBack();
  await page.goBack();
  await expectStep(page, 'User info');

  await press(page.getByRole('button', { name: 'Save or delete templates' }));
  const dialog = page.getByRole('dialog', { name: 'Template' });
  await expect(dialog).toContainText('There are no templates yet.');
  await press(dialog.getByRole('button', { name: 'Save template' }));
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toHaveAccessibleDescription('Enter a name, such as Sales.');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Sales');
  await dialog.getByLabel('Email begins with').selectOption({ label: 'Initial and last name (jnova)' });
  await press(dialog.getByRole('button', { name: 'Save template' }));
  await expect(dialog.getByRole('status')).toHaveText('Saved: Sales');
  await expect(dialog.getByRole('button', { name: 'Delete the template Sales' })).toBeVisible();
  await press(dialog.getByRole('button', { name: 'Save template' }));
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toHaveAccessibleDescription(/A template with this name exists\./);
  await expectAccessible(page, 'templates');
  await press(dialog.getByRole('button', { name: 'Close' }));

  // The next new user begins with the template, and without the earlier names.
  await cancel(page);
  await usersAreLive(page);
  await openAddUser(page, customer.id);
  await typeNames(page, 'Bo', 'Falk');
  await expect(emailField(page)).toHaveValue('bo.falk');
  await expect(page.getByLabel('Domain')).toHaveValue(customer.domain);
  await page.getByLabel('Template').selectOption({ label: 'Sales' });
  await expect(emailField(page)).toHaveValue('bfalk');
  await expect(page.getByLabel('Domain')).toHaveValue(`sales.${customer.domain}`);
  await expect(page.getByLabel('Department')).toHaveValue('Sales');
  await expect(page.getByLabel('Location')).toHaveValue('SK');
  await goOn(page, 'Permissions');
  await goOn(page, 'Assign licenses');
  await expectOfferedWithout(page, VISIO, 'Visio Web App');
  await goOn(page, 'Review');
  await press(page.getByRole('button', { name: 'Add another user' }));
  await typeNames(page, 'Cy', 'Dahl');
  await expect(emailField(page)).toHaveValue('cdahl');
  await expect(page.getByLabel('Template')).toHaveValue(/.+/);

  await press(page.getByRole('button', { name: 'Save or delete templates' }));
  await press(dialog.getByRole('button', { name: 'Delete the template Sales' }));
  await press(dialog.getByRole('button', { name: 'Really delete the template Sales' }));
  await expect(dialog).toContainText('There are no templates yet.');
});
