import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';
import { states } from './testing/states.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1200, 320].map((width) => ({ colorScheme, width })),
);

describeInBrowser('For everyone, the configurator', ({ open }) => {
  /** In each look, after some steps. */
  async function expectForEveryone(fragment: string, prepare: (page: Page) => Promise<void>): Promise<void> {
    for (const { colorScheme, width } of looks) {
      const { page } = await open(fragment, { colorScheme, viewport: { width, height: 800 } });
      await prepare(page);
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
      // the width of the device: the page would be laid out wider, and scrollWidth would not tell
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  }

  it.each(states)('should have nothing that axe finds, and fit 320 pixels: $name', ({ fragment }) =>
    expectForEveryone(fragment, async (page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
    }),
  );

  const fits = 'gpu=l4&model=Qwen/Qwen3-8B&set={"engine":{"dtype":"half"}}';
  const panels: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    'all values': async (page) => {
      await page.getByRole('heading', { name: 'All values' }).click();
      await page.getByLabel('engine.dtype', { exact: true }).waitFor();
    },
    'all values, with one that is wrong': async (page) => {
      await page.getByRole('heading', { name: 'All values' }).click();
      await page.getByLabel('Search by name or text').fill('replicas');
      await page.getByLabel('replicas', { exact: true }).fill('many');
      await page.locator('.all-values .problem').waitFor();
    },
    'the preview of an import': async (page) => {
      await page.getByText('Import a command or a values file').click();
      await page.getByLabel('vllm serve').fill('vllm serve Qwen/Qwen3-8B -tp 2 --swap-space 4 --api-key abc --seed 7');
      await page.getByRole('button', { name: 'Show what it becomes' }).click();
      await page.getByRole('button', { name: 'Take it' }).waitFor();
    },
    'a model that is not listed': async (page) => {
      await page.getByRole('button', { name: 'My model is not listed' }).click();
      await page.getByLabel('Name or address on the Hugging Face Hub').fill('no such model');
      await page.getByRole('button', { name: 'Read from the Hub' }).click();
      await page.getByRole('alert').waitFor();
    },
    'values that are taken all the same': async (page) => {
      await page.getByLabel('Context').fill('40960');
      await page.getByLabel('Users').fill('90');
      await page.getByRole('button', { name: 'Take it all the same' }).click();
      await page.locator('#taken pre').waitFor();
    },
  };
  it.each(Object.entries(panels))('should have nothing that axe finds, and fit 320 pixels: %s', (_, prepare) =>
    expectForEveryone(fits, prepare),
  );

  it('should fit a phone, and with text of twice the size', async () => {
    const { page } = await open(states[3]!.fragment, {
      viewport: { width: 320, height: 640 },
      isMobile: true,
      hasTouch: true,
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const large = await open(states[3]!.fragment, { viewport: { width: 640, height: 800 } });
    await large.page.addStyleTag({ content: '' }).catch(() => undefined);
    await large.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await large.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
  });

  it('should show the edge of each part of the bar in forced colours', async () => {
    const { page } = await open(states[5]!.fragment, { forcedColors: 'active' });
    const edges = await page.locator('.memory .segment').evaluateAll((segments) =>
      segments.map((segment) => {
        const { borderLeftWidth, borderLeftColor, backgroundColor } = getComputedStyle(segment);
        return { seen: parseFloat(borderLeftWidth) >= 1 && borderLeftColor !== backgroundColor };
      }),
    );
    expect(edges.length).toBeGreaterThan(3);
    expect(edges.every(({ seen }) => seen)).toBe(true);
  });

  it('should tell a screen reader one sentence for each change', async () => {
    const { page } = await open('gpu=rtx-4060-ti-16gb&model=Qwen/Qwen3-8B-AWQ');
    const said = page.getByRole('status').filter({ hasText: 'Qwen3-8B-AWQ on RTX 4060 Ti' });
    await said.waitFor({ state: 'attached' });
    await page.getByLabel('Users').pressSequentially('900', { delay: 20 });
    await page
      .getByRole('status')
      .filter({ hasText: /^Starts, but not for 900 users/ })
      .waitFor({ state: 'attached' });
  });
});
