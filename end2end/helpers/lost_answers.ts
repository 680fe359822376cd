/** Answers that are lost, as with a broken connection. */
import type { Page } from '@playwright/test';

/** The message about a save that was sent before the page was loaded and got no answer. */
export const UNANSWERED = 'The server did not confirm your last save. Try again: it is applied only once.';

export interface LostAnswers {
  /** Resolves when the first answer is lost. */
  lost: Promise<unknown>;
  /** Lets further answers through. */
  stop: () => Promise<unknown>;
}

/** Lets calls of a server function reach the server but drops their answers, until told to stop. */
export async function loseAnswers(page: Page, called: string): Promise<LostAnswers> {
  const session = await page.context().newCDPSession(page);
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `*/api/${called}`, requestStage: 'Response' }] });
  const lost = new Promise((resolve) => {
    session.on('Fetch.requestPaused', ({ requestId }) => {
      resolve(session.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' }));
    });
  });
  return { lost, stop: () => session.send('Fetch.disable') };
}
