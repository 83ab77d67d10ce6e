import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@archon/values';
import { describe, expect, it } from 'vitest';
import { planPreset } from '../plan-preset.ts';
import { presets } from '../presets.ts';
import { memoryParts } from './memory-picture.ts';
import { presetDocuments } from './presets-page.ts';

describe('presetDocuments', () => {
  const readme = readFileSync(join(workspaceRoot, 'packages/presets/README.md'), 'utf8');

  it.each(presetDocuments(presets, readme))('should be what is committed: $path', async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(join(workspaceRoot, path));
  });

  it('should show every preset and every GPU', () => {
    const [page] = presetDocuments(presets, readme);
    for (const { name } of presets) expect(page!.text).toContain(`## ${name}\n`);
    for (const line of page!.text.split('\n')) expect(line).not.toMatch(/undefined|NaN|null/);
  });
});

describe('memoryParts', () => {
  it('should make up the total of the GPU, likely', () => {
    for (const preset of presets)
      for (const { gpu, answer } of planPreset(preset)) {
        const sum = memoryParts(answer).reduce((all, { gib }) => all + gib, 0);
        expect(sum, `${preset.name} ${gpu.id}`).toBeCloseTo(answer.parts!.total.likely, 6);
      }
  });
});
