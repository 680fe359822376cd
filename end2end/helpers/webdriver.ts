/** Drives Firefox and WebKit with W3C WebDriver commands: Firefox through Marionette, WebKit through its driver. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, stop } from './server';

/** Accepts self-signed certificates, because the test makes its own. */
const capabilities = { acceptInsecureCerts: true };
/** The key of an element's id in answers (W3C WebDriver, “web element identifier”). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** How long to wait for an expected state of the page, in milliseconds. */
const PATIENCE = 30_000;

/** An element of the page. */
type Element = { [ELEMENT]: string };

/** The commands in both protocols: WebDriver's path, Marionette's name. */
const commands = {
  go: ['url', 'WebDriver:Navigate'],
  run: ['execute/sync', 'WebDriver:ExecuteScript'],
  click: ['element/:id/click', 'WebDriver:ElementClick'],
  type: ['element/:id/value', 'WebDriver:ElementSendKeys'],
} as const;

/** Sends a command and returns its answer. */
type Send = (command: keyof typeof commands, parameters: Record<string, unknown>) => Promise<unknown>;

/** A running browser with one window. */
export class Browser {
  constructor(
    private readonly send: Send,
    /** Ends the browser and everything started for it. */
    readonly close: () => Promise<void>,
  ) {}

  /** Opens an address and waits until the page is live. */
  async go(address: string): Promise<void> {
    await this.send('go', { url: address });
    await this.live();
  }

  /** Waits until the page is live. */
  async live(): Promise<void> {
    await this.until('document.documentElement.matches("[data-live]")');
  }

  /** The value of an expression in the page. */
  async value<Value>(expression: string): Promise<Value> {
    return (await this.send('run', { script: `return (${expression});`, args: [] })) as Value;
  }

  /** Waits until an expression is truthy and does not throw, and returns its value. */
  async until<Value>(expression: string): Promise<Value> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      // Between two pages there is no document element.
      const value = await this.value<Value | null>(`(() => { try { return ${expression} } catch { return null } })()`).catch(
        () => null,
      );
      if (value) return value;
      if (Date.now() > end) {
        const shown = await this.value<string>('location.href + "\\n" + document.body.innerText');
        throw new Error(`Never came true: ${expression}\n${shown}`);
      }
      await sleep(100);
    }
  }

  /** Waits for an element with this text, or this accessible label, and clicks it. */
  async click(selector: string, text: string): Promise<void> {
    await this.send('click', { id: (await this.find(selector, text))[ELEMENT] });
  }

  /** Types into the field with this name. */
  async type(name: string, text: string): Promise<void> {
    const field = await this.until<Element>(`document.querySelector(${JSON.stringify(`[name="${name}"]`)})`);
    await this.send('type', { id: field[ELEMENT], text });
  }

  private find(selector: string, text: string): Promise<Element> {
    const is = `(element.getAttribute('aria-label') ?? element.textContent).trim() === ${JSON.stringify(text)}`;
    const shown = 'element.checkVisibility() && !element.disabled';
    return this.until(`[...document.querySelectorAll(${JSON.stringify(selector)})].find((element) => ${is} && ${shown})`);
  }
}

/** Starts Firefox. */
export async function firefox(): Promise<Browser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'tenantry-firefox-'));
  const port = await freePort();
  await writeFile(path.join(profile, 'user.js'), `user_pref("marionette.port", ${port});\n`);
  const program = process.env.FIREFOX_PATH ?? 'firefox-esr';
  const child = spawn(program, ['--headless', '--no-remote', '--marionette', '--profile', profile], { stdio: 'ignore' });
  const close = async () => {
    await stop(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const ask = marionette(await patiently(() => connected(port), child));
    await ask('WebDriver:NewSession', capabilities);
    const send: Send = async (command, parameters) => {
      const answer = await ask(commands[command][1], parameters);
      return (answer as { value?: unknown } | null)?.value;
    };
    return new Browser(send, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts WebKit on a virtual screen. */
export async function webkit(): Promise<Browser> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await Promise.race([once(screen.stdio[3]!, 'data'), failed(screen)])) as [Buffer];
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}` },
  });
  const base = `http://127.0.0.1:${port}/session`;
  const post = async (address: string, body: unknown) => {
    const reply = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
    const { value } = (await reply.json()) as { value: unknown };
    if (!reply.ok) throw new Error(`${address}: ${JSON.stringify(value)}`);
    return value;
  };
  let session = '';
  const close = async () => {
    if (session !== '') await fetch(session, { method: 'DELETE' }).catch(() => {});
    await stop(driver);
    await stop(screen);
  };
  try {
    const begin = () => post(base, { capabilities: { alwaysMatch: capabilities } });
    const { sessionId } = (await patiently(begin, driver)) as { sessionId: string };
    session = `${base}/${sessionId}`;
    const send: Send = (command, { id, ...parameters }) =>
      post(`${session}/${commands[command][0].replace(':id', String(id))}`, parameters);
    return new Browser(send, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tries until it works, while the program that must answer runs. */
async function patiently<Value>(attempt: () => Promise<Value>, program: ChildProcess): Promise<Value> {
  const end = Date.now() + PATIENCE;
  const gone = failed(program);
  gone.catch(() => {});
  for (;;) {
    try {
      return await Promise.race([attempt(), gone]);
    } catch (error) {
      if (Date.now() > end || program.exitCode !== null) throw error;
      await sleep(100);
    }
  }
}

/** Rejects when a program ends or cannot be started. */
async function failed(program: ChildProcess): Promise<never> {
  const [how] = await once(program, 'exit');
  throw new Error(`${program.spawnfile} ended with ${how}.`);
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Speaks Marionette: messages are JSON after their length; a command is `[0, id, name, parameters]`. */
function marionette(socket: Socket): (name: string, parameters: unknown) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let [received, last] = [Buffer.alloc(0), 0];
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, colon).toString());
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString());
      received = received.subarray(colon + 1 + length);
      // The first message only introduces the server.
      if (!Array.isArray(message)) continue;
      const [, id, error, value] = message;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(new Error(`${error.error}: ${error.message}`));
      else asked?.resolve(value);
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => waiting.forEach(({ reject }) => reject(new Error('Firefox has ended.'))));
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const message = JSON.stringify([0, last, name, parameters]);
      socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
}
