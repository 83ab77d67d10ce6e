import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repoRoot } from '@archon/testbed/cache-dir';
import { afterAll, expect, it } from 'vitest';
import { describeInBrowser } from './testing/browser.ts';
import { states } from './testing/states.ts';

const folder = mkdtempSync(join(tmpdir(), 'archon-risk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const risks: Readonly<Record<string, RegExp>> = {
  'too many users': /holds \d+\.\d\d of 12 whole requests for certain/,
  'does not fit': /vLLM does not start with these values/,
  'not certain': /vLLM may not start: one request needs/,
};

describeInBrowser('Take it all the same', ({ open }) => {
  it.each(Object.entries(risks))(
    'should say the risk before and in the file, which is valid: %s',
    async (name, risk) => {
      const { fragment } = states.find((state) => state.name === name)!;
      const { page, problems } = await open(fragment);
      expect(await page.getByRole('tab').count()).toBe(0);
      expect(await page.locator('.risk').textContent()).toMatch(risk);
      await page.getByRole('button', { name: 'Take it all the same' }).click();
      const text = (await page.locator('#taken pre').textContent())!;
      expect(text.replaceAll('\n# ', ' ')).toMatch(risk);
      expect(text).toContain('NOT CERTAIN TO START');
      expect(text.includes('product:')).toBe(name !== 'does not fit');
      const file = join(folder, 'values.yaml');
      writeFileSync(file, text);
      const program = join(repoRoot, 'packages/cli/bin/archon.js');
      expect(execFileSync(process.execPath, [program, 'validate', file], { encoding: 'utf8' })).toContain('valid');
      expect(await page.getByRole('tab', { name: 'Command' }).count()).toBe(0);
      // another question has a risk of its own
      await page.getByLabel('Context').fill('8193');
      await page.getByRole('button', { name: 'Take it all the same' }).waitFor();
      expect(problems).toEqual([]);
    },
  );

  it('should say where what the pod needs is not counted', async () => {
    const { page } = await open('gpu=jetson-agx-orin&model=Qwen/Qwen3-8B');
    await page.getByRole('button', { name: 'Take it all the same' }).click();
    expect(await page.locator('.take .problem').textContent()).toContain('not counted');
  });
});
