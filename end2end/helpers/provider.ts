/** A real identity provider on a loopback address, and how its page is used. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { press } from './licenses';
import { expect } from './server';

/** What the provider calls Tenantry, and the secret between them. */
export const CLIENT = { id: 'tenantry', secret: 'a-secret-of-the-client' };

/** Starts the provider and waits until it is ready. */
export async function startProvider(port: number, redirectUri: string): Promise<ChildProcess> {
  const script = path.resolve(__dirname, '../provider.mjs');
  const child = spawn('node', [script, String(port), redirectUri], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (line.startsWith('The provider is ready at ')) resolve();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The provider ended with ${code}:\n${said.join('\n')}`)));
  });
  return child;
}

/** On the provider's page: says who it is, and goes on. */
export async function beAtProvider(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Provider' })).toBeVisible();
  await page.getByLabel('Name').fill(name);
  await press(page.getByRole('button', { name: 'Go on' }));
}

/** What the provider says wrongly in its next ID token. */
export type Lie = 'issuer' | 'nonce' | 'expired' | 'key';

/** Makes the provider's next ID token a wrong one. */
export async function tellLie(port: number, lie: Lie): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}/lie/${lie}`, { method: 'POST' });
  expect(status, `the lie about the ${lie}`).toBe(204);
}
