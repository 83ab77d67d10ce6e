import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { repoRoot } from '@archon/testbed/cache-dir';
import { startHelmEngine } from '@archon/testbed/helm-engine';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archonCommand } from './testing/archon-command.ts';
import { describeInBrowser } from './testing/browser.ts';

const fragment = 'gpu=rtx-4060-ti-16gb&model=Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4&ctx=8192';
const folder = mkdtempSync(join(tmpdir(), 'archon-helm-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Helm 4 as a native program says of the values that the page shows. */
async function native(page: Page, kubeVersion?: string) {
  const values = join(folder, 'values.yaml');
  writeFileSync(values, (await page.locator('#taken pre').textContent())!);
  const engine = startHelmEngine();
  const options = {
    chart: join(repoRoot, 'charts/archon-vllm'),
    values: [values],
    ...(kubeVersion && { kubeVersion }),
  };
  const said = await engine.render({ helm: 4, ...options });
  await engine.end();
  return said;
}

const press = (page: Page): Promise<void> => page.getByRole('button', { name: 'Check with Helm' }).click();

describeInBrowser('Check with Helm', (browsing) => {
  // in a checkout the server builds it for the first who asks
  beforeAll(async () => void (await fetch(`${browsing.address()}helm/about.json`)), 600_000);

  /** To start Helm takes seconds, and many on a busy machine. */
  const open: typeof browsing.open = async (...visit) => {
    const opened = await browsing.open(...visit);
    opened.page.setDefaultTimeout(120_000);
    return opened;
  };

  it('should download Helm when it is asked for, and show the manifests and NOTES of Helm 4', async () => {
    const { page, problems } = await open(fragment);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    expect(requests).toEqual([]);
    await press(page);
    await page.locator('.says').waitFor();
    const said = await native(page);
    expect(said).toMatchObject({
      ok: true,
      manifest: await page.locator('#manifests pre').textContent(),
      notes: await page.locator('#helm-notes pre').textContent(),
    });
    expect(requests.filter((path) => path.startsWith('/'))).toEqual([
      '/helm/about.json',
      '/helm/worker.js.gz',
      '/helm/helm.wasm.gz',
    ]);
    const count = said.ok ? said.objects.length : 0;
    expect(await page.locator('.says > p').textContent()).toMatch(`✓ Helm takes these values: ${count} objects.`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(problems).toEqual([]);
  });

  it('should show the refusal of Helm, and forget it when something changes', async () => {
    const { page, problems } = await open(fragment, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByLabel('Kubernetes').fill('1.20');
    await press(page);
    await page.locator('.says.no').waitFor();
    const refusal = (await page.locator('#refusal pre').textContent())!.trim();
    expect(await native(page, '1.20')).toEqual({ ok: false, error: refusal });
    expect(refusal).toContain('kubeVersion');
    await page.locator('#refusal').getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(refusal);
    await page.getByLabel('Kubernetes').fill('');
    await page.locator('.says').waitFor({ state: 'detached' });
    // it is there already
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await press(page);
    await page.locator('.says.fits').waitFor();
    expect([requests.filter((url) => url.startsWith('http')), problems]).toEqual([[], []]);
  });

  it.each<[string, string, (route: Route) => Promise<void>, RegExp]>([
    [
      'has no Helm',
      'about.json',
      (route) => route.fulfill({ status: 404 }),
      /answers 404\. The page was published without Helm/,
    ],
    [
      'cannot build it',
      'about.json',
      (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'go is missing' }),
      /answers 503\. go is missing/,
    ],
    [
      'answers with a web page',
      'about.json',
      (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Log in' }),
      /is a web page, not Helm/,
    ],
    ['answers nonsense', 'about.json', (route) => route.fulfill({ body: '{"files":{}}' }), /is not what Archon writes/],
    ['is gone', 'helm.wasm.gz', (route) => route.abort('connectionrefused'), /helm\.wasm\.gz cannot be reached/],
    [
      'answers with a web page for the program',
      'helm.wasm.gz',
      (route) => route.fulfill({ body: '<html>' }),
      /is a web page, not Helm/,
    ],
    [
      'sends half of it',
      'helm.wasm.gz',
      async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({ body: body.subarray(0, body.length / 2) });
      },
      /is damaged, or only a part of it came/,
    ],
    [
      'sends other bytes',
      'worker.js.gz',
      (route) => route.fulfill({ body: 'x'.repeat(1000) }),
      /is not the file that belongs to helm\/about\.json: it has 1000 bytes/,
    ],
  ])('should say what is wrong where a server %s, and work again', async (_, file, answer, words) => {
    const { page } = await open(fragment);
    await page.route(`**/helm/${file}`, answer);
    await press(page);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(words);
    expect(await page.getByRole('alert').textContent()).toContain('helm template archon ./charts/archon-vllm');
    expect(await page.locator('#verdict').textContent()).toBe('Fits');
    await page.unroute(`**/helm/${file}`);
    await press(page);
    await page.locator('.says.fits').waitFor();
  });

  it('should refuse a program of the right length that is another', async () => {
    const { page } = await open(fragment);
    await page.route('**/helm/about.json', async (route) => {
      const about = (await (await route.fetch()).text()).replace(/"sha256": "[^"]*"/g, `"sha256": "${'0'.repeat(64)}"`);
      await route.fulfill({ body: about });
    });
    await press(page);
    expect(await page.getByRole('alert').textContent()).toMatch(/its SHA-256 is [0-9a-f]{12}…, not 000000000000…/);
  });

  it('should say that a browser has no WebAssembly', async () => {
    const { page, problems } = await open(fragment);
    await page.evaluate(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    await press(page);
    expect(await page.getByRole('alert').textContent()).toMatch(
      /This browser has no WebAssembly, or it is switched off/,
    );
    expect(problems).toEqual([]);
  });

  it('should stop when it is told to, and start again', async () => {
    const { page, problems } = await open(fragment);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/helm/helm.wasm.gz', async (route) => {
      await held;
      await route.continue();
    });
    await press(page);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    letGo();
    await press(page);
    await page.locator('.says.fits').waitFor();
    expect(problems).toEqual([]);
  });

  it('should say from the disk how to have it', async () => {
    const file = join(folder, 'page.html');
    archonCommand('web', '--out', file);
    const { page, problems } = await open(fragment, { address: pathToFileURL(file).href, offline: true });
    expect(await page.getByRole('button', { name: 'Check with Helm' }).count()).toBe(0);
    expect(await page.locator('.check').textContent()).toContain('archon web --with-helm --out page.html');
    expect(problems).toEqual([]);
  });

  it('should work from the disk and without a network in a page that has Helm in it', async () => {
    const file = join(folder, 'with-helm.html');
    archonCommand('web', '--out', file, '--with-helm');
    const { page, problems } = await open(fragment, { address: pathToFileURL(file).href, offline: true });
    await press(page);
    await page.locator('.says.fits').waitFor();
    expect(await native(page)).toMatchObject({ manifest: await page.locator('#manifests pre').textContent() });
    expect(problems).toEqual([]);
  });
});
