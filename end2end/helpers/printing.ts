/** Printing: what would be on paper, without a printer. */
import type { Page } from '@playwright/test';

/** The rows of each table, by the table's name. */
type Tables = Record<string, number>;

declare global {
  interface Window {
    notePrint(tables: Tables): void;
  }
}

/** Replaces printing until the page is reloaded, and records the visible tables at each print. */
export async function watchPrinting(page: Page): Promise<Tables[]> {
  const printed: Tables[] = [];
  await page.exposeFunction('notePrint', (tables: Tables) => void printed.push(tables));
  await page.evaluate(() => {
    window.print = () => {
      const rows = ({ ariaLabel, tBodies }: HTMLTableElement) => [ariaLabel, tBodies[0]?.rows.length ?? 0];
      window.notePrint(Object.fromEntries([...document.querySelectorAll('table')].map(rows)));
    };
  });
  return printed;
}
