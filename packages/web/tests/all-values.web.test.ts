import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './testing/browser.ts';

async function search(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name: 'All values' }).click();
  await page.getByLabel('Search by name or text').fill(name);
}

describeInBrowser('All values', ({ open }) => {
  const fragment = 'gpu=rtx-4060-ti-16gb&model=Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4&ctx=8192';

  it('should say whose each value is', async () => {
    const { page } = await open(`${fragment}&set={"engine":{"dtype":"half"}}`);
    await search(page, 'engine.dtype');
    const source = (name: string) =>
      page.locator('.rows li', { hasText: name }).first().locator('.source').textContent();
    expect(await source('engine.dtype')).toBe('"half" yours');
    await page.getByLabel('Search by name or text').fill('engine.maxModelLen');
    expect(await source('engine.maxModelLen')).toBe('8192 chosen for you');
    await page.getByLabel('Search by name or text').fill('resources.limits');
    expect(await source('resources.limits')).toContain('preset nvidia-16gb');
    await page.getByLabel('Search by name or text').fill('replicas');
    expect(await source('replicas')).toContain('1 default');
  });

  it('should put what is set into the file, the command and the link, and take it out again', async () => {
    const { page, problems } = await open(fragment);
    const file = () => page.locator('#taken pre').textContent();
    const before = await file();
    await search(page, 'enablePrefixCaching');
    const prefix = page.getByLabel('engine.enablePrefixCaching', { exact: true });
    await prefix.selectOption('false');
    expect(await file()).toContain('enablePrefixCaching: false');
    await expect.poll(() => decodeURIComponent(page.url())).toContain('set={"engine":{"enablePrefixCaching":false}}');
    await page.getByRole('tab', { name: 'Command' }).click();
    expect(await file()).toContain('--set engine.enablePrefixCaching=false');
    await page.getByRole('tab', { name: 'values.yaml' }).click();
    await prefix.selectOption('');
    expect(await file()).toBe(before);
    expect(problems).toEqual([]);
  });

  it('should say in place what the schema refuses, and leave the file as it is', async () => {
    const { page } = await open(fragment);
    const before = await page.locator('#taken pre').textContent();
    await search(page, 'replicas');
    const replicas = page.getByLabel('replicas', { exact: true });
    await replicas.fill('many');
    await page.getByRole('alert').filter({ hasText: 'It must be a whole number' }).waitFor();
    expect(await replicas.getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Search by name or text').fill('podLabels');
    await page.getByLabel('podLabels', { exact: true }).fill('{"a":');
    await page.getByRole('alert').filter({ hasText: 'This is not JSON yet' }).waitFor();
    expect(await page.locator('#taken pre').textContent()).toBe(before);
  });

  it('should plan what counts: a type of the weights that the GPU cannot run does not start', async () => {
    const { page } = await open('gpu=t4&model=Qwen/Qwen2.5-Coder-7B-Instruct-AWQ&ctx=4096');
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    await search(page, 'engine.dtype');
    await page.getByLabel('engine.dtype', { exact: true }).selectOption('bfloat16');
    await page.locator('#verdict', { hasText: 'Does not fit' }).waitFor();
  });

  it('should check the values of a link when it is opened', async () => {
    const { page } = await open(`${fragment}&set={"replica":2,"engine":{"dtype":"hlaf"}}`);
    const said = page.locator('.refused');
    await said.waitFor();
    expect(await said.textContent()).toContain('Did you mean "replicas"?');
    expect(await said.textContent()).toContain('engine.dtype It must be one of auto, half');
  });
});
