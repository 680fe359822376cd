/** The journey in the engines that Playwright does not drive here, over plain HTTP and TLS. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VISIO } from '../helpers/licenses';
import { crowd, ownCustomer } from '../helpers/own_customer';
import { type Server, expect, test } from '../helpers/server';
import { type Browser, firefox, webkit } from '../helpers/webdriver';

const engines = { Firefox: firefox, WebKit: webkit };

for (const [name, start] of Object.entries(engines)) {
  for (const secure of [false, true]) {
    const title = `${name} over ${secure ? 'TLS' : 'plain HTTP'}`;
    test(title, async ({ server }) => {
      const customer = await ownCustomer(server, { seats: { [VISIO]: 5 }, users: crowd(3) }, title);
      const folder = mkdtempSync(path.join(tmpdir(), 'tenantry-engines-'));
      const flags = secure ? certificate(folder) : [];
      await server.restart({ flags });
      const browser = await start();
      try {
        await journey(browser, server, secure ? server.url.replace('http:', 'https:') : server.url, customer.name);
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true });
      }
    });
  }
}

async function journey(browser: Browser, server: Server, site: string, customer: string): Promise<void> {
  await browser.go(`${site}/customers?search=${encodeURIComponent(customer)}`);
  await browser.type('sign_in_name', server.signInName);
  await browser.type('password', 'not the password');
  await browser.click('button', 'Sign in');
  await browser.until('document.querySelector("[role=alert]").innerText.includes("password is wrong")');
  await browser.live();
  await browser.type('password', server.password);
  await browser.click('button', 'Sign in');
  await browser.until(titled('Customers'));
  await browser.live();
  await browser.click('td a', customer);
  await browser.until(titled('Users and licenses'));
  await browser.until('/^Users \\([0-9]+\\)/.test(document.querySelector("main h2").innerText)');
  for (const user of ['User 001', 'User 002']) await browser.click('input[type=checkbox]', user);
  await browser.until('document.querySelector("[aria-label=Selection]").innerText.includes("2 selected")');
  await browser.click('[aria-label=Selection] button', 'Manage licenses');
  await browser.until(titled('Manage licenses'));
  await browser.click('input[type=checkbox]', VISIO);
  await browser.click('button', 'Save: assign 2');
  await browser.until(titled('Licenses updated'));
  await browser.until('document.querySelector("main").innerText.includes("2 users changed, 0 failed")');

  await browser.click('button', 'Account of Anna Kováčová');
  await browser.click('button', 'Sign out');
  await browser.until('location.pathname === "/sign-in"');
  expect(await browser.value('sessionStorage.length'), 'what is kept of the session').toBe(0);
  await browser.go(`${site}/customers`);
  expect(await browser.value('location.pathname')).toBe('/sign-in');
}

/** An expression: whether the heading ends with this text. */
function titled(end: string): string {
  return `document.querySelector('h1').innerText.endsWith(${JSON.stringify(end)})`;
}

/** Makes a self-signed certificate, and returns the server's flags for it. */
function certificate(folder: string): string[] {
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const whose = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...kind, ...whose, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return ['--tls-cert', cert, '--tls-key', key];
}
