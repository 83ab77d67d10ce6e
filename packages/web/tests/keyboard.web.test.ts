import { expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';

describeInBrowser('With the keyboard alone, the configurator', ({ open }) => {
  it('should go from the empty page to the copied file', async () => {
    const { page } = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () =>
      page.evaluate(() => {
        const active = document.activeElement as HTMLInputElement;
        return active.labels?.[0]?.textContent ?? active.getAttribute('aria-label') ?? active.textContent;
      });
    const tabTo = async (name: string): Promise<void> => {
      for (let steps = 0; steps < 40; steps++) {
        await press('Tab');
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
        expect(outline).not.toBe('none');
        if ((await focused())?.trim() === name) return;
      }
      throw new Error(`The Tab key does not reach ${name}.`);
    };
    await press('Tab', 'Tab');
    await page.keyboard.type('4060 ti 16');
    await press('ArrowDown', 'ArrowUp', 'Enter');
    await expect.poll(() => page.url()).toContain('gpu=rtx-4060-ti-16gb');
    await tabTo('Model');
    await page.keyboard.type('coder 14b gptq int4');
    await press('Enter');
    expect(await page.locator('#verdict').textContent()).toBe('Fits');
    await tabTo('values.yaml');
    await press('ArrowRight');
    expect(await focused()).toBe('Helm');
    await press('ArrowLeft');
    await tabTo('Copy');
    await press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator('#taken pre').textContent());
    expect(copied).toMatch(/^# Qwen\/Qwen2\.5-Coder-14B-Instruct-GPTQ-Int4 on NVIDIA GeForce RTX 4060 Ti/);
  });

  it('should close the list with Escape, and leave what was chosen', async () => {
    const { page } = await open('gpu=l4');
    const field = page.getByRole('combobox', { name: 'GPU' });
    await field.focus();
    await page.keyboard.type('b200');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[role=option]').first().waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('L4');
  });
});
