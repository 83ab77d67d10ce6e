import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { startWeb, type ServedPage } from './serve.ts';

/** Debian's package, or the browser that CHROMIUM names. */
const program = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);

if (program === undefined)
  console.error(
    'No Chromium is installed: the tests in a browser are skipped. On Debian: apt-get install chromium fonts-dejavu-core',
  );

/** A page of the configurator, and everything that went wrong on it. */
interface Opened {
  readonly page: Page;
  /** Errors of the page, messages of the console, and reports of the policy. */
  readonly problems: string[];
}

interface Visit extends BrowserContextOptions {
  /** Another address than that of archon web. */
  readonly address?: string;
}

export interface Browsing {
  /** Where `archon web` serves the page. */
  readonly address: () => string;
  /** Opens the page with a fragment, in a context of its own. */
  readonly open: (fragment: string, visit?: Visit) => Promise<Opened>;
}

/** Tests with a browser and `archon web`, which both end with them; skipped where there is no browser. */
export function describeInBrowser(title: string, tests: (browsing: Browsing) => void): void {
  describe.skipIf(program === undefined)(title, () => {
    let browser: Browser;
    let served: ServedPage;
    beforeAll(async () => {
      served = await startWeb();
      browser = await chromium.launch({ executablePath: program!, args: ['--no-sandbox'] });
    });
    afterAll(async () => {
      await browser?.close();
      served?.stop();
    });
    const open = async (fragment: string, { address = served.address, ...options }: Visit = {}): Promise<Opened> => {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => problems.push(message.text()));
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective}`));
      });
      await page.goto(fragment === '' ? address : `${address}#${fragment}`);
      if (options.javaScriptEnabled !== false) await page.waitForSelector('main');
      return { page, problems };
    };
    tests({ address: () => served.address, open });
  });
}
