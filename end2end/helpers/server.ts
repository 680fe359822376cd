/**
 * The real server with a database per worker, and a check of the browser's console.
 *
 * Tests import `test` and `expect` from here; those that manage licenses, from `manage.ts`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, type Page, expect, test as base } from '@playwright/test';

export { expect };

const repository = path.resolve(__dirname, '../..');
const binary = process.env.TENANTRY_BINARY ?? path.join(repository, 'target/release/tenantry');
const siteDir = process.env.TENANTRY_SITE_DIR ?? path.join(repository, 'target/site');

/** A running server with the demo partner in it. */
export interface Server {
  /** The server's URL, without a slash at the end. */
  url: string;
  /** The demo administrator. */
  signInName: string;
  password: string;
  /** The server's output since the worker began, shown for failed tests. */
  log: string[];
  /** How often the server was restarted. */
  restarts: number;
  /** Stops or kills the server and restarts it on the same port and database, with additional flags if given. */
  restart(options?: { flags?: string[]; kill?: boolean }): Promise<void>;
  /** Runs `tenantry ARGUMENTS` on the same database and returns its output; rejects if it fails. */
  cli(args: string[], input?: string): Promise<string>;
}

interface TestFixtures {
  /** Allows console messages that match in this test. */
  allowConsole: (pattern: RegExp) => void;
  /** Another browser session, watched like the first and closed with the test. */
  anotherContext: () => Promise<BrowserContext>;
}

/** What a project can choose. */
export interface WorkerOptions {
  /** The URL of a PostgreSQL on which each worker makes a database of its own. Without it, each has a SQLite file. */
  postgresUrl: string | undefined;
}

interface WorkerFixtures extends WorkerOptions {
  server: Server;
}

/** What every test can ask for, and its first page. */
export type Fixtures = Pick<TestFixtures, 'anotherContext'> & Pick<WorkerFixtures, 'server'> & { page: Page };

export const test = base.extend<TestFixtures & { watched: Watched }, WorkerFixtures>({
  postgresUrl: [undefined, { scope: 'worker', option: true }],

  server: [
    async ({ postgresUrl }, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'tenantry-end2end-'));
      const file = `sqlite://${path.join(folder, 'tenantry.sqlite')}`;
      try {
        await serve(folder, postgresUrl === undefined ? file : await newDatabase(postgresUrl), use);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  watched: [
    async ({ server }, use, testInfo) => {
      const watched: Watched = { seen: [], allowed: [QUICKER_THAN_AUTOFOCUS] };
      const from = server.log.length;
      const restarts = server.restarts;
      await use(watched);
      if (server.restarts > restarts) watched.allowed.push(ASKED_MEANWHILE);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server log', { body: server.log.slice(from).join('\n'), contentType: 'text/plain' });
      }
      const unexpected = watched.seen.filter((text) => !watched.allowed.some((pattern) => pattern.test(text)));
      expect(unexpected, 'the console stays empty').toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, watched, javaScriptEnabled }, use) => {
    watch(context, watched);
    waitForPages(context, javaScriptEnabled);
    await use(context);
  },

  allowConsole: async ({ watched }, use) => use((pattern) => void watched.allowed.push(pattern)),

  anotherContext: async ({ browser, watched, javaScriptEnabled }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      watch(context, watched);
      waitForPages(context, javaScriptEnabled);
      contexts.push(context);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** The browser's word that a field was filled in before the page, ours or an identity provider's, could put the focus into one. */
const QUICKER_THAN_AUTOFOCUS = /^info: Autofocus processing was blocked because a document already has a focused element\./;

/** The browser's word that a page asked what is running while the server was restarted. Pages ask that every few seconds. */
const ASKED_MEANWHILE = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE) .*\/api\/operations\/running/;

interface Watched {
  seen: string[];
  allowed: RegExp[];
}

/** Records console messages of every kind and uncaught errors of all pages of a context. */
function watch(context: BrowserContext, watched: Watched): void {
  context.on('console', (message) => {
    watched.seen.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => {
    watched.seen.push(`uncaught: ${error.error().stack ?? error.error().message}`);
  });
}

/** The contexts whose pages never become live. */
const withoutScripts = new WeakSet<BrowserContext>();

/** Waits until a page is live, as a person waits while the pointer shows it: before, nothing answers to a click. */
export async function isLive(page: Page): Promise<void> {
  if (withoutScripts.has(page.context())) return;
  await page.locator('html[data-live], html:not(:has(script[type="module"]))').waitFor({ state: 'attached' });
}

/** Makes navigation in a context wait until the page is live, if its pages become so. */
function waitForPages(context: BrowserContext, javaScriptEnabled: boolean | undefined): void {
  if (javaScriptEnabled === false) withoutScripts.add(context);
  else context.on('page', waitUntilLive);
}

/** Makes navigation wait until the page is live. */
function waitUntilLive(page: Page): void {
  const live = async <Reply>(going: Promise<Reply>): Promise<Reply> => {
    const reply = await going;
    await isLive(page);
    return reply;
  };
  const { goto, reload, goBack, goForward } = page;
  page.goto = (...how) => live(goto.apply(page, how));
  page.reload = (...how) => live(reload.apply(page, how));
  page.goBack = (...how) => live(goBack.apply(page, how));
  page.goForward = (...how) => live(goForward.apply(page, how));
}

/** Makes a database, and returns its URL. It goes with its server, which lives as long as the tests. */
async function newDatabase(postgresUrl: string): Promise<string> {
  const name = `end2end_${randomUUID().replaceAll('-', '')}`;
  await run(tmpdir(), 'createdb', [`--maintenance-db=${postgresUrl}`, name]);
  return Object.assign(new URL(postgresUrl), { pathname: name }).href;
}

/** Seeds a new database, serves it from the folder while `use` runs, and stops. */
async function serve(folder: string, databaseUrl: string, use: (server: Server) => Promise<void>): Promise<void> {
  const database = ['--database-url', databaseUrl];
  const cli = (args: string[], input = '') => run(folder, binary, [...args, ...database], input);
  const seeded = await cli(['seed', '--demo']);
  const port = await freePort();
  const log: string[] = [];
  const start = (flags: string[] = []) =>
    launch(folder, ['serve', '--listen', `127.0.0.1:${port}`, ...database, '--site-dir', siteDir, ...flags], log);
  let running = await start();
  const server: Server = {
    url: `http://127.0.0.1:${port}`,
    signInName: printed(seeded, 'Sign-in name'),
    password: printed(seeded, 'Password'),
    log,
    restarts: 0,
    restart: async ({ flags = [], kill = false } = {}) => {
      server.restarts += 1;
      await stop(running, kill ? 'SIGKILL' : 'SIGTERM');
      running = await start(flags);
    },
    cli,
  };
  try {
    await use(server);
  } finally {
    await stop(running);
  }
}

/** Runs a program in a folder to its end. */
async function run(cwd: string, program: string, args: string[], input = ''): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (errors += data));
  // A program that ends without reading its input is judged by its exit code only.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) {
    throw new Error(`${path.basename(program)} ${args[0]} ended with ${code}:\n${output}${errors}`);
  }
  return output;
}

/** Starts the server and waits until it reports that it is ready. */
async function launch(cwd: string, args: string[], log: string[]): Promise<ChildProcess> {
  const child = spawn(binary, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const from = log.length;
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        if (line.startsWith('Tenantry is ready at ')) resolve();
      });
    }
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`The server ended with ${code} before it was ready:\n${log.slice(from).join('\n')}`)),
    );
  });
  return child;
}

/** Asks a program to end, and kills it after ten seconds. */
export async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}

function printed(output: string, name: string): string {
  const line = output.split('\n').find((line) => line.startsWith(`${name}: `));
  if (line === undefined) throw new Error(`\`tenantry seed --demo\` printed no "${name}: …":\n${output}`);
  return line.slice(name.length + 2).trim();
}

/** A free port. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
