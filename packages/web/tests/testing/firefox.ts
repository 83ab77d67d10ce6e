import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian's package, or the browser that FIREFOX names. */
export const firefoxProgram = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (path) => path && existsSync(path),
);

/** A window of an unchanged Firefox. Playwright's own Firefox is a patched one, which Debian does not have. */
export interface Firefox {
  navigate(url: string): Promise<void>;
  /** The value of an expression in the page. */
  value(expression: string): Promise<unknown>;
  /** Waits until an expression in the page is true. */
  until(expression: string): Promise<void>;
  /** Errors of scripts, and reports of the policy, since it was started. */
  errors(): Promise<string[]>;
  end(): Promise<void>;
}

/** Starts one, and drives it by Marionette: the protocol that its own WebDriver speaks, as lengths and JSON. */
export async function startFirefox(): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'archon-firefox-'));
  writeFileSync(join(profile, 'user.js'), 'user_pref("marionette.port", 0);\n');
  const flags = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile];
  const browser = spawn(firefoxProgram!, flags, { stdio: 'ignore' });
  const ended = once(browser, 'exit');
  const end = async (): Promise<void> => {
    browser.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const socket = connect(await portIn(profile), '127.0.0.1');
    const ask = marionette(socket);
    await ask('WebDriver:NewSession', { pageLoadStrategy: 'normal' });
    const run = async (script: string): Promise<unknown> =>
      ((await ask('WebDriver:ExecuteScript', { script, args: [] })) as { value: unknown }).value;
    const value = (expression: string): Promise<unknown> => run(`return ${expression}`);
    return {
      end,
      value,
      navigate: async (url) => void (await ask('WebDriver:Navigate', { url })),
      until: async (expression) => {
        for (const start = Date.now(); Date.now() - start < 120_000; await sleep(100))
          if ((await value(`Boolean(${expression})`)) === true) return;
        throw new Error(`Firefox waits for ${expression} for more than two minutes.`);
      },
      errors: async () => {
        await ask('Marionette:SetContext', { value: 'chrome' });
        const found = (await run(errorsOfPages)) as string[];
        await ask('Marionette:SetContext', { value: 'content' });
        return found;
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

// Those of Firefox's own scripts are not the page's.
const errorsOfPages = `return Services.console.getMessageArray()
  .filter((one) => one instanceof Ci.nsIScriptError && /^(content javascript|CSP|Content Security Policy)/.test(one.category))
  .map((one) => one.errorMessage);`;

async function portIn(profile: string): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  for (const start = Date.now(); Date.now() - start < 90_000; await sleep(100))
    if (existsSync(file) && readFileSync(file, 'utf8') !== '') return Number(readFileSync(file, 'utf8'));
  throw new Error('Firefox does not start within 90 seconds.');
}

/** Asks one command after the other; rejects with the message of Firefox. */
function marionette(socket: Socket): (command: string, parameters: object) => Promise<unknown> {
  let received = Buffer.alloc(0);
  let id = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  socket.on('error', (error) => waiting.forEach(({ reject }) => reject(error)));
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (let colon = received.indexOf(':'); colon > 0; colon = received.indexOf(':')) {
      const end = colon + 1 + Number(received.subarray(0, colon));
      if (received.length < end) return;
      const message = JSON.parse(received.subarray(colon + 1, end).toString()) as unknown;
      received = received.subarray(end);
      // the first message greets
      if (Array.isArray(message)) settle(message as [number, number, { message: string } | null, unknown]);
    }
  });
  const settle = ([, answered, error, result]: [number, number, { message: string } | null, unknown]): void => {
    const { resolve, reject } = waiting.get(answered)!;
    waiting.delete(answered);
    if (error) reject(new Error(error.message));
    else resolve(result);
  };
  return (command, parameters) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      const text = JSON.stringify([0, id, command, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
