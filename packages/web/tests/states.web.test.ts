import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { presets } from '@archon/presets';
import { repoRoot } from '@archon/testbed/cache-dir';
import { expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';
import { states } from './testing/states.ts';

describeInBrowser('The configurator', ({ open }) => {
  it.each(states)('should say word, sign and number: $name', async ({ name, fragment, title, sign, figure, files }) => {
    const { page, problems } = await open(fragment);
    const result = page.locator('.result');
    expect(await result.getByRole('heading', { level: 2, name: title, exact: true }).count()).toBe(1);
    if (sign !== undefined) {
      expect(await result.locator('.sign').textContent()).toBe(sign);
      expect(await result.locator('header .figure').textContent()).toMatch(figure);
    } else expect(await result.textContent()).toMatch(figure);
    expect(await page.getByRole('tab').count()).toBe(files ? 7 : 0);
    expect(problems).toEqual([]);
    await expect(`${await page.locator('main').ariaSnapshot()}\n`).toMatchFileSnapshot(
      `__golden__/${name.replaceAll(' ', '-')}.txt`,
    );
  });

  it('should show the presets as docs/03-presets.md does', async () => {
    const { page } = await open('');
    const documented = readFileSync(join(repoRoot, 'docs/03-presets.md'), 'utf8');
    const shown = await page.locator('.gallery button').allTextContents();
    expect(shown.length).toBe(presets.length);
    for (const [index, { name }] of presets.entries()) {
      const row = documented.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))!;
      const [, , model = '', context = '', , margin = '', gpu = ''] = row.split('|').map((cell) => cell.trim());
      for (const part of [name, model.split('/').at(-1)!, `${context} tokens`, gpu])
        expect(shown[index]).toContain(part);
      expect(shown[index]).toContain(margin.startsWith('−') ? 'not certain' : `${margin} to spare`);
    }
  });

  it('should draw parts as wide as they are large, and what is missing past the share', async () => {
    for (const { fragment, name } of states.filter(({ sign }) => sign !== undefined)) {
      const { page } = await open(fragment);
      if (name === 'unknown') {
        expect(await page.locator('.memory').count()).toBe(0);
        continue;
      }
      const bar = (await page.locator('.memory .bar').boundingBox())!;
      const segments = await page.locator('.memory .segment').all();
      const sizes = await page.locator('.legend li:has(.swatch:not(.uncertain)) b').allTextContents();
      expect(segments.length).toBe(sizes.length);
      const widths = await Promise.all(segments.map(async (segment) => (await segment.boundingBox())!.width));
      const total = sizes.reduce((sum, size) => sum + Number(size), 0);
      widths.forEach((width, index) =>
        expect(Math.abs(width - (Number(sizes[index]) / total) * bar.width)).toBeLessThan(2),
      );
      expect(await page.locator('.segment.missing').count()).toBe(name === 'does not fit' ? 1 : 0);
    }
  });

  it('should ask what CUDA reports where that would settle it, and then answer', async () => {
    const { page } = await open('gpu=jetson-agx-orin&model=Qwen/Qwen3-8B');
    await page.getByLabel('Memory that CUDA reports').fill('61.36');
    expect(await page.locator('#verdict').textContent()).not.toBe('Unknown');
    await expect.poll(() => page.url()).toContain('gib=61.36');
  });

  it('should plan a GPU that is not listed', async () => {
    const { page } = await open('model=Qwen/Qwen3-8B');
    await page.getByRole('button', { name: 'My GPU is not listed' }).click();
    await page.getByLabel('Memory that CUDA reports').fill('31.4');
    await page.getByLabel('Compute capability').selectOption('8.9');
    expect(await page.locator('#verdict').textContent()).toBe('Fits');
    const file = await page.locator('#taken pre').textContent();
    expect(file).toContain('a GPU with 31.40 GiB');
    expect(file).not.toContain('product:');
    expect(await page.getByRole('tab', { name: 'Command' }).count()).toBe(0);
  });

  it('should have the list of GPUs again once a GPU is taken, and after Start again', async () => {
    const { page } = await open('model=Qwen/Qwen3-8B');
    const list = page.getByRole('combobox', { name: 'GPU' });
    await page.getByRole('button', { name: 'My GPU is not listed' }).click();
    expect(await list.count()).toBe(0);
    await page.locator('.list ol button').first().click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    expect(await list.inputValue()).not.toBe('');
    await page.getByRole('button', { name: 'My GPU is not listed' }).click();
    await page.getByLabel('Memory that CUDA reports').fill('much');
    await page.getByLabel('Users').fill('many');
    await page.getByRole('button', { name: 'Start again' }).click();
    expect(await page.locator('main.empty').count()).toBe(1);
    expect([await list.count(), await page.getByLabel('Users').inputValue()]).toEqual([1, '']);
    expect(await page.locator('.problem').count()).toBe(0);
  });

  it('should say what is wrong with a number below its field, and keep the rest', async () => {
    const { page } = await open('gpu=rtx-4060-ti-16gb&model=Qwen/Qwen3-8B-AWQ&ctx=8192');
    const context = page.getByLabel('Context');
    await context.fill('8k');
    expect(await page.locator('.problem').textContent()).toMatch(/^Type a whole number/);
    expect(await context.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => page.url()).toContain('ctx=8192');
    await context.fill('4,096');
    await expect.poll(() => page.url()).toContain('ctx=4096');
  });
});
