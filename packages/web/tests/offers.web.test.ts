import { expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';

const asked = [
  'gpu=rtx-4070&model=Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4&ctx=8192',
  'gpu=rtx-4060-ti-16gb&model=Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4&ctx=8192&users=12',
  'gpu=rtx-2080-ti&model=Qwen/Qwen3-Embedding-4B&ctx=8192',
  'gpu=l4&model=Qwen/Qwen3-8B&kv=auto&seqs=256&util=0.5',
  'gib=11.6&cc=8.9&model=Qwen/Qwen3-8B&ctx=32768',
];

describeInBrowser('A suggestion', ({ open }) => {
  it.each(asked)('should fit when it is taken: %s', async (fragment) => {
    const { page, problems } = await open(fragment);
    const count = await page.locator('.offers button').count();
    expect(count).toBeGreaterThan(0);
    for (let index = 0; index < count; index++) {
      const offer = page.locator('.offers button').nth(index);
      const [, tokens, margin] = /fits with ([\d,]+) tokens, (\S+) GiB/.exec((await offer.textContent())!)!;
      await offer.click();
      await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
      expect(await page.locator('.subject').textContent()).toContain(`${tokens} tokens`);
      expect(await page.locator('.answer .figure').textContent()).toContain(margin);
      expect(await page.getByRole('tab', { name: 'values.yaml' }).count()).toBe(1);
      await page.goBack();
      await page.locator('.offers').waitFor();
    }
    expect(problems).toEqual([]);
  });

  it('should be a line of a list too: what it says is what follows', async () => {
    for (const fragment of ['gpu=rtx-4070', 'model=openai/gpt-oss-20b']) {
      const { page } = await open(fragment);
      const row = page.locator('.list ol button').first();
      const [, tokens] = /^([\d,]+) tokens/.exec((await row.locator('.reach').textContent())!)!;
      await row.click();
      await page.locator('#verdict', { hasText: 'Fits' }).waitFor();
      expect(await page.locator('.subject').textContent()).toContain(`${tokens} tokens`);
    }
  });
});
