import { presets } from '@archon/presets';
import { describe, expect, it } from 'vitest';
import { runArchon } from './testing/run-archon.ts';

describe('archon presets', () => {
  it('should list every preset with its model, context and GPUs', async () => {
    const { code, out } = await runArchon('presets');
    expect(code).toBe(0);
    for (const { name, model, gpus } of presets) {
      const line = out.split('\n').find((candidate) => candidate.startsWith(`  ${name} `));
      expect(line).toContain(model.model.id);
      expect(line).toContain(`of ${gpus.length} GPUs`);
    }
  });

  it('should list one GPU by GPU', async () => {
    const { out } = await runArchon('presets', 'nvidia-16gb');
    expect(out).toContain('RTX 5070 Ti');
    expect(out.split('\n')[0]).toMatch(/^nvidia-16gb {2}/);
  });

  it('should print all as JSON', async () => {
    const { out } = await runArchon('presets', '--json');
    const read = JSON.parse(out) as {
      presets: { name: string; leastMarginGiB: number; gpus: { answer: object }[] }[];
    };
    expect(read.presets.map(({ name }) => name)).toEqual(presets.map(({ name }) => name));
    expect(read.presets[0]!.gpus[0]!.answer).toHaveProperty('fits');
  });

  it('should refuse an unknown one with the nearest', async () => {
    const { code, err } = await runArchon('presets', 'nvidia-15gb');
    expect([code, err]).toEqual([1, expect.stringContaining('Did you mean nvidia-1')]);
  });
});
