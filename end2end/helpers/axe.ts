/** Checks pages for violations of WCAG 2.2 AA. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './server';

const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const colours = ['color-contrast', 'link-in-text-block'];

/** Expects no violation in the light theme, and no colour violation in the dark theme. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await violations(page, { type: 'tag', values: wcag22aa });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, { type: 'rule', values: colours });
  const found = [...light, ...dark].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
  expect(found, what).toEqual([]);
}

/** Nothing but the violations is described, and no second page opened to sum up the frames, which our pages do not have: together
 * they take longer than finding them. */
async function violations(page: Page, runOnly: Parameters<AxeBuilder['options']>[0]['runOnly']) {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ runOnly, resultTypes: ['violations'] });
  return (await axe.analyze()).violations;
}
