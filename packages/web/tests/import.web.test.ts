import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './testing/browser.ts';

const line =
  'HF_TOKEN=secret vllm serve Qwen/Qwen3-8B --max-model-len 16384 -tp 2 --kv-cache-dtype fp8 --swap-space 4 --dtype half --api-key abc --seed 7';

async function preview(page: Page, text: string): Promise<void> {
  await page.getByText('Import a command or a values file').click();
  await page.getByLabel('vllm serve').fill(text);
  await page.getByRole('button', { name: 'Show what it becomes' }).click();
}

describeInBrowser('Import', ({ open }) => {
  it('should show what a vllm serve line becomes, and then be it', async () => {
    const { page, problems } = await open('gpu=l4&users=3');
    await preview(page, line);
    const shown = page.getByRole('region', { name: 'What it becomes' });
    await shown.getByRole('button', { name: 'Take it' }).waitFor();
    const changes = await shown.locator('.changes > div').allTextContents();
    expect(changes).toEqual(
      expect.arrayContaining([
        'Number of GPUs1 2',
        'ModelQwen/Qwen3-8B',
        'Context16,384',
        'Users3 1',
        'kvCacheDtypefp8',
      ]),
    );
    const text = (await shown.textContent())!;
    expect(text).toContain('engine.dtype: "half"');
    expect(text).toContain('apiKey.existingSecret');
    expect(text).not.toMatch(/secret"|abc/);
    expect(text).toMatch(/--swap-space/);
    await shown.getByRole('button', { name: 'Take it' }).click();
    await page.locator('#verdict').waitFor();
    await expect
      .poll(() => decodeURIComponent(page.url()))
      .toContain('gpu=l4&n=2&model=Qwen/Qwen3-8B&ctx=16384&kv=fp8&set={');
    const file = (await page.locator('#taken pre').textContent())!;
    expect(file).toMatch(/dtype: half/);
    expect(file).toMatch(/tensorParallelSize: 2/);
    expect(problems).toEqual([]);
    await page.goBack();
    await expect.poll(() => page.url()).toMatch(/#gpu=l4&users=3$/);
  });

  it('should read its own values file again, as the same question', async () => {
    const fragment = 'gpu=rtx-4090&model=Qwen/Qwen3-8B-AWQ&ctx=16384&seqs=8';
    const { page } = await open(fragment);
    const file = (await page.locator('#taken pre').textContent())!;
    await page.getByRole('button', { name: 'Start again' }).click();
    await preview(page, file);
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    await expect.poll(() => page.url()).toContain('gpu=rtx-4090&model=Qwen/Qwen3-8B-AWQ&ctx=16384');
    await expect.poll(() => page.url()).toContain('seqs=8');
  });

  it.each([
    ['replicas: 2\n  - x', 'Line 2'],
    ['replicas: [1', 'Line 1'],
    ['engine: &e\n  dtype: half', 'This is not read'],
    ['rm -rf /', 'No vLLM server was found.'],
    ["vllm serve 'Qwen", 'is not closed'],
  ])('should say in place what it cannot read, and keep it: %j', async (text, message) => {
    const { page, problems } = await open('gpu=l4');
    await preview(page, text);
    await page.getByRole('alert').filter({ hasText: message }).waitFor();
    expect(await page.getByLabel('vllm serve').inputValue()).toBe(text);
    expect(problems).toEqual([]);
  });

  it('should say what the chart refuses of a values file, with the nearest name', async () => {
    const { page } = await open('');
    await preview(page, 'engine:\n  maxModelLne: 8192\nreplicas: many');
    const said = (await page.getByRole('region', { name: 'What it becomes' }).textContent())!;
    expect(said).toContain('Did you mean "maxModelLen"?');
    expect(said).toContain('replicas It must be a whole number');
  });

  it('should refuse a file of 50 MB without reading it', async () => {
    const { page } = await open('gpu=l4');
    await page.getByText('Import a command or a values file').click();
    await page.getByLabel('Open a file').evaluate((input: HTMLInputElement) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(50_000_000)], 'values.yaml'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.getByRole('alert').filter({ hasText: 'values.yaml has 50 MB.' }).waitFor();
    await expect.poll(() => page.url()).toContain('gpu=l4');
  });
});
