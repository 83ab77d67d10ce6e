import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repoRoot } from '@archon/testbed/cache-dir';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';
import { commit, config, good, startPageHub, type PageHub } from './testing/page-hub.ts';
import { startWeb, type ServedPage } from './testing/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-web-hub-'));

describeInBrowser('A model that the catalog lacks', ({ open }) => {
  let hub: PageHub;
  let served: ServedPage;
  beforeAll(async () => {
    hub = await startPageHub();
    served = await startWeb('--hub', hub.url);
  });
  afterAll(async () => {
    served?.stop();
    await hub?.close();
    rmSync(folder, { recursive: true });
  });

  const openAt = (fragment: string) => open(fragment, { address: served.address });
  const read = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Name or address on the Hugging Face Hub').fill(name);
    await page.getByRole('button', { name: 'Read from the Hub' }).click();
  };

  /** What the command prints, with the same hub and an empty cache. */
  async function archon(line: string, cwd: string): Promise<string> {
    const env = { ...process.env, HF_ENDPOINT: hub.url, ARCHON_CACHE_DIR: join(folder, 'cache') };
    const program = join(repoRoot, 'packages/cli/bin/archon.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...line.split(' ').slice(1)], {
      cwd,
      env,
    });
    return stdout;
  }

  async function taken(page: Page, tab: string): Promise<string> {
    await page.getByRole('tab', { name: tab }).click();
    return (await page.locator('#taken pre').textContent())!;
  }

  it('should be read from the Hub when the button is pressed, and give the file that the command prints', async () => {
    const { page, problems } = await openAt('gpu=rtx-4090');
    const before = hub.requests.length;
    const field = page.getByRole('combobox', { name: 'Model' });
    await field.fill(good);
    await field.press('Enter');
    expect(hub.requests.length).toBe(before);
    await page.getByRole('button', { name: 'Read from the Hub' }).click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    await expect.poll(() => page.url()).toContain(`model=${good}&rev=${commit}`);
    expect(await field.inputValue()).toBe('tuned-8b');
    const values = await taken(page, 'values.yaml');
    expect(values).toContain(`Read from the Hub: ${good}, revision ${commit.slice(0, 12)}.`);
    expect(await archon(await taken(page, 'Command'), folder)).toBe(values);
    expect(problems).toEqual([]);
  });

  it('should ask nothing when a link is opened, until the button is pressed', async () => {
    const { page } = await openAt(`gpu=rtx-4090&model=${good}&rev=${commit}`);
    const before = hub.requests.length;
    expect(await page.getByLabel('Name or address on the Hugging Face Hub').inputValue()).toBe(good);
    expect(hub.requests.length).toBe(before);
    await page.getByRole('button', { name: 'Read from the Hub' }).click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    expect(hub.requests[before]).toBe(`/api/models/${good}/revision/${commit}`);
  });

  it('should be planned on every GPU, and offer what fits', async () => {
    const { page } = await openAt('gpu=rtx-4070');
    await page.getByRole('button', { name: 'My model is not listed' }).click();
    await read(page, `https://huggingface.co/${good}`);
    await page.locator('#verdict', { hasText: 'Does not fit' }).waitFor();
    await page.locator('.offers button', { hasText: 'Use NVIDIA' }).first().click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    await expect.poll(() => page.url()).toContain(`model=${good}`);
  });

  it.each([
    ['bad/gone', 'The Hub has no public model bad/gone: it answers 404.'],
    ['bad/private', 'The Hub has no public model bad/private: it answers 401.'],
    ['bad/gated', 'bad/gated is gated: the Hub answers 403.'],
    ['bad/busy', 'The Hub answers 429: too many requests from your address. Try again in 100 seconds.'],
    ['bad/html', 'with a page of HTML'],
    ['bad/half', 'the connection was closed'],
    ['bad/closed', 'the hub does not let pages read it (CORS)'],
    ['not a name', '"not a name" is not the name of a model.'],
    ['https://example.com/a/b', 'is not the address of a model on the Hugging Face Hub.'],
    ['', 'There is no name.'],
  ])('should say in place what went wrong, and lose nothing: %s', async (name, message) => {
    const { page } = await openAt('gpu=rtx-4090&ctx=8192');
    await page.getByRole('button', { name: 'My model is not listed' }).click();
    await read(page, name);
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
    const said = (await page.getByRole('alert').textContent())!;
    expect(said).not.toMatch(/HF_TOKEN|HF_ENDPOINT|--model-config|undefined/);
    expect(await page.getByLabel('Name or address on the Hugging Face Hub').inputValue()).toBe(name);
    expect([await page.getByLabel('Context').inputValue(), page.url().split('#')[1]]).toEqual([
      '8192',
      'gpu=rtx-4090&ctx=8192',
    ]);
    await read(page, good);
    await page.locator('#verdict').waitFor();
  });

  it('should say that the hub is down', async () => {
    const gone = await startPageHub();
    const page = await startWeb('--hub', gone.url);
    await gone.close();
    try {
      const opened = await open('gpu=l4', { address: page.address });
      await opened.page.getByRole('button', { name: 'My model is not listed' }).click();
      await read(opened.page, good);
      await opened.page
        .getByRole('alert')
        .filter({ hasText: `The Hub (${gone.url}) cannot be read` })
        .waitFor();
    } finally {
      page.stop();
    }
  });

  it('should not let the page ask any other server', async () => {
    const { page } = await open('');
    const refused = await page.evaluate((url) => fetch(url).then(() => 'read', String), hub.url);
    expect(refused).toContain('TypeError');
  });

  it('should be planned by a pasted config.json, with the file that the command prints', async () => {
    const { page, problems } = await openAt('gpu=rtx-4090');
    const before = hub.requests.length;
    await page.getByRole('button', { name: 'My model is not listed' }).click();
    await page.getByText('Or paste its config.json').click();
    const field = page.getByLabel('config.json', { exact: true });
    const use = page.getByRole('button', { name: 'Use this configuration' });
    for (const [text, message] of [
      ['{ "architectures": ', 'This is not JSON'],
      ['[1]', 'This is not a JSON object.'],
      [JSON.stringify(config), 'The configuration does not say the name of the model.'],
    ] as const) {
      await field.fill(text);
      await use.click();
      await page.getByRole('alert').filter({ hasText: message }).waitFor();
    }
    await page.getByLabel('Name or address on the Hugging Face Hub').fill('me/mine');
    await field.fill('{ "architectures": ["Qwen3ForCausalLM"] }');
    await use.click();
    await page.getByRole('alert').filter({ hasText: 'hidden_size is missing.' }).waitFor();
    await field.fill(JSON.stringify(config));
    await use.click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    expect(hub.requests.length).toBe(before);
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const values = await taken(page, 'values.yaml');
    expect(await archon(await taken(page, 'Command'), folder)).toBe(values);
    await page.getByRole('tab', { name: 'Link' }).click();
    expect(await page.locator('#taken .hint').textContent()).toContain(
      'The configuration that you pasted is not in it.',
    );
    expect(problems).toEqual([]);
  });
});
