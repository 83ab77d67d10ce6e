import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeChoices } from '@archon/advice/link';
import { noChoices, requestOf, type Choices } from '@archon/advice/choices';
import { valuesCommand } from '@archon/advice/commands';
import { outcomeOf } from '@archon/advice/outcome';
import { gpus } from '@archon/sizing/gpus';
import { models } from '@archon/sizing/models';
import type { Answer } from '@archon/sizing/types';
import { afterAll, expect, it } from 'vitest';
import { archonCommand } from './testing/archon-command.ts';
import { describeInBrowser } from './testing/browser.ts';

/** What the page says of a link, by its own function. */
interface Twin {
  readonly archon: {
    readonly answerTo: (fragment: string) => { verdict: string; answer: Answer; files: { id: string; text: string }[] };
  };
}

const coder = 'Qwen/Qwen2.5-Coder-14B-Instruct-GPTQ-Int4';
const asked: readonly Choices[] = [
  { ...noChoices, gpu: 'rtx-4060-ti-16gb', model: coder },
  { ...noChoices, gpu: 'rtx-5070-ti', model: coder, context: 8192 },
  { ...noChoices, gpu: 'l4', model: 'openai/gpt-oss-20b', context: 16_384, users: 3 },
  { ...noChoices, gpu: 'l4', gpuCount: 2, model: 'Qwen/Qwen3-14B' },
  { ...noChoices, gpu: 't4', model: 'Qwen/Qwen2.5-Coder-7B-Instruct-AWQ' },
  { ...noChoices, gpu: 'rtx-4090', model: 'Qwen/Qwen3-8B', engine: { kvCacheDtype: 'fp8', maxNumSeqs: 8 } },
  { ...noChoices, gpu: 'h100-sxm', model: 'Qwen/Qwen3-8B', release: '0.22.1', engine: { gpuMemoryUtilization: 0.85 } },
  { ...noChoices, gpu: 'rtx-3090', model: 'Qwen/Qwen3-8B', engine: { enforceEager: true } },
];

const folder = mkdtempSync(join(tmpdir(), 'archon-web-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeInBrowser('The page and the command', ({ open }) => {
  it('should answer the same for every GPU and 20 models', { timeout: 1_800_000 }, async () => {
    const { page } = await open('');
    const some = models.filter((_, index) => index % Math.ceil(models.length / 20) === 0);
    for (const gpu of gpus) {
      const choices = some.map((model): Choices => ({ ...noChoices, gpu: gpu.id, model: model.id, context: 8192 }));
      const inPage = await page.evaluate(
        (fragments) => fragments.map((fragment) => (globalThis as unknown as Twin).archon.answerTo(fragment)),
        choices.map(encodeChoices),
      );
      choices.forEach((one, index) => {
        const outcome = outcomeOf(requestOf(one)!);
        const { verdict, answer } = inPage[index]!;
        expect(`${one.model} on ${one.gpu}: ${verdict}`).toBe(`${one.model} on ${one.gpu}: ${outcome.verdict}`);
        close(answer, outcome.answer, `${one.model} on ${one.gpu}`);
      });
    }
  });

  it.each(asked)('should print the same file: %o', async (choices) => {
    const { page } = await open(encodeChoices(choices));
    const shown = await page.locator('#taken pre').textContent();
    const command = valuesCommand(choices)!;
    await page.getByRole('tab', { name: 'Command' }).click();
    expect(await page.locator('#taken pre').textContent()).toBe(command);
    expect(shown).toBe(archonCommand(...command.split(' ').slice(1)));
    const file = join(folder, 'values.yaml');
    writeFileSync(file, shown!);
    expect(archonCommand('validate', file)).toContain('valid');
  });
});

/** Figures within 1e-9, and everything else the same. */
function close(found: Answer, wanted: Answer, where: string): void {
  const rounded = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toFixed(9)) : one)));
  expect(rounded(found), where).toEqual(rounded(wanted));
}
