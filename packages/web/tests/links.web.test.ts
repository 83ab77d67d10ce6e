import { expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';

const hostile = {
  markup: 'gpu=<script>alert(1)</script>&model="><img src=x onerror=alert(1)>',
  'numbers out of range': 'users=1000000000&ctx=1e99&n=-1&util=2&seqs=0',
  'keys of objects': '__proto__=1&constructor=2&__proto__.polluted=3&prototype[x]=4',
  'names of objects': 'gpu=__proto__&model=constructor&rel=toString&kv=valueOf',
  'broken escapes': 'gpu=%E0%A4%A&model=%00%00%u0041',
  'wrong values': 'gpu=rtx-4090&model=Qwen/Qwen3-8B&rel=99.9.9&cc=8.9&gib=1e3&eager=perhaps',
  'ten kilobytes': `gpu=${'a'.repeat(10_000)}&${'x=1&'.repeat(2500)}`,
  punctuation: '&&&===&=&#&?',
  'text from right to left': '\u202egpu=l4&model=\u0000',
};

describeInBrowser('A link to the configurator', ({ open, address }) => {
  it.each(Object.entries(hostile))('should break nothing: %s', async (_, fragment) => {
    const { page, problems } = await open(fragment);
    expect(await page.locator('main').isVisible()).toBe(true);
    expect(await page.locator('.notes').count()).toBe(1);
    expect(await page.locator('img, script[src]').count()).toBe(0);
    const polluted = await page.evaluate(() => 'polluted' in {} || 'x' in {});
    expect([polluted, problems]).toEqual([false, []]);
  });

  it('should take the last of what it says twice', async () => {
    const { page } = await open('gpu=rtx-4090&gpu=l4&model=Qwen/Qwen3-8B&users=3&users=&users=2');
    await expect.poll(() => page.url()).toMatch(/#gpu=l4&model=Qwen\/Qwen3-8B&users=2$/);
  });

  it('should name the nearest of what it does not know, and keep the rest', async () => {
    const { page } = await open('gpu=rtx-4090&modell=Qwen/Qwen3-8B&ctx=8192');
    expect(await page.locator('.notes li').allTextContents()).toEqual([
      'The link has "modell", which means nothing here. Did you mean "model"?',
    ]);
    await expect.poll(() => page.url()).toContain('#gpu=rtx-4090&ctx=8192');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('.notes').waitFor({ state: 'detached' });
  });

  it('should take back a suggestion with Back, and follow a new address', async () => {
    const fragment = 'gpu=rtx-4070&model=Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4&ctx=8192';
    const { page } = await open(fragment);
    await page.locator('.offers button').first().click();
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
    await expect.poll(() => page.url()).not.toContain(fragment);
    await page.goBack();
    await page.locator('#verdict', { hasText: 'Does not fit' }).waitFor();
    await expect.poll(() => page.url()).toContain(fragment);
    await page.goto(`${address()}#gpu=l4&model=Qwen/Qwen3-8B`);
    await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
  });

  it('should say where the answers are without JavaScript', async () => {
    const { page } = await open('', { javaScriptEnabled: false });
    expect(await page.locator('body').textContent()).toContain('docs/03-presets.md');
  });

  it('should work where the browser denies storage', async () => {
    const { page, problems } = await open('gpu=l4');
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await page.reload();
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark');
    expect(problems).toEqual([]);
  });
});
