/** Products, their service plans, and the outcomes of an operation. */
import { type Locator, type Page, test } from '@playwright/test';
import { expect, isLive } from './server';

/** Products by their names in the shipped catalogue. */
export const E1 = 'Office 365 E1';
export const E3 = 'Microsoft 365 E3';
export const F3 = 'Microsoft 365 F3';
export const VISIO = 'Visio Plan 2';
export const POWER_BI = 'Power BI Pro';
export const AUDIO = 'Microsoft 365 Audio Conferencing';
export const PHONE = 'Microsoft Teams Phone Standard';

/** Taps if the project has a touch screen, else clicks; once the page is live, which another site or a form may have led to. */
export async function press(locator: Locator): Promise<void> {
  await isLive(locator.page());
  await (test.info().project.use.hasTouch === true ? locator.tap() : locator.click());
}

/** The button that opens a product's service plans. */
export function plansButton(page: Page, product: string): Locator {
  return page.getByRole('button', { name: `Service plans of ${product}`, exact: true });
}

/** Opens a product's service plans and returns them. */
export async function openPlans(page: Page, product: string): Promise<Locator> {
  await press(plansButton(page, product));
  return page.getByRole('group', { name: `Service plans of ${product}`, exact: true });
}

/** The outcomes of an operation, one row per user. */
export function outcomes(page: Page): Locator {
  return page.getByRole('table', { name: 'Results' });
}

/** Expects the texts of the outcome tabs. */
export async function expectTabs(page: Page, tabs: string[]): Promise<void> {
  await expect(page.getByRole('tab')).toHaveText(tabs);
}
