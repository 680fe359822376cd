/** Software that a customer bought: its downloads and its product keys, for the partner and in the portal. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../helpers/axe';
import { VISIO, press } from '../helpers/licenses';
import { expectKeptNowhere } from '../helpers/passwords';
import { openCustomer, signIn } from '../helpers/sign_in';
import { expect, test } from '../helpers/signed_in_at';
import { expectRow } from '../helpers/table';

const SERVER = 'Windows Server 2025';
const SETUP = { name: 'Setup', version: '2025', language: 'English', architecture: 'x64', fileType: 'ISO' };
const KEYS = ['AAAAA-BBBBB-CCCCC', 'DDDDD-EEEEE-FFFFF'];

const purchases = (page: Page) => page.getByRole('table', { name: 'Your products' });
const dialog = (page: Page) => page.getByRole('dialog', { name: `Download: ${SERVER}` });

test('a purchase of software has files to download, and keys that are shown on demand and noted', async ({
  page,
  signedInAt,
}) => {
  const customer = await signedInAt({
    seats: { [VISIO]: 2 },
    users: { 'Adele Vance': {} },
    software: [
      {
        productName: SERVER,
        quantity: 3,
        downloads: [
          { ...SETUP, link: 'https://example.com/setup.iso' },
          { name: 'Tools', link: 'https://example.com/tools.zip' },
        ],
        productKeys: KEYS,
      },
      { productName: 'SQL Server 2025' },
    ],
  });
  await page.goto(`/customers/${customer.id}/products?view=products`);
  await expectRow(purchases(page), { Product: SERVER, 'Bought as': 'Software', Quantity: '3', Assigned: 'For the whole company' });
  await expectRow(purchases(page), { Product: 'SQL Server 2025', Downloads: 'Nothing to download' });
  await expectRow(purchases(page), { Product: VISIO, 'Bought as': 'Not known', Downloads: '' });
  await expectAccessible(page, 'software that was bought');

  await press(page.getByRole('button', { name: `Download: ${SERVER}` }));
  const files = dialog(page).getByRole('table', { name: 'Files' });
  await expectRow(files, {
    File: 'Setup',
    Version: '2025',
    Language: 'English',
    Architecture: 'x64',
    'File type': 'ISO',
    Download: 'Download',
  });
  const link = files.getByRole('link', { name: 'Download: Setup, 2025, English, x64, ISO' });
  await expect(link).toHaveAttribute('href', 'https://example.com/setup.iso');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', /noopener/);
  await expect(files.getByRole('link', { name: 'Download: Tools' })).toBeVisible();
  await expectAccessible(page, 'the files of a purchase');

  await press(dialog(page).getByRole('button', { name: 'Show 2 product keys' }));
  await expect(dialog(page).getByLabel('Product keys')).toHaveValue(KEYS.join('\n'));
  await expectAccessible(page, 'the keys of a purchase');
  await press(dialog(page).getByRole('button', { name: 'Close' }));
  await expect(dialog(page)).toBeHidden();
  await expectKeptNowhere(page, KEYS);

  await page.goto(`/customers/${customer.id}/activity`);
  await expectRow(page.getByRole('table', { name: 'Activity' }), {
    Action: 'Product keys shown',
    Target: SERVER,
    'What changed': `${SERVER}: 2 product keys shown`,
  });
});

test('a demo customer bought a program with two files', async ({ page, server }) => {
  await signIn(page, server);
  await openCustomer(page, 'Northwind Traders');
  await page.goto(page.url().replace(/\/users.*/, '/products?view=products'));
  await press(page.getByRole('button', { name: 'Download: Proseware Drawing 2026' }));
  const open = page.getByRole('dialog', { name: 'Download: Proseware Drawing 2026' });
  await expect(open.getByRole('link', { name: /^Download: / })).toHaveCount(2);
  await expect(open.getByText('Product keys')).toBeHidden();
});
