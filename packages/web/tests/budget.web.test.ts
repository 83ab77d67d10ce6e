import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { repoRoot } from '@archon/testbed/cache-dir';
import { afterAll, describe, expect, it } from 'vitest';
import { buildPage } from '../build/build-page.ts';
import { describeInBrowser } from './testing/browser.ts';

// where archon web has it
const file = join(repoRoot, 'node_modules/.cache/archon-web/configurator.html');

const folder = mkdtempSync(join(tmpdir(), 'archon-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('The configurator as it is built', () => {
  it('should be small, with nothing of Node and no second YAML in it', { timeout: 120_000 }, async () => {
    const built = join(folder, 'configurator.html');
    await buildPage(built);
    const page = readFileSync(built, 'utf8');
    // archon web sends what is loaded later as a file of its own
    const [, more = ''] = /<script type="text\/plain" id="more">([^]*?)<\/script>/.exec(page)!;
    expect(gzipSync(page.replace(more, ''), { level: 9 }).length).toBeLessThanOrEqual(120_000);
    expect(gzipSync(more, { level: 9 }).length).toBeLessThanOrEqual(90_000);
    for (const foreign of [
      'node:',
      '__vite-browser-external',
      'Handlebars',
      'new Ajv',
      'YAMLParseError',
      'process.env',
    ])
      expect(page.includes(foreign), foreign).toBe(false);
    expect(page).not.toMatch(/\b(src|href)="https?:/);
  });
});

describeInBrowser('The file of the configurator', ({ open }) => {
  it('should ask nothing of any server after itself, and not move what is drawn', async () => {
    const { page, problems } = await open('');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.reload();
    await page.locator('.gallery button').nth(2).click();
    await page.getByRole('tab', { name: 'Flux' }).click();
    await page.getByRole('button', { name: 'Other GPUs for this model' }).click();
    await page.locator('.list ol button').first().waitFor();
    expect(requests.filter((url) => !url.startsWith('data:')).length).toBe(1);
    expect(problems).toEqual([]);
    const moved = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
              if (!entry.hadRecentInput) sum += entry.value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 200);
        }),
    );
    expect(moved).toBe(0);
  });

  it('should work from the disk and without a network, and save the file', async () => {
    const { page, problems } = await open('gpu=l4&model=openai/gpt-oss-20b', {
      address: pathToFileURL(file).href,
      offline: true,
    });
    expect(await page.locator('#verdict').textContent()).toBe('Fits');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('values.yaml');
    expect(readFileSync(await download.path(), 'utf8')).toBe(await page.locator('#taken pre').textContent());
    expect(problems).toEqual([]);
  });
});
